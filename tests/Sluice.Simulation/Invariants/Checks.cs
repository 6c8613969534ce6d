using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Workflows;
using Sluice.Simulation.Stack;
using Sluice.Simulation.Store;

namespace Sluice.Simulation.Invariants;

/// <summary>The invariants of a run. They look at what is committed, sent and answered, after every step that changes it.</summary>
internal sealed class Checks
{
    private readonly Kernel.Kernel _kernel;
    private readonly Dictionary<InstanceId, InstanceBook> _books = [];
    private readonly IReadOnlyDictionary<WorkflowId, Workflow> _workflows;
    private readonly CommittedData _data;

    internal Checks(Kernel.Kernel kernel, CommittedData data, SimulatedStack stack, IReadOnlyDictionary<WorkflowId, Workflow> workflows)
    {
        (_kernel, _data, _workflows) = (kernel, data, workflows);
        Answers = new AnswerChecks(this);
        Requests = new RequestChecks(this);
        Money = new MoneyChecks(this, stack);
        Timeliness = new Timeliness(this, data.PartitionCount);
    }

    internal AnswerChecks Answers { get; }

    internal RequestChecks Requests { get; }

    internal MoneyChecks Money { get; }

    internal Timeliness Timeliness { get; }

    internal DateTimeOffset Now => _kernel.Now;

    internal CommittedData Data => _data;

    internal IReadOnlyCollection<InstanceBook> Books => _books.Values;

    internal InstanceBook? Find(InstanceId id) => _books.GetValueOrDefault(id);

    internal void Fail(string invariant, string text) => _kernel.Fail(invariant, text);

    internal void OnCommitted(StoredRecord stored)
    {
        var id = stored.Record.Instance;
        if (stored.Epoch != _data.Epoch(stored.Partition) || stored.Writer != _data.Holder(stored.Partition))
        {
            Fail("I7", $"record {stored.Record.Sequence} of {id} was written by {stored.Writer.Name}, {_data.Holder(stored.Partition)?.Name} owns the partition");
        }

        if (!_books.TryGetValue(id, out var book))
        {
            book = new InstanceBook(this, id, InstanceState.Blank(id, _workflows[stored.Projection.Workflow].Definition));
            _books.Add(id, book);
        }

        book.Apply(stored);
    }

    /// <summary>Whether everything has come to its end.</summary>
    internal bool AtRest => _books.Values.All(book => book.State.Terminated);

    /// <summary>What can only be said once the run has come to rest.</summary>
    internal void OnRest()
    {
        foreach (var book in _books.Values)
        {
            if (!book.State.Terminated)
            {
                Fail("I8", $"{book.Id} is stuck: {Describe(book)}");
            }

            Money.OnRest(book);
            Replay(book);
        }

        Money.OnRest();
        Answers.OnRest();
    }

    private static string Describe(InstanceBook book) => book.OverlooksEvent
        ? "it waits for an event that it has"
        : $"{book.State.Status}, wakes at {book.State.WakeAt:O}, stage {book.State.Stage}";

    /// <summary>The journal alone, read from its beginning, leads to where the instance is.</summary>
    private void Replay(InstanceBook book)
    {
        var state = InstanceState.Blank(book.Id, book.State.Definition);
        foreach (var record in _data.Read(book.Id))
        {
            state = state.Replay(record.Sequence, InstanceEventJson.Deserialize(book.Id, record.Sequence, record.Payload), record.At);
        }

        if (Server.Journal.InstanceProjection.Of(state) != _data.Instances[book.Id].Projection)
        {
            Fail("replay", $"{book.Id} is not what its records say");
        }
    }
}
