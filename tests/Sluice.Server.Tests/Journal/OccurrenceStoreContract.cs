using Sluice.Engine.Instances;
using Sluice.Engine.Triggers;
using Sluice.Server.Journal;
using Sluice.Server.Triggers;

namespace Sluice.Server.Tests.Journal;

/// <summary>What every store of occurrences must do, together with its journal.</summary>
public abstract class OccurrenceStoreContract(IStoreUnderTest store) : StoreContract(store)
{
    private const string Envelope = """{"type":"T","payload":{"amount":123456789012345678901234567890}}""";

    private static readonly ListRange All = new(null, null, 100);

    private readonly TriggerId _trigger = new(Guid.NewGuid());

    private IOccurrenceStore Occurrences => Service<IOccurrenceStore>();

    [Fact]
    public async Task A_failed_occurrence_comes_back_after_a_restart_and_is_stored_once()
    {
        var failed = Failed("why", TestInstance.Noon);
        await Occurrences.AddFailedAsync(failed, Cancellation);
        await Occurrences.AddFailedAsync(failed with { Error = "another reason" }, Cancellation);
        await ReopenAsync();

        Assert.Equal([new ListedOccurrence(failed, null)], await Occurrences.ListAsync(_trigger, All, Cancellation));
        Assert.Empty(await Occurrences.ListAsync(new TriggerId(Guid.NewGuid()), All, Cancellation));
    }

    [Fact]
    public async Task An_occurrence_is_committed_with_the_start_that_it_comes_from()
    {
        var instance = new TestInstance();
        var epoch = await Journal.TakeEpochAsync(instance.Partition, Cancellation);
        var fired = Fired(instance.Id, TestInstance.Noon);

        await Journal.AppendAsync(instance.Next(epoch) with { Occurrence = fired }, Cancellation);
        var running = Assert.Single(await Occurrences.ListAsync(_trigger, All, Cancellation));
        await Journal.AppendAsync(instance.End(epoch, "broken"), Cancellation);
        await ReopenAsync();
        var ended = Assert.Single(await Occurrences.ListAsync(_trigger, All, Cancellation));

        Assert.Equal(fired, running.Occurrence);
        Assert.Equal((instance.Id, InstanceStatus.Running), (running.Instance!.Id, running.Instance.Status));
        Assert.Equal(fired, ended.Occurrence);
        Assert.Equal((InstanceStatus.Failed, "broken", 2), (ended.Instance!.Status, ended.Instance.Error, ended.Instance.Sequence));
    }

    [Fact]
    public async Task A_start_that_is_refused_leaves_no_occurrence()
    {
        var instance = new TestInstance();
        var stale = await Journal.TakeEpochAsync(instance.Partition, Cancellation);
        var epoch = await Journal.TakeEpochAsync(instance.Partition, Cancellation);
        var fired = Fired(instance.Id, TestInstance.Noon);

        await Assert.ThrowsAsync<FencedException>(
            () => Journal.AppendAsync(instance.Next(stale) with { Occurrence = fired }, Cancellation));
        Assert.Empty(await Occurrences.ListAsync(_trigger, All, Cancellation));

        await Journal.AppendAsync(instance.Turn(epoch, 1), Cancellation);
        await Assert.ThrowsAsync<OutOfSequenceException>(
            () => Journal.AppendAsync(instance.Turn(epoch, 1) with { Occurrence = fired }, Cancellation));
        Assert.Empty(await Occurrences.ListAsync(_trigger, All, Cancellation));
    }

    [Fact]
    public async Task Occurrences_are_listed_oldest_first_in_pages_of_both_directions()
    {
        var occurrences = new List<Occurrence>();
        for (var n = 0; n < 7; n++)
        {
            occurrences.Add(Failed($"{n}", TestInstance.Noon.AddSeconds(n / 2)));
            await Occurrences.AddFailedAsync(occurrences[n], Cancellation);
        }

        var expected = occurrences.OrderBy(o => o.Date).ThenBy(o => o.Id.ToString(), StringComparer.Ordinal).Select(o => o.Error).ToList();

        var first = await Occurrences.ListAsync(_trigger, new ListRange(null, null, 4), Cancellation);
        var second = await Occurrences.ListAsync(_trigger, new ListRange(Key(first[^1]), null, 4), Cancellation);
        var back = await Occurrences.ListAsync(_trigger, new ListRange(null, Key(second[0]), 2), Cancellation);

        Assert.Equal(expected, first.Concat(second).Select(o => o.Occurrence.Error));
        Assert.Equal(expected[2..4], back.Select(o => o.Occurrence.Error));
    }

    private static ListKey Key(ListedOccurrence listed) => new(listed.Occurrence.Date, listed.Occurrence.Id.Value);

    private Occurrence Failed(string error, DateTimeOffset date) => new(
        OccurrenceId.FromKey(_trigger, error), _trigger, date, Envelope, Instance: null, error);

    private Occurrence Fired(InstanceId instance, DateTimeOffset date) => new(
        OccurrenceId.FromKey(_trigger, instance.ToString()), _trigger, date, Envelope, instance, Error: null);
}
