using Sluice.Server.Triggers;

namespace Sluice.Server.Journal.Postgres;

/// <summary>A write that waits for its group commit.</summary>
internal abstract class PendingWrite
{
    private const int CharsPerPlace = 16 * 1024;

    protected PendingWrite(int chars) => Places = 1 + (chars / CharsPerPlace);

    /// <summary>How much of the queue and of a transaction it takes: one, and one more for each 16 Ki characters.</summary>
    public int Places { get; }

    /// <summary>Whether the caller has been told.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>Tells the caller that it failed, or that its fate is uncertain.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>A write with a result.</summary>
internal abstract class PendingWrite<T>(int chars) : PendingWrite(chars)
{
    // The caller's continuation must not run in the writer's loop.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool IsCompleted => _completion.Task.IsCompleted;

    public Task<T> Completion => _completion.Task;

    public void Complete(T result) => _completion.SetResult(result);

    public override void Fail(Exception exception) => _completion.SetException(exception);
}

/// <summary>A turn; its result is the record's position.</summary>
internal sealed class PendingAppend(Append append)
    : PendingWrite<long>(append.Record.Payload.Length + (append.Occurrence?.Event.Length ?? 0))
{
    public Append Append => append;
}

/// <summary>A firing that started nothing; its result means nothing.</summary>
internal sealed class PendingOccurrence(Occurrence occurrence) : PendingWrite<bool>(occurrence.Event.Length)
{
    public Occurrence Occurrence => occurrence;
}

/// <summary>A partition that gets a new owner; its result is the new epoch.</summary>
internal sealed class PendingTakeover(int partition) : PendingWrite<long>(0)
{
    public int Partition => partition;
}
