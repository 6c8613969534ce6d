using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Time.Testing;
using Sluice.Engine.Instances;
using Sluice.Server.Activities;
using Sluice.Server.Api.Answers;
using Sluice.Server.Api.Resources;
using Sluice.Server.Hosting;
using Sluice.Server.Tests.Partitions;

namespace Sluice.Server.Tests.Stack;

/// <summary>One instance against a recording stack: real attempts over HTTP, on a clock that jumps over every wait.</summary>
internal sealed class FlowUnderTest : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StackRecorder _stack;
    private readonly PartitionUnderTest _owner;
    private readonly HttpActivityRunner _runner;
    private readonly InstanceId _id;

    private FlowUnderTest(StackRecorder stack, PartitionUnderTest owner, HttpActivityRunner runner, InstanceId id) =>
        (_stack, _owner, _runner, _id) = (stack, owner, runner, id);

    public FakeTimeProvider Clock => _owner.Clock;

    /// <summary>The calls that the stack got, with <c>$id</c> for the instance's id.</summary>
    public IReadOnlyList<string> Calls => [.. _stack.Calls.Select(call => call.ToString().Replace(_id.ToString(), "$id", StringComparison.Ordinal))];

    public static Task<FlowUnderTest> StartAsync(StackRecorder stack, params string[] stages) =>
        StartAsync(stack, _ => Task.CompletedTask, stages);

    /// <param name="stack">The stack.</param>
    /// <param name="before">What is done with the runner before the start.</param>
    /// <param name="stages">The stages.</param>
    public static async Task<FlowUnderTest> StartAsync(StackRecorder stack, Func<HttpActivityRunner, Task> before, params string[] stages)
    {
        HttpActivityRunner? runner = null;
        var owner = await PartitionUnderTest.OpenAsync(clock =>
            runner = new HttpActivityRunner(StackHttp.Client(stack.Address, new SluiceOptions(), clock), 4, clock));
        await before(runner!);
        var id = InstanceId.New(owner.Clock.GetUtcNow());
        await owner.StartAsync(owner.Add(stages), id);
        return new FlowUnderTest(stack, owner, runner!, id);
    }

    /// <summary>Lets time pass whenever the instance waits for an attempt, until something holds of its history.</summary>
    public async Task<InstanceHistory> UntilAsync(Func<InstanceHistory, bool> condition, string what)
    {
        InstanceHistory? history = null;
        await PartitionUnderTest.UntilAsync(
            async () =>
            {
                history = await _owner.HistoryAsync(_id);
                if (condition(history!))
                {
                    return true;
                }

                if (history!.Stages[^1].Activities is [.., { TerminatedAt: null, NextAttemptAt: { } next }])
                {
                    // Hardly at all once it is due: an attempt that is out has its time limit on the same clock. A little all the
                    // same, for a sleeper that looked at the clock just before it was moved.
                    Clock.Advance(next > Clock.GetUtcNow() ? next - Clock.GetUtcNow() : TimeSpan.FromMilliseconds(20));
                }

                return false;
            },
            what);
        return history!;
    }

    public Task<InstanceHistory> EndAsync() => UntilAsync(history => history.TerminatedAt is not null, "the instance ends");

    public Task AbortAsync() => _owner.On(partition => partition.AbortAsync(_id));

    /// <summary>A stage as the history of its instance shows it.</summary>
    public static string Show(StageHistory stage) => Text(ApiStage.Of(stage));

    /// <summary>An activity as version 1 shows it.</summary>
    public static string ShowInVersion1(ActivityHistory activity) =>
        Text(ApiActivity<ApiTransaction>.Of(activity, transaction => transaction));

    /// <summary>An activity as version 2 shows it.</summary>
    public static string ShowInVersion2(ActivityHistory activity) =>
        Text(ApiActivity<IReadOnlyList<ApiTransaction>>.Of(activity, transaction => [transaction]));

    public async ValueTask DisposeAsync()
    {
        await _owner.On(partition => partition.CloseAsync(CancellationToken.None));
        _runner.Dispose();
    }

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T)));
}
