using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Json;
using Sluice.Engine.Stages;

namespace Sluice.Engine.Tests.Stages;

public partial class StageInputJsonTests
{
    private static readonly DateTimeOffset Instant = new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero).AddMicroseconds(123456);

    public static TheoryData<StageInput, string> Inputs => new()
    {
        { new NoopInput(), """{"stage":"noop"}""" },
        { new WaitEventInput("go"), """{"stage":"wait_event","event":"go"}""" },
        { new DelayInput(new GoDuration(90_000_000_000), null), """{"stage":"delay","duration":"1m30s"}""" },
        { new DelayInput(null, Instant), """{"stage":"delay","until":"2024-05-01T10:00:00.123456+00:00"}""" },
        { new WaitEventInput("go", new GoDuration(60_000_000_000)), """{"stage":"wait_event","event":"go","timeout":"1m0s"}""" },
        { new VoidHoldInput("h"), """{"stage":"void_hold","hold":"h"}""" },
        { new ConfirmHoldInput("h", true, BigInteger.Pow(10, 30)), """{"stage":"confirm_hold","hold":"h","final":true,"amount":1000000000000000000000000000000}""" },
        { new ConfirmHoldInput("h", false), """{"stage":"confirm_hold","hold":"h","final":false}""" },
        {
            new HoldInput(new WalletParty("w", "", "main"), new MoneyAmount(5, "USD/2"), "hold", false, new HoldDestination(new HoldAccount("a")), null, "why"),
            """
            {"stage":"hold","source":{"id":"w","name":"","balance":"main"},"amount":{"amount":5,"asset":"USD/2"},
            "variable":"hold","keep":false,"destination":{"account":{"id":"a"}},"description":"why"}
            """
        },
        {
            new UpdateInput(new UpdateAccount("a", "main", new Dictionary<string, string> { ["k"] = "v" })),
            """{"stage":"update","account":{"id":"a","ledger":"main","metadata":{"k":"v"}}}"""
        },
        {
            new SendInput(
                new SendParty(Account: new AccountParty("a", "default", "world", true)),
                new SendParty(Wallet: new WalletParty("", "bob", "main")),
                new MoneyAmount(BigInteger.Pow(10, 30) + 1, "USD/2"),
                null,
                Instant),
            """
            {"stage":"send","source":{"account":{"id":"a","ledger":"default","throughAccount":"world","allowOverdraft":true}
            },"destination":{"wallet":{"id":"","name":"bob","balance":"main"}},
            "amount":{"amount":1000000000000000000000000000001,"asset":"USD/2"},
            "timestamp":"2024-05-01T10:00:00.123456+00:00"}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Inputs), DisableDiscoveryEnumeration = true)]
    public void An_input_survives_the_journal(StageInput input, string expected)
    {
        var json = JsonSerializer.Serialize(input, JournalLikeContext.Default.StageInput);
        var again = JsonSerializer.Deserialize(json, JournalLikeContext.Default.StageInput)!;

        Assert.Equal(expected.ReplaceLineEndings(""), json.Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Equal(json, JsonSerializer.Serialize(again, JournalLikeContext.Default.StageInput));
        Assert.Equal(input.GetType(), again.GetType());
        Assert.Equal((input as SendInput)?.Amount, (again as SendInput)?.Amount);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = [typeof(BigIntegerJsonConverter)])]
    [JsonSerializable(typeof(StageInput))]
    private sealed partial class JournalLikeContext : JsonSerializerContext;
}
