using System.Collections.Immutable;

namespace Sluice.Expressions.Tests.Hosting;

public sealed class HostFunctionTests
{
    private readonly List<string> _calls = [];
    private readonly Dictionary<string, TaskCompletionSource<Value>> _pending = [];

    [Fact]
    public void A_function_takes_its_arguments_as_they_are_evaluated()
    {
        var options = With("join", HostFunction.From(arguments => Value.From(string.Join('-', arguments))));

        Assert.Equal("1-x-[2 3]", Evaluations.Text("1 | join('x', [1 + 1, 3])", options: options));
    }

    [Fact]
    public void A_function_can_replace_a_built_in_one()
    {
        var options = With("len", HostFunction.From(_ => Value.From(42)));

        Assert.Equal("42 3", Evaluations.Text("string(len('abc')) + ' ' + string(::len('abc'))", options: options));
    }

    [Fact]
    public void A_failure_is_reported_where_the_function_was_called()
    {
        var options = With("fail", HostFunction.From(_ => throw new HostFunctionException("not today")));

        var problem = Evaluations.Problem("1 + fail()", options: options);

        Assert.Equal("not today (1:5)\n | 1 + fail()\n | ....^", problem.ToString());
    }

    [Fact]
    public void Any_other_exception_leaves_the_evaluation()
    {
        var program = Expression.Compile("f()", With("f", HostFunction.From(_ => throw new InvalidTimeZoneException()))).Program!;

        Assert.Throws<InvalidTimeZoneException>(() => program.Evaluate(Value.EmptyMap, TestContext.Current.CancellationToken));
        Assert.Throws<InvalidTimeZoneException>(() => program.Evaluate(Value.EmptyMap, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_slow_function_is_waited_for_and_called_once()
    {
        var options = new CompileOptions
        {
            Functions = ImmutableDictionary.Create<string, HostFunction>(StringComparer.Ordinal).Add("slow", Slow()).Add("fast", Fast()),
        };
        var program = Expression.Compile("map(['a', 'b'], fast(#) + slow(#)) | join(' ')", options).Program!;

        var evaluation = program.EvaluateAsync(Value.EmptyMap, TestContext.Current.CancellationToken).AsTask();
        Assert.False(evaluation.IsCompleted);
        _pending["a"].SetResult(Value.From("A"));
        await WaitForAsync(() => _pending.ContainsKey("b"));
        _pending["b"].SetResult(Value.From("B"));

        Assert.Equal("fast-a:A fast-b:B", (await evaluation).Value.AsString());
        Assert.Equal(["fast a", "slow a", "fast b", "slow b"], _calls);
    }

    [Fact]
    public async Task A_slow_function_that_fails_is_a_problem_of_the_evaluation()
    {
        var program = Expression.Compile("slow('a') ?? 1", With("slow", Slow())).Program!;

        var evaluation = program.EvaluateAsync(Value.EmptyMap, TestContext.Current.CancellationToken).AsTask();
        _pending["a"].SetException(new HostFunctionException("too slow"));

        Assert.Equal("too slow", (await evaluation).Error!.Message);
    }

    [Fact]
    public async Task Cancellation_reaches_the_function()
    {
        var program = Expression.Compile("wait()", With("wait", HostFunction.FromAsync(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return Value.Nil;
        }))).Program!;
        using var cancellation = new CancellationTokenSource();

        var evaluation = program.EvaluateAsync(Value.EmptyMap, cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => evaluation);
    }

    [Fact]
    public async Task The_steps_of_repeated_evaluations_are_added_up()
    {
        var options = With("later", HostFunction.FromAsync(async (arguments, token) =>
        {
            await Task.Yield();
            return arguments[0];
        })) with
        {
            Limits = ExpressionLimits.Default with { StepsMax = 100_000 },
        };
        var program = Expression.Compile("all(1..4000, true) and all(1..100, later(#) > 0)", options).Program!;

        var result = await program.EvaluateAsync(Value.EmptyMap, TestContext.Current.CancellationToken);

        Assert.Equal("TOO_MANY_STEPS", result.Error?.Code);
    }

    [Fact]
    public void A_slow_function_needs_somebody_who_waits()
    {
        var problem = Evaluations.Problem("slow('a')", options: With("slow", Slow()));

        Assert.Equal("ASYNCHRONOUS_FUNCTION", problem.Code);
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task A_program_is_evaluated_by_many_threads_at_a_time()
    {
        var options = With("double", HostFunction.FromAsync(async (arguments, _) =>
        {
            await Task.Yield();
            return Value.From(arguments[0].AsInt64() * 2);
        }));
        var program = Expression.Compile("let y = x; sum(map(1..y, # * 2)) + len(filter(1..y, # % 2 == 0)) + double(y)", options).Program!;

        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), TestContext.Current.CancellationToken, async (number, token) =>
        {
            var environment = Value.From(new Dictionary<string, Value> { ["x"] = Value.From(number) });
            var result = await program.EvaluateAsync(environment, token);
            Assert.Equal(((long)number * (number + 1)) + (number / 2) + (number * 2), result.Value.AsInt64());
        });
    }

    private static CompileOptions With(string name, HostFunction function) =>
        new() { Functions = CompileOptions.Default.Functions.Add(name, function) };

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private HostFunction Fast() => HostFunction.From(arguments =>
    {
        _calls.Add($"fast {arguments[0]}");
        return Value.From($"fast-{arguments[0]}:");
    });

    private HostFunction Slow() => HostFunction.FromAsync((arguments, _) =>
    {
        _calls.Add($"slow {arguments[0]}");
        var completion = new TaskCompletionSource<Value>();
        _pending[arguments[0].AsString()] = completion;
        return new ValueTask<Value>(completion.Task);
    });
}
