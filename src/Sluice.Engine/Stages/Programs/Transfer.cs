using System.Text.Json;
using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>A transfer that a payment provider is asked for. All that can fail is found out before money moves.</summary>
/// <param name="send">The send that ends in a payment.</param>
/// <param name="payment">The payment to initiate.</param>
internal sealed class Transfer(SendInput send, PaymentParty payment)
{
    private string _destination = "";
    private string _connector = payment.ConnectorId ?? "";

    /// <summary>Finds the provider's account to pay to and the connector to use.</summary>
    /// <param name="metadata">The metadata of the source, which names that account.</param>
    public IEnumerable<StageStep> Prepare(JsonElement? metadata)
    {
        if (StackAnswers.Text(metadata, payment.Metadata!) is not { } destination)
        {
            yield return new StageStep.Fail($"expected '{payment.Metadata}' metadata containing formance account ID");
            yield break;
        }

        if (destination.Length == 0)
        {
            yield return new StageStep.Fail("formance account ID empty");
            yield break;
        }

        _destination = destination;
        if (payment.ConnectorId is null)
        {
            var list = new StageStep.Call(new ListConnectors(payment.Psp!));
            yield return list;
            var choice = ConnectorChoice.Of(list.Answer, payment.Psp!);
            if (choice.Id is null)
            {
                yield return new StageStep.Fail(choice.Problem!);
                yield break;
            }

            _connector = choice.Id;
        }
    }

    /// <summary>The call that asks for the transfer, once it is prepared and the money is set aside.</summary>
    public StageStep Initiate()
    {
        var money = send.Amount!;
        return new StageStep.Call(new CreateTransferInitiation(
            money.Amount,
            money.Asset,
            payment.Type!,
            _destination,
            payment.SourceAccount ?? "",
            payment.Psp is null ? payment.Type! : $"{payment.Psp} {payment.Type}",
            _connector,
            SendCalls.Metadata(send),
            payment.WaitingValidation == true,
            payment.Psp?.ToUpperInvariant()));
    }
}
