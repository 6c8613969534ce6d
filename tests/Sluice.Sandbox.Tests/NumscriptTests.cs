using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Numscript.Evaluation;

namespace Sluice.Sandbox.Tests;

public sealed class NumscriptTests
{
    // Everybody starts with this much USD/2: @a 10, @b 20, @c 30, @debt -5.
    private static readonly Dictionary<string, int> Balances = new() { ["a"] = 10, ["b"] = 20, ["c"] = 30, ["debt"] = -5 };

    public static TheoryData<string, string> Scripts => new()
    {
        { "send [USD/2 100] (\n  source = @users:1 allowing unbounded overdraft\n  destination = @world\n)", "users:1>world 100" },
        { "send [USD/2 10] (source = @a destination = @x)", "a>x 10" },
        { "send [USD/2 10] (destination = @x source = @a)", "a>x 10" },
        { "// first\nsend [USD/2 1_0] ( /* from\n */ source = @a // here\n destination = @x)", "a>x 10" },
        { "send [USD/2 0] (source = @a destination = @x)", "a>x 0" },
        { "send [USD/2 0] (source = { @a @b } destination = { 1/2 to @x 1/2 to @y })", "a>x 0" },
        { "send [USD/2 *] (source = @a destination = @x)", "a>x 10" },
        { "send [USD/2 *] (source = { @a @b } destination = @x)", "a>x 10, b>x 20" },
        { "send [USD/2 *] (source = @empty destination = @x)", "empty>x 0" },
        { "send [USD/2 *] (source = @debt destination = @x)", "debt>x 0" },
        { "send [USD/2 *] (source = max [USD/2 15] from { @a @b } destination = @x)", "a>x 10, b>x 5" },
        { "send [USD/2 *] (source = @a allowing overdraft up to [USD/2 5] destination = @x)", "a>x 15" },
        { "send [USD/2 25] (source = { @a @b } destination = @x)", "a>x 10, b>x 15" },
        { "send [USD/2 8] (source = { @a @b } destination = @x)", "a>x 8" },
        { "send [USD/2 25] (source = { max [USD/2 3] from @a @b @world } destination = @x)", "a>x 3, b>x 20, world>x 2" },
        { "send [USD/2 15] (source = @a allowing overdraft up to [USD/2 5] destination = @x)", "a>x 15" },
        { "send [USD/2 5] (source = @debt allowing overdraft up to [USD/2 10] destination = @x)", "debt>x 5" },
        { "send [USD/2 12] (source = { { @a @b } @c } destination = @x)", "a>x 10, b>x 2" },
        { "send [USD/2 30] (source = { 1/3 from @a 2/3 from @b } destination = @x)", "a>x 10, b>x 20" },
        { "send [USD/2 20] (source = { 50% from @a remaining from { @debt @c } } destination = @x)", "a>x 10, c>x 10" },
        { "send [USD/2 10] (source = @world destination = { 1/3 to @x 1/3 to @y 1/3 to @z })", "world>x 4, world>y 3, world>z 3" },
        { "send [USD/2 11] (source = @world destination = { 1/3 to @x 1/3 to @y remaining to @z })", "world>x 4, world>y 4, world>z 3" },
        { "send [USD/2 100] (source = @world destination = { 12.5% to @x remaining to @y })", "world>x 13, world>y 87" },
        { "send [USD/2 1] (source = @world destination = { 0% to @x 1/2 to @y 1/2 to @z })", "world>y 1" },
        { "send [USD/2 10] (source = @a destination = { 1/2 kept remaining to @y })", "a>y 5" },
        { "send [USD/2 10] (source = @a destination = { max [USD/2 4] to @x remaining to @y })", "a>x 4, a>y 6" },
        { "send [USD/2 10] (source = @a destination = { max [USD/2 4] to @x remaining kept })", "a>x 4" },
        { "send [USD/2 10] (source = @a destination = { max [USD/2 4] kept max [USD/2 1] to @x remaining to { 1/2 to @y 1/2 to @z } })", "a>x 1, a>y 3, a>z 2" },
        { "send [USD/2 30] (source = { @a @b } destination = { 1/2 to @x 1/2 to @y })", "a>x 10, b>x 5, b>y 15" },
        { "send [USD/2 10] (source = @a destination = @x) send [USD/2 10] (source = @x destination = @y)", "a>x 10, x>y 10" },
        { "send [USD/2 10] (source = @a destination = { max [USD/2 4] to @x remaining kept }) send [USD/2 6] (source = @a destination = @y)", "a>x 4, a>y 6" },
        { "send [USD/2 1000000000000000000000000000000] (source = @world destination = { 1/2 to @x 1/2 to @y })", "world>x 500000000000000000000000000000, world>y 500000000000000000000000000000" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_makes_its_postings(string script, string postings) => Assert.Equal(postings, Describe(Run(script).Postings));

    public static TheoryData<string, string, string> Refused => new()
    {
        { "send [USD/2 11] (source = @a destination = @x)", "INSUFFICIENT_FUND", "account(s) @a had/have insufficient funds" },
        { "send [USD/2 31] (source = { @a @b } destination = @x)", "INSUFFICIENT_FUND", "account(s) @a, @b had/have insufficient funds" },
        { "send [USD/2 11] (source = max [USD/2 10] from @world destination = @x)", "INSUFFICIENT_FUND", "the caps of the sources are below the amount" },
        { "send [USD/2 24] (source = { 1/2 from @a 1/2 from @b } destination = @x)", "INSUFFICIENT_FUND", "@a" },
        { "send [USD/2 16] (source = @a allowing overdraft up to [USD/2 5] destination = @x)", "INSUFFICIENT_FUND", "@a" },
        { "send [USD/2 20] (source = { @a @a } destination = @x)", "INSUFFICIENT_FUND", "@a" },
        { "send [USD/2 10] (source = @a destination = @x) send [USD/2 1] (source = @a destination = @y)", "INSUFFICIENT_FUND", "@a" },
        { "send [EUR 1] (source = @a destination = @x)", "INSUFFICIENT_FUND", "@a" },
        { "send [USD/2 *] (source = @world destination = @x)", "COMPILATION_FAILED", "line 1, column 26: not everything can be sent from @world" },
        { "send [USD/2 *] (source = @a allowing unbounded overdraft destination = @x)", "COMPILATION_FAILED", "not everything can be sent from @a" },
        { "send [USD/2 *] (source = { 1/2 from @a 1/2 from @b } destination = @x)", "COMPILATION_FAILED", "everything cannot be drawn in shares" },
        { "send [USD/2 10] (source = max [EUR 5] from @a destination = @x)", "COMPILATION_FAILED", "line 1, column 31: expected an amount of USD/2, found EUR" },
        { "send [USD/2 10] (source = @a destination = { 2/3 to @x 2/3 to @y })", "COMPILATION_FAILED", "the portions are more than the whole" },
        { "send [USD/2 10] (source = @a destination = { 1/3 to @x 1/3 to @y })", "COMPILATION_FAILED", "the portions do not make up the whole" },
        { "send [USD/2 10] (source = @a destination = { remaining to @x remaining to @y })", "COMPILATION_FAILED", "'remaining' can be used once only" },
        { "send [USD/2 10] (source = @a destination = { 3/2 to @x remaining to @y })", "COMPILATION_FAILED", "'3/2' is not a portion between 0 and 1" },
        { "send [USD/2 10] (source = @a destination = { 1/0 to @x remaining to @y })", "COMPILATION_FAILED", "'1/0' is not a portion between 0 and 1" },
        { "send [USD/2 -1] (source = @a destination = @x)", "COMPILATION_FAILED", "line 1, column 13: an amount cannot be negative" },
        { "send [USD/2 10] (source = USD destination = @x)", "COMPILATION_FAILED", "line 1, column 27: expected an account, found an asset" },
        { "send [USD/1234567 10] (source = @a destination = @x)", "COMPILATION_FAILED", "must be an asset" },
        { "vars { account $a account $a } send [USD 1] (source = $a destination = @x)", "COMPILATION_FAILED", "line 1, column 27: variable $a is declared twice" },
        { "vars { account $a } send $a (source = $a destination = @x)", "COMPILATION_FAILED", "expected a monetary amount, found an account" },
        { "vars { money $a } send [USD 1] (source = @a destination = @x)", "INTERPRETER_PARSE", "line 1, column 8: expected a type" },
        { "send [USD/2 10] (source = @a)", "INTERPRETER_PARSE", "line 1, column 29: expected 'destination =', found ')'" },
        { "send [USD/2 10] (source = @a source = @b)", "INTERPRETER_PARSE", "expected 'destination =', found 'source'" },
        { "send [USD/2 10] (\n  source = @a\n  destination = #\n)", "INTERPRETER_PARSE", "line 3, column 17: expected a value, found '#'" },
        { "send [USD/2 10] (source = {} destination = @x)", "INTERPRETER_PARSE", "expected a value, found '}'" },
        { "send [USD/2 10] (source = @a destination = { max [USD/2 1] to @x })", "INTERPRETER_PARSE", "expected 'remaining', found '}'" },
        { "/* open send [USD/2 10] (source = @a destination = @x)", "INTERPRETER_PARSE", "line 1, column 1: expected a statement" },
        { "set_tx_meta(\"k, 1)", "INTERPRETER_PARSE", "expected a key in quotes" },
        { "transfer everything", "INTERPRETER_PARSE", "expected a statement (send, set_tx_meta, set_account_meta), found 'transfer'" },
        { "", "INTERPRETER_PARSE", "expected a statement, found the end of the script" },
        { "send x (source=@a) send [USD 1] (source=@b)", "INTERPRETER_PARSE", "line 1, column 6: expected a value, found 'x'; line 1, column 43: expected 'destination ='" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_script_that_cannot_run_says_why_and_where(string script, string code, string message)
    {
        var refused = Assert.Throws<RefusedException>(() => Run(script));

        Assert.Equal(code, refused.Refusal.Code);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_every_type_are_filled_in()
    {
        var outcome = Run(
            """
            vars {
              account $from
              account $to
              monetary $amount
              monetary $cap
              asset $asset
              number $n
              portion $fee
              string $note
            }
            send $amount (
              source = max $cap from $from
              destination = { $fee to @fees remaining to $to }
            )
            send [$asset $n] (source = @world destination = $to)
            set_tx_meta("note", $note)
            set_tx_meta("amount", $amount)
            set_tx_meta("fee", $fee)
            set_account_meta($to, "by", $from)
            set_account_meta($to, "count", 7)
            """,
            """
            {"from":"a","to":"x:1","amount":"USD/2 10","cap":{"asset":"USD/2","amount":10},"asset":"EUR","n":"3","fee":"10%","note":"say \"hi\""}
            """);

        Assert.Equal("a>fees 1, a>x:1 9, world>x:1 3", Describe(outcome.Postings));
        Assert.Equal(["amount=USD/2 10", "fee=1/10", "note=say \"hi\""], outcome.Metadata.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(["by=a", "count=7"], outcome.AccountMetadata["x:1"].Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Theory]
    [InlineData("account", "\"a b\"", "an account address")]
    [InlineData("account", "7", "an account address")]
    [InlineData("asset", "\"usd\"", "an asset")]
    [InlineData("number", "\"1.5\"", "an integer")]
    [InlineData("number", "1e2", "an integer")]
    [InlineData("portion", "\"3/2\"", "a portion")]
    [InlineData("portion", "\"lots\"", "a portion")]
    [InlineData("string", "1", "a string")]
    [InlineData("monetary", "\"100\"", "a monetary amount")]
    [InlineData("monetary", "\"USD -1\"", "a monetary amount")]
    [InlineData("monetary", """{"asset":"USD"}""", "a monetary amount")]
    public void A_value_of_the_wrong_type_is_refused(string type, string value, string expected)
    {
        var script = $"vars {{ {type} $v }} set_tx_meta(\"k\", $v)";

        var refused = Assert.Throws<RefusedException>(() => Run(script, $$"""{"v":{{value}}}"""));

        Assert.Equal("COMPILATION_FAILED", refused.Refusal.Code);
        Assert.Contains($"script.vars.v is not {expected}", refused.Message, StringComparison.Ordinal);
    }

    private static ScriptOutcome Run(string script, string vars = "{}") => ScriptEvaluator.Run(
        Script.Compile(script, JsonElement.Parse(vars)),
        new Funds((account, asset) => asset == "USD/2" ? Balances.GetValueOrDefault(account) : BigInteger.Zero));

    private static string Describe(IEnumerable<Posting> postings) => string.Join(", ", postings.Select(posting =>
        string.Create(CultureInfo.InvariantCulture, $"{posting.Source}>{posting.Destination} {posting.Amount}")));
}
