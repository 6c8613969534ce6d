using System.Collections.Concurrent;
using Sluice.Engine.Workflows;
using Sluice.Server.Workflows;

namespace Sluice.Server.Journal;

/// <summary>
/// The parsed workflows that are in use, in front of a store. A workflow never changes but for being deleted. Whoever asks for one that
/// is being read waits for that reading: were each to read for himself, all that arrive while one is out of date would queue for the
/// store's connections, and be in each other's way for longer than it stays current.
/// </summary>
/// <param name="find">Reads a workflow from the store; null when there is none.</param>
/// <param name="ageMax">
/// How old what is known of a workflow may be, which is how long a deletion by another process may go unnoticed. Infinite when
/// there is no other process.
/// </param>
/// <param name="clock">Counts that age.</param>
internal sealed class WorkflowCache(Func<WorkflowId, CancellationToken, Task<Workflow?>> find, TimeSpan ageMax, TimeProvider clock)
{
    private const int CachedMax = 1_024;

    private readonly ConcurrentDictionary<WorkflowId, (Workflow Workflow, long ReadAt)> _cache = new();
    private readonly ConcurrentDictionary<WorkflowId, Reading> _readings = new();
    private readonly Lock _change = new();
    private long _deletions;

    /// <summary>Finds a workflow, deleted or not; null when there is none.</summary>
    public ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) =>
        _cache.TryGetValue(id, out var known) && IsCurrent(known.Workflow, known.ReadAt)
            ? new ValueTask<Workflow?>(known.Workflow)
            : new ValueTask<Workflow?>(_readings.GetOrAdd(id, NewReading).Result.WaitAsync(cancellationToken));

    /// <summary>
    /// Runs a deletion to its end, even when the caller no longer waits for it: a cached workflow must not outlive its deletion.
    /// </summary>
    public async Task<bool> DeleteAsync(WorkflowId id, Func<Task<bool>> delete)
    {
        try
        {
            return await delete();
        }
        finally
        {
            lock (_change)
            {
                _deletions++;
                _cache.TryRemove(id, out _);

                // Who asks from now on must not be told what was read before.
                _readings.TryRemove(id, out _);
            }
        }
    }

    // What is deleted stays so.
    private bool IsCurrent(Workflow workflow, long readAt) =>
        ageMax == Timeout.InfiniteTimeSpan || workflow.DeletedAt is not null || clock.GetElapsedTime(readAt) <= ageMax;

    private Reading NewReading(WorkflowId id) => new(reading => LoadAsync(id, reading));

    private async Task<Workflow?> LoadAsync(WorkflowId id, Reading reading)
    {
        try
        {
            return await LoadAsync(id);
        }
        finally
        {
            _readings.TryRemove(KeyValuePair.Create(id, reading));
        }
    }

    // For all who wait, so that none of them can end it.
    private async Task<Workflow?> LoadAsync(WorkflowId id)
    {
        var deletions = Interlocked.Read(ref _deletions);
        var readAt = clock.GetTimestamp();
        var workflow = await find(id, CancellationToken.None);
        if (workflow is null)
        {
            return null;
        }

        lock (_change)
        {
            // What was read before a deletion may be out of date by now.
            if (deletions == _deletions)
            {
                Keep(workflow, readAt);
            }
        }

        return workflow;
    }

    private void Keep(Workflow workflow, long readAt)
    {
        if (_cache.Count >= CachedMax)
        {
            _cache.TryRemove(_cache.First().Key, out _);
        }

        _cache[workflow.Id] = (workflow, readAt);
    }

    /// <summary>A reading that begins when the first asks for its result.</summary>
    private sealed class Reading
    {
        private readonly Lazy<Task<Workflow?>> _result;

        public Reading(Func<Reading, Task<Workflow?>> read) => _result = new Lazy<Task<Workflow?>>(() => read(this));

        public Task<Workflow?> Result => _result.Value;
    }
}
