using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Stages;

namespace Sluice.Engine.Tests.Stages;

public partial class StageInputJsonTests
{
    private static readonly DateTimeOffset Instant = new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero).AddMicroseconds(123456);

    public static TheoryData<StageInput, string> Inputs => new()
    {
        { new NoopInput(), """{"stage":"noop"}""" },
        { new WaitEventInput("go"), """{"stage":"wait_event","event":"go"}""" },
        { new DelayInput(new GoDuration(90_000_000_000), null), """{"stage":"delay","duration":"1m30s","until":null}""" },
        { new DelayInput(null, Instant), """{"stage":"delay","duration":null,"until":"2024-05-01T10:00:00.123456+00:00"}""" },
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
            {"stage":"send","source":{"account":{"id":"a","ledger":"default","throughAccount":"world","allowOverdraft":true},
            "wallet":null,"payment":null},"destination":{"account":null,"wallet":{"id":"","name":"bob","balance":"main"},"payment":null},
            "amount":{"amount":1000000000000000000000000000001,"asset":"USD/2"},
            "metadata":null,"timestamp":"2024-05-01T10:00:00.123456+00:00"}
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

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(StageInput))]
    private sealed partial class JournalLikeContext : JsonSerializerContext;
}
