using Sluice.Server.Journal;
using Sluice.Simulation.Kernel;

namespace Sluice.Simulation.Store;

/// <summary>
/// A store that all processes share. What waits when a flush begins is one transaction; a process that dies meanwhile leaves it
/// open whether its part is still in it. What was acknowledged is never lost.
/// </summary>
internal sealed class SimulatedStore(Kernel.Kernel kernel, CommittedData data, StoreFaults faults, SeededRandom random)
{
    private List<PendingWrite> _waiting = [];
    private bool _flushing;

    internal CommittedData Data { get; } = data;

    internal StoreFaults Faults { get; } = faults;

    /// <summary>Called whenever something went wrong that delays what owners do.</summary>
    internal Action? Troubled { get; set; }

    /// <summary>Queues a write; the task completes once its transaction is durable.</summary>
    /// <param name="process">The process that asks, and that hears of the answer if it lives to.</param>
    /// <param name="what">What it writes, for the trace.</param>
    /// <param name="write">The statement; what it throws is this write's refusal alone.</param>
    internal Task<T> WriteAsync<T>(SimulatedProcess process, string what, Func<T> write)
    {
        if (Faults.IsFull())
        {
            Troubled?.Invoke();
            kernel.Note(process.Name, $"{what}: refused, the journal is full");
            return Task.FromException<T>(new JournalFullException(0));
        }

        var pending = new PendingWrite<T>(process, what, write);
        _waiting.Add(pending);
        FlushSoon();
        return pending.Completion;
    }

    internal async Task<T> ReadAsync<T>(SimulatedProcess process, Func<T> read)
    {
        if (Faults.ReadFails())
        {
            Troubled?.Invoke();
            kernel.Note(process.Name, "a read of the store fails");
            throw StoreFaults.Unavailable("the store could not be read");
        }

        // The real readers often answer without a pause; the others leave others the time to write before and after.
        if (random.Below(2) == 0)
        {
            return read();
        }

        await PauseAsync(process);
        var result = read();
        await PauseAsync(process);
        return result;
    }

    private Task PauseAsync(SimulatedProcess process)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        kernel.After(random.Micros(10, 800), answered.SetResult, process);
        return answered.Task;
    }

    private void FlushSoon()
    {
        if (_flushing || _waiting.Count == 0)
        {
            return;
        }

        _flushing = true;
        var duration = Faults.NextFlush(out var slow);
        if (slow)
        {
            Troubled?.Invoke();
            kernel.Note("store", $"the next flush takes {duration.TotalSeconds:F1} s");
        }

        kernel.After(duration, () => Flush(slow));
    }

    private void Flush(bool slow)
    {
        var transaction = _waiting;
        _waiting = [];
        _flushing = false;

        // Whoever died while its write was under way does not know whether it was taken along.
        transaction.RemoveAll(pending => !pending.Process.Alive && random.Below(2) == 0);
        var fate = Faults.NextFate();
        if (fate != CommitFate.Committed || slow)
        {
            Troubled?.Invoke();
        }

        if (fate is CommitFate.Committed or CommitFate.WrittenUnknown)
        {
            Execute(transaction);
        }
        else if (fate == CommitFate.WrittenLate)
        {
            kernel.After(random.Millis(1, 5_000), () => ExecuteLate(transaction));
        }

        foreach (var pending in transaction)
        {
            kernel.Note("store", $"{pending.Process.Name}: {pending.What}: {(pending.Refusal is { } refusal ? refusal.Message : fate)}");
            kernel.After(random.Micros(0, 500), fate == CommitFate.Committed ? pending.Complete : pending.Fail, pending.Process);
        }

        FlushSoon();
    }

    private void ExecuteLate(List<PendingWrite> transaction)
    {
        // First, since what becomes durable now may be a wake, which is as late as this is.
        Troubled?.Invoke();
        Execute(transaction);
        kernel.Note("store", $"a transaction of {transaction.Count} that nobody counted on any more is durable");
    }

    private static void Execute(List<PendingWrite> transaction) => transaction.ForEach(pending => pending.Execute());

    private abstract class PendingWrite(SimulatedProcess process, string what)
    {
        internal SimulatedProcess Process => process;

        internal string What => what;

        internal Exception? Refusal { get; private protected set; }

        internal abstract void Execute();

        internal abstract void Complete();

        internal abstract void Fail();
    }

    private sealed class PendingWrite<T>(SimulatedProcess process, string what, Func<T> write) : PendingWrite(process, what)
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        internal Task<T> Completion => _completion.Task;

        internal override void Execute()
        {
            try
            {
                _result = write();
            }
            catch (Exception exception) when (exception is FencedException or JournalUnavailableException)
            {
                Refusal = exception;
            }
        }

        internal override void Complete()
        {
            if (Refusal is null)
            {
                _completion.SetResult(_result!);
            }
            else
            {
                _completion.SetException(Refusal);
            }
        }

        internal override void Fail() => _completion.SetException(StoreFaults.Unavailable("the fate of the commit is unknown"));
    }
}
