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
/// <remarks>It sees the changes of this process only; nothing else writes to the embedded store.</remarks>
public sealed partial class TriggerIndex(ITriggerStore store, TriggerExpressions expressions, ILogger<TriggerIndex> logger) : IDisposable
{
    private const int StretchMax = 500;

    private readonly SemaphoreSlim _change = new(1, 1);
    private volatile Snapshot? _snapshot;

    /// <summary>Finds the triggers that may want an event: those of its type and its version whose filters are worth asking.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="version">Its version; empty when it has none.</param>
    /// <param name="environment">What filters are evaluated with.</param>
    /// <param name="cancellationToken">Stops the wait for the store.</param>
    public async ValueTask<List<CompiledTrigger>> FindAsync(
        string type, string version, Value environment, CancellationToken cancellationToken)
    {
        var snapshot = _snapshot ?? await LoadAsync(cancellationToken);
        var candidates = new List<CompiledTrigger>();
        snapshot.Of(type, "").AddCandidates(environment, candidates);
        if (version.Length > 0)
        {
            snapshot.Of(type, version).AddCandidates(environment, candidates);
        }

        return candidates;
    }

    /// <summary>Whether a trigger may look at events of a type: false only when it is known that none does.</summary>
    public bool MayWant(string type) => _snapshot is not { } snapshot || snapshot.Types.ContainsKey(type);

    /// <summary>Finds a trigger by its id.</summary>
    public async ValueTask<CompiledTrigger?> FindAsync(TriggerId id, CancellationToken cancellationToken) =>
        (_snapshot ?? await LoadAsync(cancellationToken)).Find(id);

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

    private async Task<Snapshot> LoadAsync(CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            return _snapshot ??= await ReadAsync(cancellationToken);
        }
        finally
        {
            _change.Release();
        }
    }

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var snapshot = Snapshot.Empty;
        ListKey? after = null;
        IReadOnlyList<Trigger> stretch;
        do
        {
            stretch = await store.ListAsync(null, new ListRange(after, null, StretchMax), cancellationToken);
            foreach (var trigger in stretch)
            {
                if (CompiledTrigger.TryCompile(trigger, expressions, out var compiled) is { } problem)
                {
                    // It was valid when it was created: an older version of this program took it.
                    LogInvalid(trigger.Id, problem);
                }
                else
                {
                    snapshot = snapshot.With(compiled!);
                }
            }

            after = stretch is [.., var last] ? new ListKey(last.CreatedAt, last.Id.Value) : null;
        }
        while (stretch.Count == StretchMax);

        return snapshot;
    }

    [LoggerMessage(EventId = 700, Level = LogLevel.Error, Message = "Trigger {TriggerId} does not fire: {Problem}")]
    private partial void LogInvalid(TriggerId triggerId, string problem);

    /// <summary>The index at one moment.</summary>
    private sealed class Snapshot(
        ImmutableDictionary<TriggerId, CompiledTrigger> byId,
        ImmutableDictionary<(string Type, string Version), TriggerGroup> byEvent,
        ImmutableDictionary<string, int> types)
    {
        public static Snapshot Empty { get; } = new(
            ImmutableDictionary<TriggerId, CompiledTrigger>.Empty,
            ImmutableDictionary<(string Type, string Version), TriggerGroup>.Empty,
            ImmutableDictionary.Create<string, int>(StringComparer.Ordinal));

        /// <summary>How many triggers look at each type.</summary>
        public ImmutableDictionary<string, int> Types => types;

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
                byId.Remove(id),
                others.IsEmpty ? byEvent.Remove(key) : byEvent.SetItem(key, others),
                types[key.Type] == 1 ? types.Remove(key.Type) : types.SetItem(key.Type, types[key.Type] - 1));
        }

        private static (string Type, string Version) Key(CompiledTrigger trigger) =>
            (trigger.Trigger.Definition.Event, trigger.Trigger.Definition.Version ?? "");
    }
}
