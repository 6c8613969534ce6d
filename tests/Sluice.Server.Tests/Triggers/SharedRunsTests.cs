using Sluice.Server.Triggers;

namespace Sluice.Server.Tests.Triggers;

public class SharedRunsTests
{
    [Fact]
    public async Task Who_comes_during_a_run_gets_the_next_one_and_shares_it()
    {
        var gates = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        var begun = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        var runs = -1;
        var shared = new SharedRuns<int>(async () =>
        {
            var run = Interlocked.Increment(ref runs);
            begun[run].SetResult();
            await gates[run].Task;
            return run;
        });

        var first = shared.NextAsync();
        await begun[0].Task;
        var during = new[] { shared.NextAsync(), shared.NextAsync() };
        gates[0].SetResult();
        gates[1].SetResult();

        Assert.Equal(0, await first);
        Assert.All(await Task.WhenAll(during), run => Assert.Equal(1, run));
    }

    [Fact]
    public async Task A_run_that_fails_fails_those_who_waited_for_it_and_nobody_else()
    {
        var fails = true;
        var shared = new SharedRuns<int>(() => fails ? Task.FromException<int>(new InvalidOperationException("no")) : Task.FromResult(7));

        await Assert.ThrowsAsync<InvalidOperationException>(shared.NextAsync);
        fails = false;

        Assert.Equal(7, await shared.NextAsync());
    }
}
