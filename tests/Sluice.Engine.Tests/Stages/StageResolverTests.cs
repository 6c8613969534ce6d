using System.Numerics;
using System.Text.Json;
using Sluice.Engine.Stages;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Tests.Stages;

public class StageResolverTests
{
    private const string S = """ "source":{"account":{"id":"a"}} """;
    private const string D = """ "destination":{"account":{"id":"b"}} """;
    private const string A = """ "amount":{"amount":1,"asset":"USD/2"} """;

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["name"] = "alice",
        ["n"] = "42",
        ["big"] = "1000000000000000000000000000001",
        ["yes"] = "TRUE",
        ["word"] = "perhaps",
        ["d"] = "1h30m",
        ["t"] = "2024-05-01T12:00:00.1234567+02:00",
        ["amount.amount"] = "7",
        ["with space"] = "spaced",
        ["empty"] = "",
        ["template"] = "${name}",
        ["${name"] = "odd",
        ["long"] = new string('x', Limits.InterpolatedCharsMax),
    };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${name}", "alice")]
    [InlineData("users:${name}:main", "users:alice:main")]
    [InlineData("${name}${n}${name}", "alice42alice")]
    [InlineData("${amount.amount}", "7")]
    [InlineData("${with space}", "spaced")]
    [InlineData("a${unknown}b", "ab")]
    [InlineData("a${empty}b", "ab")]
    [InlineData("${template}", "${name}")]
    [InlineData("${}", "${}")]
    [InlineData("${}${name}", "${}alice")]
    [InlineData("${}}", "${}}")]
    [InlineData("${", "${")]
    [InlineData("x${name", "x${name")]
    [InlineData("$${name}", "$alice")]
    [InlineData("\\\\${name}", "\\alice")]
    [InlineData("${${name}", "odd")]
    [InlineData("${${name}}", "odd}")]
    [InlineData("$name {name}", "$name {name}")]
    [InlineData("${Name}x", "x")]
    public void Variables_are_replaced_by_exact_name(string template, string expected) =>
        Assert.Equal(expected, Resolve<WaitEventInput>("wait_event", $$"""{"event":"{{template}}"}""").Event);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("1e2", "100")]
    [InlineData("1E+2", "100")]
    [InlineData("1.50e1", "15")]
    [InlineData("100.00", "100")]
    [InlineData("0e999999999999", "0")]
    [InlineData("1000e-3", "1")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("1000000000000000000000000000001", "1000000000000000000000000000001")]
    [InlineData("\"42\"", "42")]
    [InlineData("\"+42\"", "42")]
    [InlineData("\"-0\"", "0")]
    [InlineData("\"007\"", "7")]
    [InlineData("\"${n}\"", "42")]
    [InlineData("\"${n}00\"", "4200")]
    [InlineData("\"${big}\"", "1000000000000000000000000000001")]
    public void An_amount_is_exact(string amount, string expected)
    {
        var send = Resolve<SendInput>("send", $$"""{{{S}},{{D}},"amount":{"amount":{{amount}},"asset":"USD/2"} }""");

        Assert.Equal(new MoneyAmount(BigInteger.Parse(expected), "USD/2"), send.Amount);
    }

    [Fact]
    public void An_amount_has_at_most_a_thousand_digits()
    {
        var send = Resolve<SendInput>("send", $$"""{{{S}},{{D}},"amount":{"amount":1e999,"asset":"X"} }""");

        Assert.Equal(BigInteger.Pow(10, 999), send.Amount!.Amount);
        AssertError(
            "send",
            $$"""{{{S}},{{D}},"amount":{"amount":1e1000,"asset":"X"} }""",
            "resolving field 'amount.amount': unable to parse '1e1000' as big int: it has more than 1000 digits");
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"true\"", true)]
    [InlineData("\"False\"", false)]
    [InlineData("\"${yes}\"", true)]
    [InlineData("\"${unknown}\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    public void A_flag_may_be_written_as_text(string flag, bool expected)
    {
        var send = Resolve<SendInput>("send", $$$"""{"source":{"account":{"id":"a","allowOverdraft":{{{flag}}}}},{{{D}}},{{{A}}}}""");

        Assert.Equal(expected, send.Source.Account!.AllowOverdraft);
    }

    [Theory]
    [InlineData("\"10s\"", 10_000_000_000)]
    [InlineData("\"${d}\"", 5_400_000_000_000)]
    [InlineData("\"-5s\"", -5_000_000_000)]
    [InlineData("\"7d\"", 604_800_000_000_000)]
    [InlineData("\"\"", 0)]
    [InlineData("\"${unknown}\"", 0)]
    public void A_duration_that_comes_to_nothing_is_zero(string duration, long nanoseconds) =>
        Assert.Equal(new DelayInput(new GoDuration(nanoseconds), null), Resolve<DelayInput>("delay", $$"""{"duration":{{duration}}}"""));

    [Theory]
    [InlineData("2024-05-01T10:00:00Z", "2024-05-01T10:00:00.0000000Z")]
    [InlineData("2024-05-01T10:00:00.5Z", "2024-05-01T10:00:00.5000000Z")]
    [InlineData("2024-05-01T10:00:00.123456789Z", "2024-05-01T10:00:00.1234560Z")]
    [InlineData("2024-05-01T10:00:00.0000009Z", "2024-05-01T10:00:00.0000000Z")]
    [InlineData("2024-05-01T10:00:00.123456789012345678901234567890Z", "2024-05-01T10:00:00.1234560Z")]
    [InlineData("2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00.0000000Z")]
    [InlineData("2024-05-01T00:30:00-10:30", "2024-05-01T11:00:00.0000000Z")]
    [InlineData("2024-05-01T12:00:00+23:59", "2024-04-30T12:01:00.0000000Z")]
    [InlineData("2024-02-29T10:00:00-00:00", "2024-02-29T10:00:00.0000000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.9999990Z")]
    [InlineData("${t}", "2024-05-01T10:00:00.1234560Z")]
    public void An_instant_is_kept_to_the_microsecond_in_utc(string written, string expected)
    {
        var until = Resolve<DelayInput>("delay", $$"""{"until":"{{written}}"}""").Until!.Value;

        Assert.Equal(expected, until.UtcDateTime.ToString("O"));
        Assert.Equal(TimeSpan.Zero, until.Offset);
    }

    [Fact]
    public void A_map_interpolates_values_and_not_keys()
    {
        var send = Resolve<SendInput>(
            "send", $$"""{{{S}},{{D}},{{A}},"metadata":{"${name}":"${name}","none":"${unknown}","null":null,"z":"1"} }""");

        Assert.Equal(
            new Dictionary<string, string> { ["${name}"] = "alice", ["none"] = "", ["null"] = "", ["z"] = "1" },
            send.Metadata);
    }

    [Theory]
    [InlineData("""{"event":5}""", "resolving field 'event': expected string but was number")]
    [InlineData("""{"event":true}""", "resolving field 'event': expected string but was boolean")]
    [InlineData("""{"event":{}}""", "resolving field 'event': expected string but was object")]
    [InlineData("""{"event":[]}""", "resolving field 'event': expected string but was array")]
    [InlineData("""{"event":"\ud800"}""", "resolving field 'event': expected string but was not Unicode text")]
    [InlineData("""{"event":null}""", "validating field 'event': required but not given")]
    [InlineData("""{}""", "validating field 'event': required but not given")]
    [InlineData("""{"event":""}""", "validating field 'event': required but empty: ''")]
    [InlineData("""{"event":"${unknown}"}""", "validating field 'event': required but empty: '${unknown}'")]
    [InlineData("""{"event":"a","event":"b"}""", "validating field 'event': given twice")]
    [InlineData("\"x\"", "expected object but was string")]
    public void A_required_text_explains_itself(string body, string expected) => AssertError("wait_event", body, expected);

    [Theory]
    [InlineData("""{"duration":5}""", "resolving field 'duration': expected duration string but was number")]
    [InlineData("""{"duration":"${word}"}""", "resolving field 'duration': unable to resolve 'perhaps' to duration value, such as 1h30m")]
    [InlineData("""{"until":true}""", "resolving field 'until': expected date as rfc3339 format but was boolean")]
    [InlineData("""{"until":"${word}"}""", "resolving field 'until': expected date as rfc3339 format but was 'perhaps'")]
    [InlineData("""{"until":"${unknown}"}""", "exactly one of duration, until must be given but none was")]
    [InlineData("""{"duration":"${d}","until":"${t}"}""", "exactly one of duration, until must be given but duration and until were")]
    [InlineData("""{"duration":"${word}","until":"${word}"}""",
        "resolving field 'duration': unable to resolve 'perhaps' to duration value, such as 1h30m\n" +
        "resolving field 'until': expected date as rfc3339 format but was 'perhaps'")]
    public void A_delay_explains_itself(string body, string expected) => AssertError("delay", body, expected);

    [Theory]
    [InlineData("""{<D>,<A>}""", "validating field 'source': required but not given")]
    [InlineData("""{<S>,"destination":{"account":"b"},<A>}""", "resolving field 'destination.account': expected object but was string")]
    [InlineData("""{<S>,"destination":{"account":null},<A>}""",
        "validating field 'destination': exactly one of account, wallet, payment must be given but none was")]
    [InlineData(
        """{"source":{"account":{"id":"${unknown}"}},<D>,<A>}""",
        "validating field 'source.account.id': required but empty: '${unknown}'")]
    [InlineData("""{"source":{"wallet":{"id":"${unknown}"}},<D>,<A>}""",
        "validating field 'source.wallet': exactly one of id, name must be given but none was")]
    [InlineData("""{"source":{"wallet":{"id":"w","name":"${name}"}},<D>,<A>}""",
        "validating field 'source.wallet': exactly one of id, name must be given but id and name were")]
    [InlineData("""{"source":{"account":{"id":"a","allowOverdraft":"${word}"}},<D>,<A>}""",
        "resolving field 'source.account.allowOverdraft': unable to resolve 'perhaps' to bool value")]
    [InlineData("""{<S>,"destination":{"payment":{"psp":"x","type":"${word}"}},<A>}""",
        "resolving field 'destination.payment.type': invalid transfer type: 'perhaps' (must be TRANSFER or PAYOUT)")]
    [InlineData("""{"source":{"payment":{"id":"p"}},"destination":{"payment":{"psp":"x"}}}""", "send from payment to payment is not supported")]
    [InlineData("""{<S>,<D>}""", "amount must be specified")]
    [InlineData("""{<S>,<D>,"amount":{"amount":"${unknown}","asset":"USD/2"}}""", "amount must be specified")]
    [InlineData("""{"source":{"payment":{"id":"p"}},<D>,"amount":{"amount":"${unknown}","asset":"USD/2"}}""", "amount must be specified")]
    [InlineData("""{<S>,<D>,"amount":{"amount":"${word}","asset":"USD/2"}}""",
        "resolving field 'amount.amount': unable to parse 'perhaps' as big int: it is not a base-10 integer")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":"-${n}","asset":"USD/2"}}""",
        "resolving field 'amount.amount': must not be negative but was '-42'")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":1,"asset":"${unknown}"}}""",
        "validating field 'amount.asset': required but empty: '${unknown}'")]
    [InlineData("""{<S>,<D>,<A>,"metadata":{"k":1}}""", "resolving field 'metadata.k': expected string but was number")]
    [InlineData("""{<S>,<D>,<A>,"metadata":7}""", "resolving field 'metadata': expecting map, got type: number")]
    [InlineData("""{<S>,<D>,<A>,"metadata":{"\ud800":"x"}}""", "resolving field 'metadata': a key is not Unicode text")]
    [InlineData(
        """{<S>,<D>,<A>,"timestamp":"${word}"}""",
        "resolving field 'timestamp': expected date as rfc3339 format but was 'perhaps'")]
    [InlineData("""{"source":{"account":{"id":"${unknown}"}},<D>}""",
        "validating field 'source.account.id': required but empty: '${unknown}'\namount must be specified")]
    public void A_send_explains_itself(string body, string expected) =>
        AssertError("send", body.Replace("<S>", S).Replace("<D>", D).Replace("<A>", A), expected);

    [Fact]
    public void An_unknown_kind_of_stage_is_an_error() => AssertError("transfer", "{}", "unable to resolve schema 'transfer'");

    [Fact]
    public void An_interpolated_text_is_bounded()
    {
        Assert.Equal(Limits.InterpolatedCharsMax, Resolve<WaitEventInput>("wait_event", """{"event":"${long}"}""").Event.Length);
        AssertError(
            "wait_event",
            """{"event":"${long}!"}""",
            "resolving field 'event': '${long}!' grew too long: at most 65536 characters, and four times that per stage");
    }

    [Fact]
    public void The_interpolated_texts_of_a_stage_are_bounded_together()
    {
        var entries = string.Join(',', Enumerable.Range(0, 5).Select(i => $"\"k{i}\":\"${{long}}\""));

        AssertError(
            "update",
            $$$"""{"account":{"id":"a","metadata":{ {{{entries}}} } } }""",
            "resolving field 'account.metadata.k4': '${long}' grew too long: at most 65536 characters, and four times that per stage");
    }

    [Fact]
    public void A_long_text_without_variables_is_no_concern_of_interpolation()
    {
        var text = new string('x', Limits.InterpolatedCharsMax + 1);

        Assert.Equal(text, Resolve<WaitEventInput>("wait_event", $$"""{"event":"{{text}}"}""").Event);
    }

    [Fact]
    public void An_account_has_its_defaults() => Assert.Equal(
        new SendInput(
            new SendParty(Account: new AccountParty("a", "default", "world", false)),
            new SendParty(Account: new AccountParty("b", "l", "t", true)),
            new MoneyAmount(1, "USD/2"),
            null,
            null),
        Resolve<SendInput>(
            "send",
            $$$"""
            {"source":{"account":{"id":"a","ledger":"","throughAccount":"${unknown}"}},
             "destination":{"account":{"id":"b","ledger":"l","throughAccount":"t","allowOverdraft":true}},{{{A}}}}
            """));

    [Theory]
    [InlineData("""{"id":"w"}""", "w", "", "main")]
    [InlineData("""{"name":"${name}"}""", "", "alice", "main")]
    [InlineData("""{"id":"","name":"bob","balance":"b"}""", "", "bob", "b")]
    public void A_wallet_has_its_defaults(string wallet, string id, string name, string balance)
    {
        var expected = new SendParty(Wallet: new WalletParty(id, name, balance));

        Assert.Equal(expected, Resolve<SendInput>("send", $$"""{"source":{"wallet":{{wallet}}},{{D}},{{A}} }""").Source);
        Assert.Equal(expected, Resolve<SendInput>("send", $$"""{{{S}},"destination":{"wallet":{{wallet}}},{{A}} }""").Destination);
    }

    [Fact]
    public void A_payment_as_source_has_its_defaults_and_brings_its_amount()
    {
        var send = Resolve<SendInput>("send", $$$"""{"source":{"payment":{"id":"a-b-c","psp":"ignored"}},{{{D}}}}""");

        Assert.Equal(
            new PaymentParty("a-b-c", "orchestration-000-internal", "payment:a_b_c", "world", false),
            send.Source.Payment);
        Assert.Null(send.Amount);
    }

    [Fact]
    public void A_payment_as_source_takes_what_it_is_given()
    {
        var send = Resolve<SendInput>(
            "send",
            $$$"""
            {"source":{"payment":{"id":"p","ledger":"l","holdingAccount":"h:${name}","throughAccount":"t","allowOverdraft":true}},
             {{{D}}},{{{A}}}}
            """);

        Assert.Equal(new PaymentParty("p", "l", "h:alice", "t", true), send.Source.Payment);
        Assert.Equal(1, send.Amount!.Amount);
    }

    [Theory]
    [InlineData("""{"psp":"stripe"}""", "stripe", "TRANSFER", null, "formanceAccountID", false, null)]
    [InlineData("""{"psp":"stripe","type":"payout","connectorID":"c"}""", "stripe", "PAYOUT", null, "formanceAccountID", false, "c")]
    [InlineData(
        """{"type":"Transfer","sourceAccount":"s","metadata":"m","waitingValidation":"true","connectorId":"${name}"}""",
        null, "TRANSFER", "s", "m", true, "alice")]
    public void A_payment_as_destination_has_its_defaults(
        string payment, string? psp, string type, string? sourceAccount, string metadata, bool waiting, string? connector)
    {
        var send = Resolve<SendInput>("send", $$"""{{{S}},"destination":{"payment":{{payment}}},{{A}} }""");

        Assert.Equal(
            new PaymentParty(
                Psp: psp, Type: type, SourceAccount: sourceAccount, Metadata: metadata, WaitingValidation: waiting, ConnectorId: connector),
            send.Destination.Payment);
    }

    [Theory]
    [InlineData("account", "account", true)]
    [InlineData("account", "wallet", true)]
    [InlineData("account", "payment", true)]
    [InlineData("wallet", "account", true)]
    [InlineData("wallet", "wallet", true)]
    [InlineData("wallet", "payment", true)]
    [InlineData("payment", "account", true)]
    [InlineData("payment", "wallet", true)]
    [InlineData("payment", "payment", false)]
    public void Every_pair_but_payment_to_payment_resolves(string source, string destination, bool resolves)
    {
        var resolution = Resolve(
            "send", $$$"""{"source":{"{{{source}}}":{"id":"x"}},"destination":{"{{{destination}}}":{"id":"y","psp":"z"}},{{{A}}}}""");

        Assert.Equal(resolves, resolution.Input is SendInput);
        Assert.Equal(!resolves, resolution.Error is not null);
    }

    [Fact]
    public void An_update_has_another_default_ledger()
    {
        var account = Resolve<UpdateInput>("update", """{"account":{"id":"${name}","metadata":{"k":"${n}"}}}""").Account;

        Assert.Equal(("alice", "main"), (account.Id, account.Ledger));
        Assert.Equal(new Dictionary<string, string> { ["k"] = "42" }, account.Metadata);
        Assert.Empty(Resolve<UpdateInput>("update", """{"account":{"id":"a","ledger":"l","metadata":{}}}""").Account.Metadata);
    }

    [Fact]
    public void A_noop_ignores_its_body() => Assert.Equal(new NoopInput(), Resolve<NoopInput>("noop", """{"anything":[1,"${name}"]}"""));

    [Fact]
    public void Keys_are_compared_by_case_and_unknown_ones_ignored() => Assert.Equal(
        new WaitEventInput("e"),
        Resolve<WaitEventInput>("wait_event", """{"Event":5,"event":"e","\ud800":1,"$retry":{"maxAttempts":1}}"""));

    private static StageResolution Resolve(string kind, string body) =>
        StageResolver.Resolve(new StageDefinition(kind, JsonElement.Parse(body)), Variables);

    private static T Resolve<T>(string kind, string body)
        where T : StageInput
    {
        var resolution = Resolve(kind, body);

        Assert.Null(resolution.Error);
        return Assert.IsType<T>(resolution.Input);
    }

    private static void AssertError(string kind, string body, string expected)
    {
        var resolution = Resolve(kind, body);

        Assert.Null(resolution.Input);
        Assert.Equal(expected, resolution.Error);
    }
}
