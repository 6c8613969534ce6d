using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>Books a payment that came in, once: always the whole payment, into an account of its own.</summary>
/// <param name="send">The send that begins with the payment.</param>
/// <param name="payment">The payment.</param>
internal sealed class Ingestion(SendInput send, PaymentParty payment)
{
    // The only ledger that is ours to create: users never see it before their first payment.
    private const string InternalLedger = "orchestration-000-internal";

    private readonly string _id = payment.Id!;
    private readonly string _ledger = payment.Ledger!;

    /// <summary>The send of what was booked: its amount is the payment's unless the author named one.</summary>
    public SendInput Send { get; private set; } = send;

    /// <summary>Where the payment is booked.</summary>
    public AccountParty Holding { get; } = new(payment.HoldingAccount!, payment.Ledger!, SendCalls.World, AllowOverdraft: false);

    private string Through => payment.ThroughAccount!;

    private bool Overdraft => payment.AllowOverdraft == true && Through != SendCalls.World;

    public IEnumerable<StageStep> Steps()
    {
        var prefix = $"retrieving payment: {_id}: ";
        var read = new StageStep.Call(new GetPayment(_id)) { ErrorPrefix = prefix };
        yield return read;
        if (StackAnswers.InitialAmount(read.Answer) is not { } whole)
        {
            yield return new StageStep.Fail($"{prefix}the answer names no amount and asset");
            yield break;
        }

        if (Overdraft && LedgerNames.Problem(whole, Through, Holding.Id) is { } problem)
        {
            yield return new StageStep.Fail(problem);
            yield break;
        }

        var booking = Booking(whole);
        var booked = new StageStep.Call(booking) { Tolerates = failure => IsBooked(failure) || IsLedgerMissing(failure) };
        yield return booked;
        if (booked.Failure is { } failure && IsLedgerMissing(failure))
        {
            yield return new StageStep.Call(new CreateLedger(_ledger));
            yield return new StageStep.Call(booking) { Tolerates = IsBooked };
        }

        Send = Send with { Amount = Send.Amount ?? whole };
    }

    /// <summary>The reference is the payment's alone, whatever account holds it, so that each payment is booked once.</summary>
    private CreateTransaction Booking(MoneyAmount whole)
    {
        var booking = SendCalls.Booking(_ledger, whole, Through, Holding.Id, SendCalls.Metadata(Send), Overdraft, Send.Timestamp);
        return booking with { Data = booking.Data with { Reference = $"payment:{_id.Replace('-', '_')}" } };
    }

    private static bool IsBooked(Failure failure) => failure is { Code: "CONFLICT", Retryable: false };

    private bool IsLedgerMissing(Failure failure) => failure.Code == "LEDGER_NOT_FOUND" && _ledger == InternalLedger;
}
