using System.Text.Json;

namespace Sluice.Simulation.Stack;

/// <summary>Payments that came in, connectors, and transfers whose reference is unique.</summary>
internal sealed class PaymentService
{
    private readonly HashSet<string> _references = [];

    internal (Answer Answer, long? Moved) Handle(string[] path, JsonElement body) => path[2..] switch
    {
        ["payments", "missing"] => (Answer.Refused(404, "NOT_FOUND", "no such payment"), null),
        ["payments", var id] => (new Answer(200, $$$"""{"data":{"id":"{{{id}}}","initialAmount":{{{10 * id.Length}}},"asset":"USD/2"}}"""), null),
        ["connectors"] => (new Answer(200, """
            {"data":[{"provider":"STRIPE","connectorID":"c-stripe","enabled":true},{"provider":"WISE","connectorID":"c-wise-1","enabled":true},
            {"provider":"WISE","connectorID":"c-wise-2","enabled":true}]}
            """), null),
        ["transfer-initiations"] => Initiate(body),
        _ => (Answer.Refused(404, "NOT_FOUND", "no such route"), null),
    };

    private (Answer Answer, long? Moved) Initiate(JsonElement body)
    {
        var reference = body.GetProperty("reference").GetString()!;
        return _references.Add(reference)
            ? (new Answer(200, $$$"""{"data":{"id":"ti-{{{_references.Count}}}","reference":"{{{reference}}}"}}"""), body.GetProperty("amount").GetInt64())
            : (Answer.Refused(400, "CONFLICT", "duplicate transfer initiation reference"), null);
    }
}
