using Sluice.Sandbox.Events;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>Several commands of one ledger of which either all happen or none.</summary>
internal sealed class AtomicBulk(IReadOnlyList<LedgerCommand> elements) : LedgerCommand
{
    private List<CommandOutcome> _outcomes = [];

    /// <summary>What came of each element before the one that was refused, or of all.</summary>
    public IReadOnlyList<CommandOutcome> Outcomes => _outcomes;

    protected override CommandOutcome Execute(LedgerScope scope)
    {
        _outcomes = [];
        return scope.Session.Attempt(
            () =>
            {
                var events = new List<SandboxEvent>();
                foreach (var element in elements)
                {
                    var outcome = element.Run(scope.Session, scope.Now, scope.Events);
                    _outcomes.Add(outcome);
                    events.AddRange(outcome.Events);
                }

                return new CommandOutcome(Join(), events);
            },
            keep: true);
    }

    // The data of all elements in an array; nothing when there is an element without data, as metadata writes are.
    private string Join() => _outcomes.TrueForAll(outcome => outcome.Data.Length > 0)
        ? $"[{string.Join(',', _outcomes.Select(outcome => outcome.Data))}]"
        : "";
}
