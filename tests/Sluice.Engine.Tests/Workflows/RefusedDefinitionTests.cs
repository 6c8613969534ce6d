using System.Text.Json;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Tests.Workflows;

public class RefusedDefinitionTests
{
    // Short names keep a row of the table on one line.
    private const string S = """ "source":{"account":{"id":"a"}} """;
    private const string D = """ "destination":{"account":{"id":"b"}} """;
    private const string A = """ "amount":{"amount":1,"asset":"USD/2"} """;

    private const string Parties = "exactly one of account, wallet, payment must be given but";

    private static string Expand(string json) => json.Replace("<S>", S).Replace("<D>", D).Replace("<A>", A);

    [Theory]
    [InlineData("[]", "unmarshalling workflow data: expected object but was array")]
    [InlineData("null", "unmarshalling workflow data: expected object but was null")]
    [InlineData("\"x\"", "unmarshalling workflow data: expected object but was string")]
    [InlineData("5", "unmarshalling workflow data: expected object but was number")]
    [InlineData("true", "unmarshalling workflow data: expected object but was boolean")]
    [InlineData("""{"name":5}""", "unmarshalling workflow data: name: expected string but was number")]
    [InlineData("""{"name":true}""", "unmarshalling workflow data: name: expected string but was boolean")]
    [InlineData("""{"name":{}}""", "unmarshalling workflow data: name: expected string but was object")]
    [InlineData("""{"name":[]}""", "unmarshalling workflow data: name: expected string but was array")]
    [InlineData("""{"stages":"x"}""", "unmarshalling workflow data: stages: expected array but was string")]
    [InlineData("""{"stages":{}}""", "unmarshalling workflow data: stages: expected array but was object")]
    [InlineData("""{"stages":1}""", "unmarshalling workflow data: stages: expected array but was number")]
    [InlineData("""{"stages":false}""", "unmarshalling workflow data: stages: expected array but was boolean")]
    [InlineData("""{"stages":[5]}""", "unmarshalling workflow data: stages[0]: expected object but was number")]
    [InlineData("""{"stages":[{"noop":{}},"noop"]}""", "unmarshalling workflow data: stages[1]: expected object but was string")]
    [InlineData("""{"stages":[null]}""", "unmarshalling workflow data: stages[0]: expected object but was null")]
    [InlineData("""{"stages":[[]]}""", "unmarshalling workflow data: stages[0]: expected object but was array")]
    [InlineData(
        """{"name":1,"stages":2}""",
        "unmarshalling workflow data: name: expected string but was number\nstages: expected array but was number")]
    [InlineData("""{"stages":[],"stages":[]}""", "stages: given twice")]
    [InlineData("""{"name":"a","name":"b"}""", "name: given twice")]
    [InlineData("""{"extra":{"a":1,"a":2}}""", "extra.a: given twice")]
    [InlineData("""{"na\u006de":"a","name":"b"}""", "name: given twice")]
    [InlineData("""{"name":"\ud800"}""", "name: expected string but was not Unicode text")]
    [InlineData("""{"\udfff":1}""", "a key is not Unicode text")]
    [InlineData("""{"stages":[{"noop":{"a":["\ud83d x"]}}]}""", "stages[0].noop.a[0]: expected string but was not Unicode text")]
    public void A_malformed_document_is_refused(string body, string expected) => AssertRefused(body, expected);

    [Theory]
    [InlineData("""{}""", "stages[0]: empty specification")]
    [InlineData(
        """{"send":{},"noop":{}}""", "stages[0]: a specification should have only one name but has 'send', 'noop'")]
    [InlineData(
        """{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}""",
        "stages[0]: a specification should have only one name but has 'a', 'b', 'c', 'd', 'e'")]
    [InlineData("""{"noop":{},"noop":{}}""", "stages[0].noop: given twice")]
    [InlineData(
        """{"transfer":{}}""",
        "stages[0]: unable to resolve schema 'transfer' (known: confirm_hold, delay, hold, noop, send, update, void_hold, wait_event)")]
    [InlineData("""{"Send":{}}""", "stages[0]: unable to resolve schema 'Send' (known: confirm_hold, delay, hold, noop, send, update, void_hold, wait_event)")]
    [InlineData("""{"":{}}""", "stages[0]: unable to resolve schema '' (known: confirm_hold, delay, hold, noop, send, update, void_hold, wait_event)")]
    [InlineData("""{"send":"x"}""", "stages[0].send: expected object but was string")]
    [InlineData("""{"send":[]}""", "stages[0].send: expected object but was array")]
    [InlineData("""{"noop":5}""", "stages[0].noop: expected object but was number")]
    [InlineData("""{"delay":"10s"}""", "stages[0].delay: expected object but was string")]
    [InlineData("""{"wait_event":true}""", "stages[0].wait_event: expected object but was boolean")]
    [InlineData("""{"update":[]}""", "stages[0].update: expected object but was array")]
    [InlineData("""{"noop":{"x":{"k":1,"k":1}}}""", "stages[0].noop.x.k: given twice")]
    [InlineData("""{"noop":{"odd key":{"k":1,"k":1}}}""", "stages[0].noop[\"odd key\"].k: given twice")]
    public void A_malformed_stage_is_refused(string stage, string expected) => AssertStageRefused(stage, expected);

    [Theory]
    [InlineData(
        """{"duration":"10s","until":"2024-05-01T10:00:00Z"}""",
        "exactly one of duration, until must be given but duration and until were")]
    [InlineData(
        """{"duration":"","until":"2024-05-01T10:00:00Z"}""",
        "exactly one of duration, until must be given but duration and until were")]
    [InlineData("""{}""", "exactly one of duration, until must be given but none was")]
    [InlineData("null", "exactly one of duration, until must be given but none was")]
    [InlineData("""{"until":""}""", "exactly one of duration, until must be given but none was")]
    [InlineData("""{"duration":null,"until":null}""", "exactly one of duration, until must be given but none was")]
    [InlineData("""{"seconds":"7d"}""", "exactly one of duration, until must be given but none was")]
    public void A_delay_without_exactly_one_end_is_refused(string body, string rule) =>
        AssertStageRefused($$"""{"delay": {{body}} }""", $"stages[0].delay: {rule}");

    [Theory]
    [InlineData("10", "expected duration string but was number")]
    [InlineData("true", "expected duration string but was boolean")]
    [InlineData("{}", "expected duration string but was object")]
    [InlineData("[]", "expected duration string but was array")]
    [InlineData("\"10\"", "unable to resolve '10' to duration value, such as 1h30m")]
    [InlineData("\"10 s\"", "unable to resolve '10 s' to duration value, such as 1h30m")]
    [InlineData("\"s\"", "unable to resolve 's' to duration value, such as 1h30m")]
    [InlineData("\"-\"", "unable to resolve '-' to duration value, such as 1h30m")]
    [InlineData("\"1y\"", "unable to resolve '1y' to duration value, such as 1h30m")]
    [InlineData("\"1H\"", "unable to resolve '1H' to duration value, such as 1h30m")]
    [InlineData("\"1h-5m\"", "unable to resolve '1h-5m' to duration value, such as 1h30m")]
    [InlineData("\".s\"", "unable to resolve '.s' to duration value, such as 1h30m")]
    [InlineData("\"9223372036854775808ns\"", "unable to resolve '9223372036854775808ns' to duration value, such as 1h30m")]
    [InlineData("\"1000000w\"", "unable to resolve '1000000w' to duration value, such as 1h30m")]
    [InlineData("\"PT5M\"", "unable to resolve 'PT5M' to duration value, such as 1h30m")]
    public void A_bad_duration_is_refused(string duration, string rule) =>
        AssertStageRefused($$$"""{"delay":{"duration":{{{duration}}}}}""", $"stages[0].delay.duration: {rule}");

    [Theory]
    [InlineData("5", "expected date as rfc3339 format but was number")]
    [InlineData("false", "expected date as rfc3339 format but was boolean")]
    [InlineData("[]", "expected date as rfc3339 format but was array")]
    [InlineData("\"tomorrow\"", "expected date as rfc3339 format but was 'tomorrow'")]
    [InlineData("\"2024-05-01\"", "expected date as rfc3339 format but was '2024-05-01'")]
    [InlineData("\"2024-05-01T10:00:00\"", "expected date as rfc3339 format but was '2024-05-01T10:00:00'")]
    [InlineData("\"2024-05-01 10:00:00Z\"", "expected date as rfc3339 format but was '2024-05-01 10:00:00Z'")]
    [InlineData("\"2024-05-01t10:00:00z\"", "expected date as rfc3339 format but was '2024-05-01t10:00:00z'")]
    [InlineData("\"2024-02-30T10:00:00Z\"", "expected date as rfc3339 format but was '2024-02-30T10:00:00Z'")]
    [InlineData("\"2024-05-01T24:00:00Z\"", "expected date as rfc3339 format but was '2024-05-01T24:00:00Z'")]
    [InlineData("\"2024-05-01T10:00:60Z\"", "expected date as rfc3339 format but was '2024-05-01T10:00:60Z'")]
    [InlineData("\"2024-05-01T10:00:00.Z\"", "expected date as rfc3339 format but was '2024-05-01T10:00:00.Z'")]
    [InlineData("\"2024-05-01T10:00:00.123\"", "expected date as rfc3339 format but was '2024-05-01T10:00:00.123'")]
    [InlineData("\"2024-05-01T10:00:00+0200\"", "expected date as rfc3339 format but was '2024-05-01T10:00:00+0200'")]
    [InlineData("\"2024-05-01T10:00:00+24:00\"", "expected date as rfc3339 format but was '2024-05-01T10:00:00+24:00'")]
    [InlineData("\"0001-01-01T00:00:00+01:00\"", "expected date as rfc3339 format but was '0001-01-01T00:00:00+01:00'")]
    public void A_bad_instant_is_refused(string until, string rule) =>
        AssertStageRefused($$$"""{"delay":{"until":{{{until}}}}}""", $"stages[0].delay.until: {rule}");

    [Theory]
    [InlineData("{}", "event: required but not given")]
    [InlineData("null", "event: required but not given")]
    [InlineData("""{"event":null}""", "event: required but not given")]
    [InlineData("""{"event":""}""", "event: required but empty: ''")]
    [InlineData("""{"event":1}""", "event: expected string but was number")]
    [InlineData("""{"event":["a"]}""", "event: expected string but was array")]
    [InlineData("""{"event":{"name":"a"}}""", "event: expected string but was object")]
    public void A_bad_wait_is_refused(string body, string problem) =>
        AssertStageRefused($$"""{"wait_event": {{body}} }""", $"stages[0].wait_event.{problem}");

    [Theory]
    [InlineData("{}", "stages[0].update.account: required but not given")]
    [InlineData("""{"account":null}""", "stages[0].update.account: required but not given")]
    [InlineData("""{"account":"a"}""", "stages[0].update.account: expected object but was string")]
    [InlineData("""{"account":{"metadata":{}}}""", "stages[0].update.account.id: required but not given")]
    [InlineData("""{"account":{"id":"a"}}""", "stages[0].update.account.metadata: required but not given")]
    [InlineData("""{"account":{"id":"a","metadata":null}}""", "stages[0].update.account.metadata: required but not given")]
    [InlineData("""{"account":{"id":"a","metadata":"x"}}""", "stages[0].update.account.metadata: expecting map, got type: string")]
    [InlineData("""{"account":{"id":"a","metadata":[]}}""", "stages[0].update.account.metadata: expecting map, got type: array")]
    [InlineData("""{"account":{"id":"a","metadata":{"k":1}}}""", "stages[0].update.account.metadata.k: expected string but was number")]
    [InlineData(
        """{"account":{"id":"a","metadata":{"a.b":{}}}}""", "stages[0].update.account.metadata[\"a.b\"]: expected string but was object")]
    [InlineData(
        """{"account":{"id":"a","ledger":false,"metadata":{}}}""",
        "stages[0].update.account.ledger: expected string but was boolean")]
    [InlineData(
        """{"account":{}}""",
        "stages[0].update.account.id: required but not given\nstages[0].update.account.metadata: required but not given")]
    public void A_bad_update_is_refused(string body, string expected) => AssertStageRefused($$"""{"update": {{body}} }""", expected);

    [Theory]
    [InlineData(
        "{}",
        "source: required but not given",
        "destination: required but not given")]
    [InlineData("{<D>,<A>}", "source: required but not given")]
    [InlineData("""{"source":null,<D>,<A>}""", "source: required but not given")]
    [InlineData("""{"source":"a",<D>,<A>}""", "source: expected object but was string")]
    [InlineData("""{"source":[],<D>,<A>}""", "source: expected object but was array")]
    [InlineData("""{"source":{},<D>,<A>}""", $"source: {Parties} none was")]
    [InlineData("""{"source":{"bank":{}},<D>,<A>}""", $"source: {Parties} none was")]
    [InlineData("""{"source":{"account":null},<D>,<A>}""", $"source: {Parties} none was")]
    [InlineData("""{"source":{"account":{"id":"a"},"wallet":{"id":"w"}},<D>,<A>}""", $"source: {Parties} account and wallet were")]
    [InlineData(
        """{"source":{"account":{"id":"a"},"wallet":{"id":"w"},"payment":{"id":"p"}},<D>,<A>}""",
        $"source: {Parties} account and wallet and payment were")]
    [InlineData(
        """{"source":{"account":{"id":"a"},"wallet":{"id":"w"},"payment":"p"},<D>,<A>}""",
        "source.payment: expected object but was string",
        $"source: {Parties} account and wallet were")]
    [InlineData("""{"source":{"account":"a"},<D>,<A>}""", "source.account: expected object but was string")]
    [InlineData("""{"source":{"account":{}},<D>,<A>}""", "source.account.id: required but not given")]
    [InlineData("""{"source":{"account":{"id":null}},<D>,<A>}""", "source.account.id: required but not given")]
    [InlineData("""{"source":{"account":{"id":""}},<D>,<A>}""", "source.account.id: required but empty: ''")]
    [InlineData("""{"source":{"account":{"id":5}},<D>,<A>}""", "source.account.id: expected string but was number")]
    [InlineData("""{"source":{"account":{"id":"a","ledger":{}}},<D>,<A>}""", "source.account.ledger: expected string but was object")]
    [InlineData(
        """{"source":{"account":{"id":"a","throughAccount":1}},<D>,<A>}""",
        "source.account.throughAccount: expected string but was number")]
    [InlineData(
        """{"source":{"account":{"id":"a","allowOverdraft":1}},<D>,<A>}""",
        "source.account.allowOverdraft: expected bool or interpolated string but was number")]
    [InlineData(
        """{"source":{"account":{"id":"a","allowOverdraft":"yes"}},<D>,<A>}""",
        "source.account.allowOverdraft: unable to resolve 'yes' to bool value")]
    [InlineData(
        """{"source":{"account":{"id":"a","allowOverdraft":[]}},<D>,<A>}""",
        "source.account.allowOverdraft: expected bool or interpolated string but was array")]
    [InlineData("""{<S>,<A>}""", "destination: required but not given")]
    [InlineData("""{<S>,"destination":"b",<A>}""", "destination: expected object but was string")]
    [InlineData("""{<S>,"destination":{},<A>}""", $"destination: {Parties} none was")]
    [InlineData(
        """{<S>,"destination":{"wallet":{"id":"w"},"payment":{"psp":"x"}},<A>}""", $"destination: {Parties} wallet and payment were")]
    [InlineData("""{<S>,"destination":{"account":{"ledger":"l"}},<A>}""", "destination.account.id: required but not given")]
    [InlineData("""{<S>,"destination":{"account":[]},<A>}""", "destination.account: expected object but was array")]
    [InlineData(
        """{<S>,"destination":{"wallet":{}},<A>}""", "destination.wallet: exactly one of id, name must be given but none was")]
    [InlineData(
        """{<S>,"destination":{"wallet":{"id":"","name":""}},<A>}""",
        "destination.wallet: exactly one of id, name must be given but none was")]
    [InlineData(
        """{<S>,"destination":{"wallet":{"id":"w","name":"bob"}},<A>}""",
        "destination.wallet: exactly one of id, name must be given but id and name were")]
    [InlineData(
        """{<S>,"destination":{"wallet":{"id":"w","balance":7}},<A>}""",
        "destination.wallet.balance: expected string but was number")]
    [InlineData("""{<S>,"destination":{"wallet":"w"},<A>}""", "destination.wallet: expected object but was string")]
    [InlineData("""{"source":{"payment":{}},<D>}""", "source.payment.id: required but not given")]
    [InlineData(
        """{"source":{"payment":{"id":"p","holdingAccount":3}},<D>}""",
        "source.payment.holdingAccount: expected string but was number")]
    [InlineData("""{"source":{"payment":"p"},<D>,<A>}""", "source.payment: expected object but was string")]
    [InlineData(
        """{<S>,"destination":{"payment":{"psp":"x","type":"WIRE"}},<A>}""",
        "destination.payment.type: invalid transfer type: 'WIRE' (must be TRANSFER or PAYOUT)")]
    [InlineData("""{<S>,"destination":{"payment":{"psp":"x","type":1}},<A>}""", "destination.payment.type: expected string but was number")]
    [InlineData("""{<S>,"destination":{"payment":{"psp":1}},<A>}""", "destination.payment.psp: expected string but was number")]
    [InlineData(
        """{<S>,"destination":{"payment":{"psp":"x","waitingValidation":"maybe"}},<A>}""",
        "destination.payment.waitingValidation: unable to resolve 'maybe' to bool value")]
    [InlineData(
        """{<S>,"destination":{"payment":{"connectorId":"x","connectorID":"y"}},<A>}""", "destination.payment.connectorID: given twice")]
    [InlineData(
        """{<S>,"destination":{"payment":{"psp":"x","metadata":{}}},<A>}""", "destination.payment.metadata: expected string but was object")]
    public void A_bad_side_of_a_send_is_refused(string body, params string[] problems) => AssertSendRefused(body, problems);

    [Theory]
    [InlineData("{<S>,<D>}", "amount: amount must be specified")]
    [InlineData("""{<S>,<D>,"amount":null}""", "amount: amount must be specified")]
    [InlineData("""{"source":{"wallet":{"id":"w"}},<D>}""", "amount: amount must be specified")]
    [InlineData("""{<S>,<D>,"amount":5}""", "amount: expected object but was number")]
    [InlineData("""{<S>,<D>,"amount":"USD/2 5"}""", "amount: expected object but was string")]
    [InlineData("""{<S>,<D>,"amount":{"asset":"USD/2"}}""", "amount.amount: amount must be specified")]
    [InlineData("""{<S>,<D>,"amount":{"amount":null,"asset":"USD/2"}}""", "amount.amount: amount must be specified")]
    [InlineData("""{<S>,<D>,"amount":{"amount":"","asset":"USD/2"}}""", "amount.amount: amount must be specified")]
    [InlineData("""{"source":{"payment":{"id":"p"}},<D>,"amount":{"asset":"USD/2"}}""", "amount.amount: amount must be specified")]
    [InlineData("""{<S>,<D>,"amount":{"amount":1}}""", "amount.asset: required but not given")]
    [InlineData("""{<S>,<D>,"amount":{"amount":1,"asset":""}}""", "amount.asset: required but empty: ''")]
    [InlineData("""{<S>,<D>,"amount":{"amount":1,"asset":840}}""", "amount.asset: expected string but was number")]
    [InlineData("""{<S>,<D>,"amount":{}}""", "amount.asset: required but not given", "amount.amount: amount must be specified")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":true,"asset":"USD/2"}}""", "amount.amount: expected big int or interpolated string but was boolean")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":{},"asset":"USD/2"}}""", "amount.amount: expected big int or interpolated string but was object")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":[1],"asset":"USD/2"}}""", "amount.amount: expected big int or interpolated string but was array")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":1.5,"asset":"USD/2"}}""", "amount.amount: unable to parse '1.5' as big int: it has a fraction")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":15e-1,"asset":"USD/2"}}""", "amount.amount: unable to parse '15e-1' as big int: it has a fraction")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":1e-999999999999,"asset":"USD/2"}}""",
        "amount.amount: unable to parse '1e-999999999999' as big int: it has a fraction")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":1e999999999,"asset":"USD/2"}}""",
        "amount.amount: unable to parse '1e999999999' as big int: it has more than 1000 digits")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":1e1000,"asset":"USD/2"}}""",
        "amount.amount: unable to parse '1e1000' as big int: it has more than 1000 digits")]
    [InlineData("""{<S>,<D>,"amount":{"amount":-1,"asset":"USD/2"}}""", "amount.amount: must not be negative but was '-1'")]
    [InlineData("""{<S>,<D>,"amount":{"amount":"-1","asset":"USD/2"}}""", "amount.amount: must not be negative but was '-1'")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":"1.5","asset":"USD/2"}}""",
        "amount.amount: unable to parse '1.5' as big int: it is not a base-10 integer")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":"1e2","asset":"USD/2"}}""",
        "amount.amount: unable to parse '1e2' as big int: it is not a base-10 integer")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":" 1","asset":"USD/2"}}""",
        "amount.amount: unable to parse ' 1' as big int: it is not a base-10 integer")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":"+","asset":"USD/2"}}""",
        "amount.amount: unable to parse '+' as big int: it is not a base-10 integer")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":"ten","asset":"USD/2"}}""",
        "amount.amount: unable to parse 'ten' as big int: it is not a base-10 integer")]
    [InlineData(
        """{<S>,<D>,"amount":{"amount":"\u0661","asset":"USD/2"}}""",
        "amount.amount: unable to parse '\u0661' as big int: it is not a base-10 integer")]
    [InlineData("""{<S>,<D>,<A>,"metadata":"x"}""", "metadata: expecting map, got type: string")]
    [InlineData("""{<S>,<D>,<A>,"metadata":[]}""", "metadata: expecting map, got type: array")]
    [InlineData("""{<S>,<D>,<A>,"metadata":{"k":{}}}""", "metadata.k: expected string but was object")]
    [InlineData(
        """{<S>,<D>,<A>,"metadata":{"a":1,"b":true}}""",
        "metadata.a: expected string but was number",
        "metadata.b: expected string but was boolean")]
    [InlineData("""{<S>,<D>,<A>,"timestamp":1714557600}""", "timestamp: expected date as rfc3339 format but was number")]
    [InlineData("""{<S>,<D>,<A>,"timestamp":"yesterday"}""", "timestamp: expected date as rfc3339 format but was 'yesterday'")]
    public void A_bad_detail_of_a_send_is_refused(string body, params string[] problems) => AssertSendRefused(body, problems);

    [Theory]
    [InlineData("\"5s\"", "expected object but was string")]
    [InlineData("[]", "expected object but was array")]
    [InlineData("""{"attempts":3}""", "unknown (known: maxAttempts, initialInterval, maxInterval, multiplier, nonRetryable)", "attempts")]
    [InlineData("""{"maxAttempts":0}""", "must be an integer from 1 to 1000000 but was '0'", "maxAttempts")]
    [InlineData("""{"maxAttempts":-1}""", "must be an integer from 1 to 1000000 but was '-1'", "maxAttempts")]
    [InlineData("""{"maxAttempts":1.5}""", "must be an integer from 1 to 1000000 but was '1.5'", "maxAttempts")]
    [InlineData("""{"maxAttempts":99999999999}""", "must be an integer from 1 to 1000000 but was '99999999999'", "maxAttempts")]
    [InlineData("""{"maxAttempts":"many"}""", "must be an integer from 1 to 1000000 but was 'many'", "maxAttempts")]
    [InlineData("""{"maxAttempts":true}""", "expected integer or interpolated string but was boolean", "maxAttempts")]
    [InlineData("""{"initialInterval":5}""", "expected duration string but was number", "initialInterval")]
    [InlineData("""{"initialInterval":"soon"}""", "unable to resolve 'soon' to duration value, such as 1h30m", "initialInterval")]
    [InlineData("""{"initialInterval":"0s"}""", "must be longer than zero but was '0s'", "initialInterval")]
    [InlineData("""{"maxInterval":"-1s"}""", "must be longer than zero but was '-1s'", "maxInterval")]
    [InlineData("""{"maxInterval":"31d"}""", "must be at most 30 days but was '31d'", "maxInterval")]
    [InlineData("""{"initialInterval":"2s","maxInterval":"1s"}""", "must not be shorter than initialInterval", "maxInterval")]
    [InlineData("""{"multiplier":0.5}""", "must be a number from 1 to 1000 but was '0.5'", "multiplier")]
    [InlineData("""{"multiplier":1001}""", "must be a number from 1 to 1000 but was '1001'", "multiplier")]
    [InlineData("""{"multiplier":1e9999}""", "must be a number from 1 to 1000 but was '1e9999'", "multiplier")]
    [InlineData("""{"multiplier":"twice"}""", "must be a number from 1 to 1000 but was 'twice'", "multiplier")]
    [InlineData("""{"multiplier":[2]}""", "expected number or interpolated string but was array", "multiplier")]
    [InlineData("""{"nonRetryable":"X"}""", "expected array but was string", "nonRetryable")]
    [InlineData("""{"nonRetryable":[1]}""", "expected string but was number", "nonRetryable[0]")]
    [InlineData("""{"nonRetryable":["X",""]}""", "required but empty", "nonRetryable[1]")]
    public void A_bad_retry_policy_is_refused(string policy, string rule, string field = "")
    {
        var dot = field.Length == 0 ? "" : ".";
        AssertSendRefused($$"""{<S>,<D>,<A>,"$retry": {{policy}} }""", [$"$retry{dot}{field}: {rule}"]);
        AssertStageRefused($$$"""{"void_hold":{"hold":"h","$retry":{{{policy}}}}}""", $"stages[0].void_hold.$retry{dot}{field}: {rule}");
        AssertStageRefused($$$"""{"noop":{"$retry":{{{policy}}}}}""", $"stages[0].noop.$retry{dot}{field}: {rule}");
    }

    [Fact]
    public void A_retry_policy_names_a_bounded_number_of_codes() => AssertSendRefused(
        $$$"""{<S>,<D>,<A>,"$retry":{"nonRetryable":[{{{string.Join(',', Enumerable.Repeat("\"X\"", 101))}}}]}}""",
        ["$retry.nonRetryable: at most 100 items are allowed but there are 101"]);

    [Theory]
    [InlineData("5", "expected duration string but was number")]
    [InlineData("\"0s\"", "must be longer than zero but was '0s'")]
    [InlineData("\"-1m\"", "must be longer than zero but was '-1m'")]
    [InlineData("\"later\"", "unable to resolve 'later' to duration value, such as 1h30m")]
    public void A_bad_timeout_is_refused(string timeout, string rule) => AssertStageRefused(
        $$$"""{"wait_event":{"event":"e","timeout":{{{timeout}}}}}""", $"stages[0].wait_event.timeout: {rule}");

    [Theory]
    [InlineData("""{"hold":{}}""", "hold.source: required but not given", "hold.amount: required but not given")]
    [InlineData("""{"hold":{"source":{"account":{"id":"a"}},<A>}}""", "hold.source.wallet: required but not given")]
    [InlineData("""{"hold":{"source":{"wallet":{}},<A>}}""", "hold.source.wallet: exactly one of id, name must be given but none was")]
    [InlineData(
        """{"hold":{"source":{"wallet":{"id":"w"}},"destination":{},<A>}}""",
        "hold.destination: exactly one of account, wallet must be given but none was")]
    [InlineData("""{"hold":{"source":{"wallet":{"id":"w"}},"amount":{"asset":"USD/2"}}}""", "hold.amount.amount: amount must be specified")]
    [InlineData("""{"hold":{"source":{"wallet":{"id":"w"}},<A>,"keep":"sure"}}""", "hold.keep: unable to resolve 'sure' to bool value")]
    [InlineData("""{"hold":{"source":{"wallet":{"id":"w"}},<A>,"variable":5}}""", "hold.variable: expected string but was number")]
    [InlineData("""{"confirm_hold":{}}""", "confirm_hold.hold: required but not given")]
    [InlineData("""{"confirm_hold":{"hold":""}}""", "confirm_hold.hold: required but empty: ''")]
    [InlineData("""{"confirm_hold":{"hold":"h","amount":-1}}""", "confirm_hold.amount: must not be negative but was '-1'")]
    [InlineData("""{"confirm_hold":{"hold":"h","amount":0}}""", "confirm_hold.amount: must be more than zero")]
    [InlineData("""{"hold":{"source":{"wallet":{"id":"w"}},"amount":{"amount":0,"asset":"USD/2"}}}""", "hold.amount.amount: must be more than zero")]
    [InlineData("""{"confirm_hold":{"hold":"h","final":1}}""", "confirm_hold.final: expected bool or interpolated string but was number")]
    [InlineData("""{"void_hold":{"hold":7}}""", "void_hold.hold: expected string but was number")]
    public void A_bad_stage_around_a_hold_is_refused(string stage, params string[] problems) =>
        AssertStageRefused(Expand(stage), string.Join('\n', problems.Select(problem => $"stages[0].{problem}")));

    [Theory]
    [InlineData("""{<S>,"destination":{"payment":{}},<A>}""", "destination.payment: psp or connectorId must be given")]
    [InlineData("""{<S>,"destination":{"payment":{"psp":"","connectorID":null}},<A>}""", "destination.payment: psp or connectorId must be given")]
    public void A_transfer_through_nobody_is_refused(string body, params string[] problems) => AssertSendRefused(body, problems);

    [Fact]
    public void A_send_from_payment_to_payment_is_refused() => AssertStageRefused(
        """{"send":{"source":{"payment":{"id":"p"}},"destination":{"payment":{"psp":"x"}}}}""",
        "stages[0].send: send from payment to payment is not supported");

    [Fact]
    public void Problems_of_all_stages_are_reported_together() => AssertRefused(
        """{"stages":[{"delay":{"duration":"x"}},{"noop":{}},{"wait_event":{}},{}]}""",
        "stages[0].delay.duration: unable to resolve 'x' to duration value, such as 1h30m\n" +
        "stages[2].wait_event.event: required but not given\n" +
        "stages[3]: empty specification");

    [Theory]
    [InlineData("""{"stages":[<items>]}""", "{}", 50)]
    [InlineData("""{"stages":[{"update":{"account":{"id":"a","metadata":{<items>}}}}]}""", "\"k<i>\":1", 50)]
    [InlineData("""{"stages":[<items>]}""", "5", 50)]
    [InlineData("""{<items>}""", "\"k\":1", 50)]
    public void At_most_twenty_problems_are_reported(string body, string item, int count)
    {
        var items = string.Join(',', Enumerable.Range(0, count).Select(i => item.Replace("<i>", $"{i}")));

        var refusal = Parse(body.Replace("<items>", items));

        Assert.Equal(20, refusal.Message.Split('\n').Length);
    }

    [Fact]
    public void More_than_a_hundred_stages_are_refused()
    {
        var stages = string.Join(',', Enumerable.Repeat("""{"noop":{}}""", Limits.StagesMax + 1));

        AssertRefused($$"""{"stages":[{{stages}}]}""", "stages: at most 100 are allowed but there are 101");
    }

    [Fact]
    public void Nesting_deeper_than_the_limit_is_refused()
    {
        // Body, stages, the stage and its own body are the first four levels.
        static string Body(int arrays) =>
            $$$"""{"stages":[{"noop":{"x":{{{new string('[', arrays)}}}{{{new string(']', arrays)}}}}}]}""";

        var path = string.Concat(Enumerable.Repeat("[0]", 28));

        Assert.Null(DefinitionParser.Parse(JsonElement.Parse(Body(28)), out _));
        AssertRefused(Body(29), $"stages[0].noop.x{path}: nested deeper than 32 levels");
    }

    [Fact]
    public void A_long_text_of_the_caller_is_cut_in_messages()
    {
        var key = new string('k', 200_000);

        AssertStageRefused(
            $$$"""{"{{{key}}}":{}}""",
            $"stages[0]: unable to resolve schema '{new string('k', 100)}…' (known: confirm_hold, delay, hold, noop, send, update, void_hold, wait_event)");
    }

    [Fact]
    public void A_text_of_the_caller_stays_on_its_line() => AssertStageRefused(
        """{"update":{"account":{"id":"a","ledger":1,"metadata":{"a\nb":1}}}}""",
        "stages[0].update.account.ledger: expected string but was number\n" +
        "stages[0].update.account.metadata[\"a b\"]: expected string but was number");

    private static Refusal Parse(string body)
    {
        var refusal = DefinitionParser.Parse(JsonElement.Parse(body), out var definition);

        Assert.NotNull(refusal);
        Assert.Null(definition);
        Assert.Equal(RefusalKind.Validation, refusal.Kind);
        return refusal;
    }

    private static void AssertRefused(string body, string expected) => Assert.Equal(expected, Parse(body).Message);

    private static void AssertStageRefused(string stage, string expected) => AssertRefused($$"""{"stages":[{{stage}}]}""", expected);

    private static void AssertSendRefused(string body, string[] problems) => AssertStageRefused(
        $$"""{"send": {{Expand(body)}} }""",
        string.Join('\n', problems.Select(problem => $"stages[0].send.{problem}")));
}
