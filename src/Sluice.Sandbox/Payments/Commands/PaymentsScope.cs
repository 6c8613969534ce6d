using Sluice.Sandbox.Http;
using Sluice.Sandbox.Payments.Model;
using Sluice.Sandbox.Payments.Storage;

namespace Sluice.Sandbox.Payments.Commands;

/// <summary>Payments as a command sees and changes them; what others are told about is announced with the change.</summary>
/// <param name="Now">The time of the whole command, cut to what is stored of it.</param>
/// <param name="SettleDelay">How long the connector takes over what it is given.</param>
internal sealed record PaymentsScope(PaymentTables Tables, DateTimeOffset Now, TimeSpan SettleDelay, PaymentEvents Events)
{
    /// <exception cref="RefusedException">VALIDATION: the id in the field <paramref name="field"/> is that of no connector.</exception>
    public ConnectorRow Connector(string id, string field) => Tables.FindConnector(id)
        ?? throw RefusedException.Validation($"{field}: no such connector is installed");

    /// <exception cref="RefusedException">NOT_FOUND: there is no such payment.</exception>
    public PaymentRow Payment(string id) => Tables.FindPayment(id) ?? throw RefusedException.NotFound("payment does not exist");

    /// <exception cref="RefusedException">NOT_FOUND: there is no such transfer initiation.</exception>
    public TransferInitiationRow Initiation(string id) =>
        Tables.FindInitiation(id) ?? throw RefusedException.NotFound("transfer initiation does not exist");

    public void Add(PaymentAccountRow account)
    {
        Tables.Insert(account);
        Events.SavedAccount(account);
    }

    public void Add(PaymentRow payment)
    {
        Tables.Insert(payment);
        Events.SavedPayment(payment);
    }

    /// <summary>Stores a payment whose status has changed.</summary>
    public void Change(PaymentRow payment)
    {
        Tables.Update(payment);
        Events.SavedPayment(payment);
    }

    public void Add(TransferInitiationRow initiation)
    {
        Tables.Insert(initiation);
        Events.SavedInitiation(initiation);
        Events.SavedAdjustments(initiation, 0);
    }

    /// <summary>Stores an initiation whose status has changed, perhaps more than once, since it was <paramref name="before"/>.</summary>
    public void Change(TransferInitiationRow before, TransferInitiationRow after)
    {
        Tables.Update(after);
        Events.SavedAdjustments(after, before.Adjustments.Length);
    }

    /// <summary>When the connector will have settled what it takes up no earlier than <paramref name="start"/>.</summary>
    public DateTimeOffset DueAfter(DateTimeOffset start)
    {
        var from = start > Now ? start : Now;
        return DateTimeOffset.MaxValue - from > SettleDelay ? from + SettleDelay : DateTimeOffset.MaxValue;
    }
}
