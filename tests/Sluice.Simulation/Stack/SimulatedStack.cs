using System.Text.Json;

namespace Sluice.Simulation.Stack;

/// <summary>
/// A ledger, wallets and payments in memory, with the money rules of the sandbox: double entry, idempotency keys that answer a
/// repetition as before, unique references, funds that may be too little.
/// </summary>
internal sealed class SimulatedStack
{
    private readonly Dictionary<string, (string Request, Answer Answer)> _answered = [];
    private readonly LedgerService _ledger;
    private readonly WalletService _wallets;
    private readonly PaymentService _payments;

    internal SimulatedStack()
    {
        _ledger = new LedgerService(Books);
        _wallets = new WalletService(Books);
        _payments = new PaymentService();
    }

    internal Books Books { get; } = new();

    internal WalletService Wallets => _wallets;

    /// <summary>Every effect there was, in order.</summary>
    internal List<Effect> Effects { get; } = [];

    /// <summary>Called with each request before it is handled.</summary>
    internal Action<StackRequest>? Arrived { get; set; }

    internal Answer Handle(StackRequest request)
    {
        Arrived?.Invoke(request);
        if (request.Key is { } key && _answered.TryGetValue(key, out var before))
        {
            return before.Request == request.Path + request.Body
                ? before.Answer
                : Answer.Refused(400, "VALIDATION", "the idempotency key was used for another request");
        }

        using var body = request.Body.Length > 0 ? JsonDocument.Parse(request.Body) : null;
        var json = body?.RootElement ?? default;
        var path = request.Path.Split('?')[0].Split('/');
        var (answer, moved) = path[1] switch
        {
            "ledger" => _ledger.Handle(request.Method, path, json),
            "wallets" => _wallets.Handle(request, path, json),
            "payments" => _payments.Handle(path, json),
            _ => (Answer.Refused(404, "NOT_FOUND", "no such service"), null),
        };
        if (answer.Status < 300 && request is { Method: "POST", Identity: { } identity })
        {
            Effects.Add(new Effect(identity, request.Path, request.Body, moved));
            if (request.Key is not null)
            {
                _answered[request.Key] = (request.Path + request.Body, answer);
            }
        }

        return answer;
    }
}
