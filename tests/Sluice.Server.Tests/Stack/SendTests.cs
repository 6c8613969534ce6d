using System.Text;
using Sluice.Engine.Instances;

namespace Sluice.Server.Tests.Stack;

public sealed class SendTests(StackRecorder stack) : IClassFixture<StackRecorder>
{
    public static TheoryData<RowNumber> Rows() => [.. Enumerable.Range(0, SendRows.All.Count).Select(index => new RowNumber(index))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_stage_makes_exactly_these_calls(RowNumber number)
    {
        var row = number.Row;

        var (calls, history) = await RunAsync(row, row.Exchanges);

        Assert.Equal(row.Exchanges.Select(exchange => exchange.Call), calls);
        Assert.Null(history.Error);
        Assert.All(history.Stages[0].Activities, activity => Assert.Equal(1, activity.Attempt));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_call_whose_answer_is_lost_after_the_commit_is_sent_again_with_the_same_key_and_body(RowNumber number)
    {
        for (var i = 0; i < number.Row.Exchanges.Length; i++)
        {
            if (number.Row.Exchanges[i].IsWrite)
            {
                await SeeRepeatedAsync(number.Row, i, StackAnswer.Lost);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_call_that_a_service_cannot_answer_for_now_is_sent_again_with_the_same_key_and_body(RowNumber number)
    {
        for (var i = 0; i < number.Row.Exchanges.Length; i++)
        {
            await SeeRepeatedAsync(number.Row, i, StackAnswer.Unavailable);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Money_that_is_missing_is_waited_for(RowNumber number)
    {
        for (var i = 0; i < number.Row.Exchanges.Length; i++)
        {
            if (number.Row.Exchanges[i].TakesMoney)
            {
                await SeeRepeatedAsync(number.Row, i, StackAnswer.TooLittle);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_call_that_is_refused_ends_the_stage_before_any_further_call(RowNumber number)
    {
        var row = number.Row;
        for (var i = 0; i < row.Exchanges.Length; i++)
        {
            Exchange[] exchanges = [.. row.Exchanges[..i], row.Exchanges[i] with { Answer = StackAnswer.Refused("VALIDATION", "no") }];

            var (calls, history) = await RunAsync(row, exchanges);

            Assert.Equal(exchanges.Select(exchange => exchange.Call), calls);
            Assert.Equal(PrefixOf(row.Exchanges[i].Call) + "no", history.Error);
            Assert.Equal(history.Error, history.Stages[0].Error);
            Assert.Equal("no", history.Stages[0].Activities[i].Error);
            Assert.Equal(i + 1, history.Stages[0].Activities.Count);
        }
    }

    [Fact]
    public async Task The_histories_of_all_rows_are_the_recorded_ones()
    {
        var text = new StringBuilder();
        foreach (var row in SendRows.All)
        {
            var (_, history) = await RunAsync(row, row.Exchanges);
            var stage = history.Stages[0];
            text.Append($"# {row.Name}\n{FlowUnderTest.Show(stage)}\n");
            foreach (var activity in stage.Activities)
            {
                var (one, two) = (FlowUnderTest.ShowInVersion1(activity), FlowUnderTest.ShowInVersion2(activity));
                text.Append(one == two ? $"both {one}\n" : $"v1   {one}\nv2   {two}\n");
            }

            text.Append('\n');
        }

        await Recorded.CheckAsync(text.ToString(), "histories.txt");
    }

    /// <summary>The first attempt of one call fails, all else goes well.</summary>
    private async Task SeeRepeatedAsync(StageRow row, int repeated, StackAnswer first)
    {
        var (calls, history) = await RunAsync(
            row, [.. row.Exchanges[..repeated], row.Exchanges[repeated] with { Answer = first }, .. row.Exchanges[repeated..]]);

        string[] expected = [.. row.Exchanges[..(repeated + 1)].Select(exchange => exchange.Call), .. row.Exchanges[repeated..].Select(exchange => exchange.Call)];
        Assert.Equal(expected, calls);
        Assert.Null(history.Error);
        Assert.Equal(
            row.Exchanges.Select((_, index) => index == repeated ? 2 : 1), history.Stages[0].Activities.Select(activity => activity.Attempt));
        Assert.NotEmpty(history.Stages[0].Activities[repeated].LastFailure!);
    }

    private async Task<(IReadOnlyList<string> Calls, InstanceHistory History)> RunAsync(StageRow row, IEnumerable<Exchange> exchanges)
    {
        stack.Reset();
        foreach (var exchange in exchanges)
        {
            stack.Answer(exchange.Call, exchange.Answer);
        }

        await using var flow = await FlowUnderTest.StartAsync(stack, row.Stage);
        var history = await flow.EndAsync();
        stack.Verify();
        return (flow.Calls, history);
    }

    private static string PrefixOf(string call) =>
        call.StartsWith("GET /api/payments/payments/", StringComparison.Ordinal) ? "retrieving payment: pay-in-1: "
        : call.StartsWith("GET /api/ledger/", StringComparison.Ordinal) ? $"reading account: {call.Split('/')[^1]}: "
        : "";
}
