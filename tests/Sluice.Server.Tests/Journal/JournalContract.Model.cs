using CsCheck;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

public abstract partial class JournalContract
{
    private const int ModelPartitions = 3;
    private const int ModelInstances = 6;

    // Mostly what a right owner does, and now and then a takeover, a wrong epoch, a repeated record or a gap.
    private static readonly Gen<int> GenOff = Gen.Frequency((8, Gen.Const(0)), (1, Gen.Const(-1)), (1, Gen.Const(1)));

    private static readonly Gen<Step> GenStep = Gen.Select(
        Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.Int[0, ModelInstances - 1],
        GenOff,
        GenOff,
        Gen.Int[-3, 3],
        (takeover, instance, epochOff, sequenceOff, wake) => new Step(takeover, instance, epochOff, sequenceOff, wake));

    [Fact]
    public async Task A_journal_does_what_its_model_does()
    {
        // One store for all samples: each has instances of its own, and what the partitions have seen is in the model.
        var model = new JournalModel();

        await GenStep.Array[1, 30].Array[1, 6].SampleAsync(rounds => PlayAsync(model, rounds), iter: 60, threads: 1);

        await ReopenAsync();
        await AssertSameAsync(model, []);
    }

    private async Task PlayAsync(JournalModel model, Step[][] rounds)
    {
        var ids = Enumerable.Range(0, ModelInstances).Select(_ => InstanceId.New(TestInstance.Noon)).ToList();
        foreach (var round in rounds)
        {
            // All of a round is under way before the first is awaited, so that it shares commits; it happens in its order.
            var played = round.Select(step => Play(model, step, ids[step.Instance])).ToList();
            foreach (var (expected, outcome) in played)
            {
                Assert.Equal(expected, (await Record.ExceptionAsync(() => outcome))?.GetType());
            }

            await AssertSameAsync(model, ids);
        }
    }

    private (Type? Expected, Task<long> Outcome) Play(JournalModel model, Step step, InstanceId id)
    {
        var partition = step.Instance % ModelPartitions;
        if (step.Takeover)
        {
            model.TakeEpoch(partition);
            return (null, Journal.TakeEpochAsync(partition, Cancellation));
        }

        var sequence = model.Read(id).Count + 1 + step.SequenceOff;
        DateTimeOffset? wakeAt = step.Wake < 0 ? null : TestInstance.Noon.AddMinutes(step.Wake);
        var append = new Append(
            partition,
            model.EpochOf(partition) + step.EpochOff,
            new JournalRecord(0, id, sequence, TestInstance.Noon, "turn", $"[{step.Wake}]"),
            new InstanceProjection(
                id, new WorkflowId(id.Value), TestInstance.Noon, TestInstance.Noon, InstanceStatus.Running, null, null, wakeAt, sequence));
        return (model.Append(append), Journal.AppendAsync(append, Cancellation));
    }

    private async Task AssertSameAsync(JournalModel model, IReadOnlyList<InstanceId> ids)
    {
        foreach (var id in ids)
        {
            Assert.Equal(model.Read(id), WithoutPositions(await Journal.ReadAsync(id, Cancellation)));
        }

        for (var partition = 0; partition < ModelPartitions; partition++)
        {
            Assert.Equal(model.Tail(partition), WithoutPositions(await Journal.TailAsync(partition, 0, int.MaxValue, Cancellation)));
            Assert.Equal(
                model.Wakes(partition),
                await Journal.ReadWakesAsync(partition, null, DateTimeOffset.MaxValue, int.MaxValue, Cancellation));
        }
    }

    private static IEnumerable<JournalRecord> WithoutPositions(IEnumerable<JournalRecord> records) =>
        records.Select(record => record with { Position = 0 });

    private sealed record Step(bool Takeover, int Instance, int EpochOff, int SequenceOff, int Wake);
}
