using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Triggers;
using Sluice.Expressions;
using Sluice.Server.Journal;

namespace Sluice.Server.Triggers;

/// <summary>
/// The triggers that are not deleted, compiled, by what they wait for. Read from the store when first asked, and kept in step by
/// whoever creates and deletes triggers, after the store has it.
/// </summary>
/// <remarks>
/// Where other processes change triggers too, every answer comes after a look at what they have changed, and the look after the
/// question: a trigger whose creation was answered anywhere sees every event that arrives here from then on. All who ask while a
/// look is under way share the next one.
/// </remarks>
public sealed partial class TriggerIndex : IDisposable
{
    private const int StretchMax = 500;

    private readonly ITriggerStore _store;
    private readonly TriggerExpressions _expressions;
    private readonly ILogger<TriggerIndex> _logger;
    private readonly ITriggerChanges? _changes;
    private readonly SharedRuns<Snapshot> _refreshing;
    private readonly SemaphoreSlim _change = new(1, 1);
    private volatile Snapshot? _snapshot;

    /// <param name="store">Where the triggers are.</param>
    /// <param name="expressions">What compiles them.</param>
    /// <param name="logger">Hears of triggers that cannot be compiled.</param>
    /// <param name="changes">What any process changes; null when this one alone does.</param>
    public TriggerIndex(
        ITriggerStore store, TriggerExpressions expressions, ILogger<TriggerIndex> logger, ITriggerChanges? changes = null)
    {
        _store = store;
        _expressions = expressions;
        _logger = logger;
        _changes = changes;
        _refreshing = new SharedRuns<Snapshot>(RefreshAsync);
    }

    /// <summary>Finds the triggers that may want an event: those of its type and its version whose filters are worth asking.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="version">Its version; empty when it has none.</param>
    /// <param name="environment">What filters are evaluated with.</param>
    /// <param name="cancellationToken">Stops the wait for the store.</param>
    public async ValueTask<List<CompiledTrigger>> FindAsync(
        string type, string version, Value environment, CancellationToken cancellationToken)
    {
        var snapshot = await CurrentAsync(cancellationToken);
        var candidates = new List<CompiledTrigger>();
        snapshot.Of(type, "").AddCandidates(environment, candidates);
        if (version.Length > 0)
        {
            snapshot.Of(type, version).AddCandidates(environment, candidates);
        }

        return candidates;
    }

    /// <summary>Whether a trigger may look at events of a type: false only when it is known that none does.</summary>
    public bool MayWant(string type) =>
        _changes is not null || _snapshot is not { } snapshot || snapshot.Types.ContainsKey(type);

    /// <summary>Finds a trigger by its id.</summary>
    public async ValueTask<CompiledTrigger?> FindAsync(TriggerId id, CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).Find(id);

    /// <summary>Takes in a trigger that has been stored.</summary>
    public Task AddAsync(CompiledTrigger trigger) => ChangeAsync(snapshot => snapshot.With(trigger));

    /// <summary>Takes out a trigger that has been deleted.</summary>
    public Task RemoveAsync(TriggerId id) => ChangeAsync(snapshot => snapshot.Without(id));

    /// <summary>Forgets everything, because it is unknown what the store holds.</summary>
    public Task ForgetAsync() => ChangeAsync(_ => null);

    /// <inheritdoc />
    public void Dispose() => _change.Dispose();

    private async Task ChangeAsync(Func<Snapshot, Snapshot?> change)
    {
        await _change.WaitAsync(CancellationToken.None);
        try
        {
            // What has not been read yet will be read with the change in it.
            _snapshot = _snapshot is { } snapshot ? change(snapshot) : null;
        }
        finally
        {
            _change.Release();
        }
    }

    private ValueTask<Snapshot> CurrentAsync(CancellationToken cancellationToken) =>
        _changes is null && _snapshot is { } snapshot
            ? ValueTask.FromResult(snapshot)
            : new ValueTask<Snapshot>(_refreshing.NextAsync().WaitAsync(cancellationToken));

    private async Task<Snapshot> RefreshAsync()
    {
        await _change.WaitAsync(CancellationToken.None);
        try
        {
            return _snapshot = await CatchUpAsync(_snapshot ?? await ReadAsync());
        }
        finally
        {
            _change.Release();
        }
    }

    private async Task<Snapshot> CatchUpAsync(Snapshot snapshot)
    {
        IReadOnlyList<TriggerChange> stretch;
        do
        {
            stretch = _changes is null ? [] : await _changes.ReadAsync(snapshot.LastChange, StretchMax, CancellationToken.None);
            foreach (var change in stretch)
            {
                snapshot = change.Trigger is { } trigger ? With(snapshot, trigger) : snapshot.Without(change.Id);
            }

            snapshot = stretch is [.., var last] ? snapshot.At(last.Number) : snapshot;
        }
        while (stretch.Count == StretchMax);

        return snapshot;
    }

    private async Task<Snapshot> ReadAsync()
    {
        // First, so that what changes during the reading is looked at once more.
        var snapshot = _changes is null ? Snapshot.Empty : Snapshot.Empty.At(await _changes.ReadLastAsync(CancellationToken.None));
        ListKey? after = null;
        IReadOnlyList<Trigger> stretch;
        do
        {
            stretch = await _store.ListAsync(null, new ListRange(after, null, StretchMax), CancellationToken.None);
            snapshot = stretch.Aggregate(snapshot, With);
            after = stretch is [.., var last] ? new ListKey(last.CreatedAt, last.Id.Value) : null;
        }
        while (stretch.Count == StretchMax);

        return snapshot;
    }

    private Snapshot With(Snapshot snapshot, Trigger trigger)
    {
        if (CompiledTrigger.TryCompile(trigger, _expressions, out var compiled) is not { } problem)
        {
            return snapshot.With(compiled!);
        }

        // It was valid when it was created: another version of this program took it.
        LogInvalid(trigger.Id, problem);
        return snapshot;
    }

    [LoggerMessage(EventId = 700, Level = LogLevel.Error, Message = "Trigger {TriggerId} does not fire: {Problem}")]
    private partial void LogInvalid(TriggerId triggerId, string problem);

    /// <summary>The index at one moment.</summary>
    private sealed class Snapshot(
        long lastChange,
        ImmutableDictionary<TriggerId, CompiledTrigger> byId,
        ImmutableDictionary<(string Type, string Version), TriggerGroup> byEvent,
        ImmutableDictionary<string, int> types)
    {
        public static Snapshot Empty { get; } = new(
            0,
            ImmutableDictionary<TriggerId, CompiledTrigger>.Empty,
            ImmutableDictionary<(string Type, string Version), TriggerGroup>.Empty,
            ImmutableDictionary.Create<string, int>(StringComparer.Ordinal));

        /// <summary>How many triggers look at each type.</summary>
        public ImmutableDictionary<string, int> Types => types;

        /// <summary>The number of the last change of the store that is in it; 0 where they have none.</summary>
        public long LastChange => lastChange;

        public CompiledTrigger? Find(TriggerId id) => byId.GetValueOrDefault(id);

        public TriggerGroup Of(string type, string version) => byEvent.GetValueOrDefault((type, version), TriggerGroup.Empty);

        public Snapshot With(CompiledTrigger trigger)
        {
            if (byId.ContainsKey(trigger.Trigger.Id))
            {
                return this;
            }

            var key = Key(trigger);
            return new(
                lastChange,
                byId.Add(trigger.Trigger.Id, trigger),
                byEvent.SetItem(key, Of(key.Type, key.Version).With(trigger)),
                types.SetItem(key.Type, types.GetValueOrDefault(key.Type) + 1));
        }

        public Snapshot Without(TriggerId id)
        {
            if (!byId.TryGetValue(id, out var trigger))
            {
                return this;
            }

            var key = Key(trigger);
            var others = Of(key.Type, key.Version).Without(trigger);
            return new(
                lastChange,
                byId.Remove(id),
                others.IsEmpty ? byEvent.Remove(key) : byEvent.SetItem(key, others),
                types[key.Type] == 1 ? types.Remove(key.Type) : types.SetItem(key.Type, types[key.Type] - 1));
        }

        public Snapshot At(long change) => new(change, byId, byEvent, types);

        private static (string Type, string Version) Key(CompiledTrigger trigger) =>
            (trigger.Trigger.Definition.Event, trigger.Trigger.Definition.Version ?? "");
    }
}
