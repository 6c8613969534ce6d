namespace Sluice.Server.Journal.Sqlite;

/// <summary>A write that waits for its group commit.</summary>
/// <param name="places">How much of the queue and of a transaction it takes.</param>
internal abstract class PendingWrite(int places)
{
    public int Places { get; } = places;

    /// <summary>
    /// Runs its statements in the open transaction. A write that refuses itself keeps its refusal and returns; what this
    /// throws is everybody's failure.
    /// </summary>
    public abstract void Execute(SqliteSession session);

    /// <summary>Tells the caller, once the transaction is durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that the transaction failed.</summary>
    public abstract void Fail(JournalUnavailableException exception);
}

/// <summary>A write with a result.</summary>
/// <param name="places">How much of the queue and of a transaction it takes.</param>
/// <param name="write">
/// The statements. A write that throws <see cref="FencedException"/> or <see cref="JournalUnavailableException"/> refuses
/// itself alone, and must have left nothing behind.
/// </param>
internal sealed class PendingWrite<T>(int places, Func<SqliteSession, T> write) : PendingWrite(places)
{
    // The caller's continuation must not run on the writer's thread.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _refusal;

    public Task<T> Completion => _completion.Task;

    public override void Execute(SqliteSession session)
    {
        try
        {
            _result = write(session);
        }
        catch (Exception exception) when (exception is FencedException or JournalUnavailableException)
        {
            _refusal = exception;
        }
    }

    public override void Complete()
    {
        if (_refusal is null)
        {
            _completion.SetResult(_result!);
        }
        else
        {
            _completion.SetException(_refusal);
        }
    }

    public override void Fail(JournalUnavailableException exception) => _completion.SetException(exception);
}
