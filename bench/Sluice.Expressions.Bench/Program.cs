using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jint;
using Sluice.Expressions;
using Sluice.Expressions.Bench;

// Usage: dotnet run -c Release --project bench/Sluice.Expressions.Bench [SECONDS]
// Measures one filter on one thread: this library's, and Jint's with the same text. The event is parsed before.
const string Filter = """event.type == "transfer" && event.transaction.amount > 10000""";
const string Event = """
    {
      "event": {
        "id": "b7c5ae1e-42a3-4a4e-9c0b-0d3d0a8f7f11",
        "date": "2026-03-01T10:00:00Z",
        "type": "transfer",
        "ledger": "main",
        "transaction": { "id": 4711, "reference": "order-1", "amount": 25000, "asset": "USD/2" },
        "metadata": { "source": "api", "tags": ["a", "b"] }
      }
    }
    """;

var duration = TimeSpan.FromSeconds(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5);
var warmup = TimeSpan.FromSeconds(2);

using var document = JsonDocument.Parse(Event);
var environment = document.RootElement;
var program = Expression.Compile(Filter).Program!;
var jint = new Engine().SetValue("event", JsonNode.Parse(Event)!["event"]);
var script = Engine.PrepareScript(Filter);

Expect(program.Evaluate(environment).Value.IsTrue, "this library");
Expect(jint.Evaluate(script).AsBoolean(), "Jint");

Measurement[] measurements =
[
    Measurement.Of("evaluate", warmup, duration, () => program.Evaluate(environment)),
    Measurement.Of("evaluate, Jint (prepared script)", warmup, duration, () => jint.Evaluate(script)),
    Measurement.Of("compile", warmup, duration, () => Expression.Compile(Filter)),
    Measurement.Of("compile, Jint (prepare script)", warmup, duration, () => Engine.PrepareScript(Filter)),
];

var processor = File.Exists("/proc/cpuinfo")
    ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
    : null;
Console.WriteLine($"`{Filter}`");
Console.WriteLine(
    $"{processor ?? RuntimeInformation.ProcessArchitecture.ToString()}, {RuntimeInformation.OSDescription}, "
    + $"{RuntimeInformation.FrameworkDescription}, one thread");
Console.WriteLine();
Console.WriteLine("| | per second of processor time | µs each | bytes each |");
Console.WriteLine("|---|---:|---:|---:|");
foreach (var measurement in measurements)
{
    Console.WriteLine(measurement.ToRow());
}

static void Expect(bool condition, string who)
{
    if (!condition)
    {
        throw new InvalidOperationException($"The event does not pass the filter of {who}.");
    }
}
