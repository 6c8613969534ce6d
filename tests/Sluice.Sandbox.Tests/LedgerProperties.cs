using System.Globalization;
using System.Net;
using System.Numerics;
using CsCheck;
using Sluice.Sandbox.Numscript;

namespace Sluice.Sandbox.Tests;

/// <summary>What holds for all inputs; a failure prints the seed that repeats it.</summary>
public sealed class LedgerProperties
{
    private static readonly Gen<string> Account = Gen.OneOf("world", "a", "b", "c:1");

    private static readonly Gen<BigInteger> Amount = Gen.Frequency<BigInteger>(
        (9, Gen.Int[0, 20].Select(value => new BigInteger(value))),
        (1, Gen.OneOf(BigInteger.Pow(2, 53) + 1, BigInteger.Pow(10, 30))));

    private static readonly Gen<string> Postings = Gen.Select(Account, Account, Amount, Gen.OneOf("USD/2", "USD/2", "EUR"))
        .Array[1, 3]
        .Select(postings => string.Join(",", postings.Select(posting => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"source":"{{posting.Item1}}","destination":"{{posting.Item2}}","amount":{{posting.Item3}},"asset":"{{posting.Item4}}"}"""))));

    // (what it does, the key it comes with): few keys, so that they collide.
    private static readonly Gen<(string Postings, int Key)> Call = Gen.Select(Postings, Gen.Int[0, 12]);

    [Fact]
    public async Task Whatever_is_asked_money_is_neither_made_nor_lost_nor_spent_twice()
    {
        await using var app = await SandboxApp.StartAsync();
        var ledgers = 0;

        await Call.Array[1, 25].SampleAsync(
            async calls =>
            {
                var ledger = $"/api/ledger/v2/p{Interlocked.Increment(ref ledgers)}";
                (await app.PostAsync(ledger, null)).Require(HttpStatusCode.NoContent);
                var committed = new Dictionary<string, (string Body, string Answer)>();
                foreach (var call in calls)
                {
                    var body = $$"""{"postings":[{{call.Postings}}]}""";
                    var key = $"k{call.Key}";
                    var answer = await app.PostAsync(ledger + "/transactions", body, key);
                    if (committed.TryGetValue(key, out var earlier))
                    {
                        Assert.Equal(earlier.Body == body ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
                        Assert.True(earlier.Body != body || earlier.Answer == answer.Body);
                    }
                    else if (answer.Status == HttpStatusCode.OK)
                    {
                        committed[key] = (body, answer.Body);
                        Assert.Equal(committed.Count, answer.Data.GetProperty("id").GetInt32());
                    }
                    else
                    {
                        answer.RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
                    }
                }

                var sums = (await app.GetAsync(ledger + "/aggregate/balances")).Data;
                Assert.All(sums.EnumerateObject(), sum => Assert.Equal("0", sum.Value.GetRawText()));
                var negative = await app.GetAsync(ledger + """/accounts?query={"$lt":{"balance":0}}""");
                Assert.All(negative.Cursor.GetProperty("data").EnumerateArray(), account => Assert.Equal("world", account.GetProperty("address").GetString()));
                var stats = (await app.GetAsync(ledger + "/stats")).Data;
                Assert.Equal(committed.Count, stats.GetProperty("transactions").GetInt32());
                await RequireVolumesToFollowFromPostings(app, ledger);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void Parts_of_an_allotment_sum_exactly_and_differ_from_their_share_by_one_at_most()
    {
        var portions = Gen.Int[1, 100].Array[1, 8].Select(weights =>
        {
            var total = weights.Sum();
            return weights.Select(weight => Portion.TryParse($"{weight}/{total}", out var portion) ? portion : default).ToArray();
        });

        Gen.Select(portions, Gen.Long[0, long.MaxValue], Gen.OneOf(BigInteger.One, BigInteger.Pow(10, 30))).Sample((shares, number, factor) =>
        {
            var amount = number * factor;
            var parts = Portion.Allocate(amount, shares);

            Assert.Equal(amount, parts.Aggregate(BigInteger.Add));
            foreach (var (part, share) in parts.Zip(shares))
            {
                Assert.True(BigInteger.Abs((part * share.Denominator) - (amount * share.Numerator)) <= share.Denominator);
            }
        });
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        var pieces = Gen.OneOf(
            "send", "[USD/2 10]", "[USD/2 *]", "(", ")", "source", "=", "destination", "{", "}", "@a", "$v", "max", "from", "to", "remaining", "kept",
            "1/2", "50%", "allowing", "unbounded", "overdraft", "up", "vars", "account", "portion", "\"text\"", "set_tx_meta", ",", "/*", "*/", "\n", "#", "-5");

        pieces.Array[0, 40].Sample(words =>
        {
            var result = Numscript.Syntax.Parser.Parse(string.Join(' ', words));

            Assert.True(result.Diagnostics.Length <= 10);
        });
    }

    private static async Task RequireVolumesToFollowFromPostings(SandboxApp app, string ledger)
    {
        var volumes = new SortedDictionary<string, (BigInteger Input, BigInteger Output)>(StringComparer.Ordinal);
        var transactions = (await app.GetAsync(ledger + "/transactions?pageSize=1000")).Cursor.GetProperty("data");
        foreach (var posting in transactions.EnumerateArray().SelectMany(transaction => transaction.GetProperty("postings").EnumerateArray()))
        {
            var amount = BigInteger.Parse(posting.GetProperty("amount").GetRawText(), CultureInfo.InvariantCulture);
            var source = $"{posting.GetProperty("source")} {posting.GetProperty("asset")}";
            var destination = $"{posting.GetProperty("destination")} {posting.GetProperty("asset")}";
            volumes[source] = volumes.GetValueOrDefault(source) with { Output = volumes.GetValueOrDefault(source).Output + amount };
            volumes[destination] = volumes.GetValueOrDefault(destination) with { Input = volumes.GetValueOrDefault(destination).Input + amount };
        }

        var stored = (await app.GetAsync(ledger + "/volumes?pageSize=1000")).Cursor.GetProperty("data").EnumerateArray();
        Assert.Equal(
            volumes.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value.Input} {entry.Value.Output}")),
            stored.Select(row => $"{row.GetProperty("account")} {row.GetProperty("asset")} {row.GetProperty("input").GetRawText()} {row.GetProperty("output").GetRawText()}"));
    }
}
