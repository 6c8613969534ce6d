using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Journal;

public sealed class WorkflowCacheTests
{
    private static readonly WorkflowId Id = new(Guid.NewGuid());
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<TaskCompletionSource<Workflow?>> _readings = [];
    private readonly WorkflowCache _cache;

    public WorkflowCacheTests() => _cache = new WorkflowCache(ReadAsync, AgeMax, _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_while_a_workflow_out_of_date_is_read_again_shares_the_reading()
    {
        var first = FindAsync();
        _readings[0].SetResult(Workflow());
        await first;
        _clock.Advance(AgeMax * 2);

        var askers = Enumerable.Range(0, 5_000).Select(_ => FindAsync()).ToArray();
        Assert.Equal(2, _readings.Count);

        var current = Workflow();
        _readings[1].SetResult(current);
        Assert.All(await Task.WhenAll(askers), found => Assert.Same(current, found));
    }

    [Fact]
    public async Task Whoever_asks_after_a_deletion_is_not_told_what_was_read_before_it()
    {
        var before = FindAsync();
        await _cache.DeleteAsync(Id, () => Task.FromResult(true));
        var after = FindAsync();

        _readings[1].SetResult(Workflow() with { DeletedAt = _clock.GetUtcNow() });
        Assert.NotNull((await after)!.DeletedAt);
        _readings[0].SetResult(Workflow());
        Assert.Null((await before)!.DeletedAt);
        Assert.NotNull((await FindAsync())!.DeletedAt);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_reading_to_the_others()
    {
        using var impatience = new CancellationTokenSource();
        var impatient = _cache.FindAsync(Id, impatience.Token).AsTask();
        var patient = FindAsync();

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _readings[0].SetResult(Workflow());

        Assert.NotNull(await patient);
    }

    [Fact]
    public async Task A_reading_that_fails_fails_those_who_waited_for_it_and_nobody_else()
    {
        var unlucky = FindAsync();
        _readings[0].SetException(new JournalUnavailableException("away", new IOException()));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => unlucky);

        var next = FindAsync();
        _readings[1].SetResult(Workflow());
        Assert.NotNull(await next);
    }

    private Task<Workflow?> FindAsync() => _cache.FindAsync(Id, Cancellation).AsTask();

    private Task<Workflow?> ReadAsync(WorkflowId id, CancellationToken cancellationToken)
    {
        var reading = new TaskCompletionSource<Workflow?>();
        _readings.Add(reading);
        return reading.Task;
    }

    private static Workflow Workflow()
    {
        Assert.Null(DefinitionParser.Parse(JsonElement.Parse("""{"stages":[{"noop":{}}]}"""), out var definition));
        return new Workflow(Id, definition!, default, null);
    }
}
