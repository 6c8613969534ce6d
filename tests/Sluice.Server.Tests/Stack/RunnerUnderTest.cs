using Microsoft.Extensions.Time.Testing;
using Sluice.Engine.Activities;
using Sluice.Server.Activities;
using Sluice.Server.Activities.Authentication;
using Sluice.Server.Hosting;

namespace Sluice.Server.Tests.Stack;

/// <summary>A runner against a recording stack.</summary>
internal sealed class RunnerUnderTest : IDisposable
{
    private int _attempts;

    public RunnerUnderTest(Uri stack, StackCredentials? credentials = null, int parallelMax = 64) => Runner = new HttpActivityRunner(
        StackHttp.Client(stack, new SluiceOptions { ParallelActivitiesMax = parallelMax, StackCredentials = credentials }, Clock), parallelMax, Clock);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public HttpActivityRunner Runner { get; }

    public static GetWallet Wallet { get; } = new("w");

    public static AddAccountMetadata Update { get; } = new("a", "l", new Dictionary<string, string>());

    public const string WalletCall = "GET /api/wallets/wallets/w";

    public const string UpdateCall = "POST /api/ledger/v2/l/accounts/a/metadata";

    public Task<ActivityOutcome?> RunAsync(ActivityRequest request) =>
        Runner.RunAsync(new ActivityAttempt(request, $"k{Interlocked.Increment(ref _attempts)}", sentBefore: false));

    /// <summary>How an attempt failed.</summary>
    public async Task<Failure> FailAsync(ActivityRequest request) => Assert.IsType<ActivityOutcome.Failed>(await RunAsync(request)).Failure;

    /// <summary>Lets so many attempts in a row fail that the circuit of the ledger opens.</summary>
    public async Task OpenCircuitAsync(StackRecorder stack)
    {
        stack.Answer(UpdateCall, [.. Enumerable.Repeat(StackAnswer.Unavailable, ServiceCircuit.FailuresMax)]);
        for (var i = 0; i < ServiceCircuit.FailuresMax; i++)
        {
            await FailAsync(Update);
        }
    }

    public void Dispose() => Runner.Dispose();
}
