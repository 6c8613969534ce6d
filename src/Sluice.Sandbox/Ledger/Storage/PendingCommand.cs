using Sluice.Sandbox.Events;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;

namespace Sluice.Sandbox.Ledger.Storage;

/// <summary>A command in the writer's queue and the caller who waits for it.</summary>
internal sealed class PendingCommand(WriterCommand command)
{
    // Continuations run elsewhere: the writer must not carry a caller's answer out before its next commit.
    private readonly TaskCompletionSource<CommandOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CommandOutcome? _outcome;
    private RefusedException? _refusal;

    public Task<CommandOutcome> Outcome => _completion.Task;

    public IReadOnlyList<SandboxEvent> Events => _outcome?.Events ?? [];

    /// <summary>Carries the command out within the batch; may be called again after the batch was rolled back.</summary>
    public void Run(LedgerSession session, DateTimeOffset now, LedgerEvents events)
    {
        (_outcome, _refusal) = (null, null);
        try
        {
            _outcome = command.Run(session, now, events);
        }
        catch (RefusedException refusal)
        {
            _refusal = refusal;
        }
    }

    /// <summary>Tells the caller what came of it, once the batch is durable.</summary>
    public void Answer()
    {
        if (_refusal is not null)
        {
            _completion.SetException(_refusal);
        }
        else
        {
            _completion.SetResult(_outcome!);
        }
    }

    public void Fail(RefusedException exception) => _completion.SetException(exception);
}
