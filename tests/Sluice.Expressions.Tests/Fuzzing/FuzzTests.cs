using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.Expressions.Tests.Conformance;

namespace Sluice.Expressions.Tests.Fuzzing;

/// <summary>
/// Whatever the text, compiling and evaluating give a result and stay within the limits. SLUICE_FUZZ_INPUTS asks for another number of
/// inputs, SLUICE_FUZZ_SEED for other ones.
/// </summary>
public sealed class FuzzTests
{
    private const long AllocatedBytesMax = 64 * 1024 * 1024;
    private static readonly TimeSpan ElapsedMax = TimeSpan.FromSeconds(20);

    private const string Environment = """
        {"a": [1, 2.5, "x", null, [1, 2], {"x": 1}], "b": true, "\ud800": 0,
         "m": {"x": 1, "type": "t", "amount": 12345678901234567890, "in": [1]},
         "n": null, "s": "héllo 😀", "f": 1e300, "t": "2023-08-14T10:00:00Z", "d": "1h", "big": -98765432109876543210987654321,
         "deep": [[[[[[[[[[1]]]]]]]]]], "event": {"type": "transfer", "amount": 5, "x": [3, 1, 2]}}
        """;

    private static readonly CompileOptions Options = new()
    {
        Functions = ImmutableDictionary.Create<string, HostFunction>(StringComparer.Ordinal)
            .Add("host", HostFunction.From(arguments => arguments.Count == 0 ? throw new HostFunctionException("no") : arguments[0])),
        Limits = new ExpressionLimits
        {
            StepsMax = 200_000,
            ElementsMax = 50_000,
            TextLengthMax = 100_000,
            TextTotalMax = 500_000,
            MemoryUnitsMax = 20_000,
            NodesMax = 2_000,
        },
    };

    [Fact]
    public void No_text_makes_it_throw_or_exceed_its_budget()
    {
        var inputs = Setting("SLUICE_FUZZ_INPUTS", 20_000);
        var seed = Setting("SLUICE_FUZZ_SEED", 4711);
        using var document = JsonDocument.Parse(Environment);
        var generator = new ExpressionGenerator(new Random(seed), ConformanceCase.Texts());
        var (compiled, evaluated) = (0, 0);

        for (var i = 0; i < inputs; i++)
        {
            var text = generator.Next();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                var result = Run(text, document.RootElement);
                compiled += result is null ? 0 : 1;
                evaluated += result is { Succeeded: true } ? 1 : 0;
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}, input {i}: {text}\n{exception}");
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            var elapsed = TimeProvider.System.GetElapsedTime(began);
            Assert.True(allocated <= AllocatedBytesMax, $"seed {seed}, input {i} allocates {allocated} bytes: {text}");
            Assert.True(elapsed <= ElapsedMax, $"seed {seed}, input {i} takes {elapsed}: {text}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{inputs} inputs, {compiled} compiled, {evaluated} evaluated");
        Assert.InRange(compiled, inputs / 20, inputs);
        Assert.InRange(evaluated, inputs / 40, inputs);
    }

    private static EvaluationResult? Run(string text, JsonElement environment)
    {
        var compiled = Expression.Compile(text, Options);
        if (!compiled.Succeeded)
        {
            Assert.NotEmpty(compiled.Error.Message);
            return null;
        }

        var result = compiled.Program.Evaluate(environment, TestContext.Current.CancellationToken);
        if (result.Succeeded)
        {
            using var writer = new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { MaxDepth = TaggedJson.DepthMax * 3 });
            TaggedJson.TryWrite(writer, result.Value);
        }

        return result;
    }

    private static int Setting(string name, int otherwise) =>
        System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(
            value, CultureInfo.InvariantCulture) : otherwise;
}
