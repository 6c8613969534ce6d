using System.Net;
using System.Numerics;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Sluice.Sandbox.Tests.Wallets;

/// <summary>What holds for all sequences of calls; a failure prints the seed that repeats it.</summary>
public sealed class WalletProperties
{
    private static readonly string[] Balances = ["main", "gifts", "vouchers"];

    private static readonly Gen<BigInteger> Amount = Gen.Frequency<BigInteger>(
        (9, Gen.Int[0, 30].Select(value => new BigInteger(value))),
        (1, Gen.OneOf(BigInteger.Pow(2, 53) + 1, BigInteger.Pow(10, 30))));

    // Holds take several steps to become interesting, so what makes and ends them comes often.
    private static readonly Gen<Kind> Kinds = Gen.Frequency(
        (3, Gen.Const(Kind.Credit)),
        (1, Gen.Const(Kind.CreditFromWallet)),
        (1, Gen.Const(Kind.Debit)),
        (1, Gen.Const(Kind.DebitAll)),
        (4, Gen.Const(Kind.Hold)),
        (4, Gen.Const(Kind.Confirm)),
        (2, Gen.Const(Kind.Void)),
        (1, Gen.Const(Kind.Wait)));

    private static readonly Gen<Call> Calls = Gen.Select(Kinds, Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[0, 5], Amount, Gen.Bool)
        .Select(parts => new Call(parts.Item1, parts.Item2, Balances[parts.Item3], parts.Item4, parts.Item5, parts.Item6));

    [Fact]
    public async Task Whatever_is_asked_no_money_is_made_lost_or_forgotten_in_a_hold()
    {
        // All rounds share a sandbox: what one leaves behind must not break the next.
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero));
        await using var app = await SandboxApp.StartAsync(clock);

        await Calls.Array[5, 40].SampleAsync(calls => new Round(app, clock).PlayAsync(calls), iter: 30, threads: 1);
    }

    private enum Kind
    {
        Credit,
        CreditFromWallet,
        Debit,
        DebitAll,
        Hold,
        Confirm,
        Void,
        Wait,
    }

    private sealed record Call(Kind Kind, int Wallet, string Balance, int Hold, BigInteger Amount, bool Flag);

    /// <summary>Two wallets with three balances each, one of which expires, and a model of what they should have.</summary>
    private sealed class Round(SandboxApp app, FakeTimeProvider clock)
    {
        private readonly WalletDriver _wallets = new(app);
        private readonly Dictionary<(int Wallet, string Balance), BigInteger> _model = [];
        private readonly List<(string Id, int Wallet, BigInteger Original)> _holds = [];
        private readonly Dictionary<string, BigInteger> _held = [];
        private string[] _ids = [];
        private DateTimeOffset _expiresAt;

        public async Task PlayAsync(Call[] calls)
        {
            _expiresAt = clock.GetUtcNow().AddSeconds(4);
            _ids = [await CreateAsync(), await CreateAsync()];
            foreach (var call in calls)
            {
                var before = await _wallets.TransactionCountAsync();
                var answer = await SendAsync(call);
                var moved = answer?.Status is HttpStatusCode.NoContent or HttpStatusCode.Created;
                Assert.Equal(before + (moved ? 1 : 0), await _wallets.TransactionCountAsync());
                await RequireModelAsync();
            }

            var sums = (await app.GetAsync(WalletDriver.Ledger + "/aggregate/balances")).Require(HttpStatusCode.OK).Data;
            Assert.All(sums.EnumerateObject(), sum => Assert.Equal("0", sum.Value.GetRawText()));
            var negative = await app.GetAsync(WalletDriver.Ledger + """/accounts?query={"$lt":{"balance":0}}""");
            Assert.All(negative.Column("address"), address => Assert.Equal("world", address));
        }

        private async Task<string> CreateAsync()
        {
            var id = await _wallets.CreateAsync();
            await _wallets.AddBalanceAsync(id, "gifts", $$""","expiresAt":"{{_expiresAt:yyyy-MM-ddTHH:mm:ssZ}}" """);
            await _wallets.AddBalanceAsync(id, "vouchers", ""","priority":5""");
            return id;
        }

        private async Task<Answer?> SendAsync(Call call)
        {
            var id = _ids[call.Wallet];
            switch (call.Kind)
            {
                case Kind.Credit:
                    var credited = await _wallets.CreditAsync(id, $"{call.Amount}", $$""","balance":"{{call.Balance}}" """);
                    Add(call.Wallet, call.Balance, call.Amount);
                    return credited.Require(HttpStatusCode.NoContent);
                case Kind.CreditFromWallet:
                    var source = $$""","balance":"{{call.Balance}}","sources":[{"type":"WALLET","identifier":"{{_ids[1 - call.Wallet]}}"}]""";
                    var from = await _wallets.CreditAsync(id, $"{call.Amount}", source);
                    RequireTaken(from, 1 - call.Wallet, ["main"], call.Amount, HttpStatusCode.NoContent);
                    if (from.Status == HttpStatusCode.NoContent)
                    {
                        Add(call.Wallet, call.Balance, call.Amount);
                    }

                    return from;
                case Kind.Debit:
                    var debited = await _wallets.DebitAsync(id, $"{call.Amount}", $$""","balances":["{{call.Balance}}"]""");
                    RequireTaken(debited, call.Wallet, [call.Balance], call.Amount, HttpStatusCode.NoContent);
                    return debited;
                case Kind.DebitAll:
                    var all = await _wallets.DebitAsync(id, $"{call.Amount}", ""","balances":["*"]""");
                    RequireTaken(all, call.Wallet, ["gifts", "vouchers", "main"], call.Amount, HttpStatusCode.NoContent);
                    return all;
                case Kind.Hold:
                    var held = await _wallets.DebitAsync(id, $"{call.Amount}", ""","balances":["*"],"pending":true""");
                    RequireTaken(held, call.Wallet, ["gifts", "vouchers", "main"], call.Amount, HttpStatusCode.Created);
                    if (held.Status == HttpStatusCode.Created)
                    {
                        _holds.Add((held.Data.Text("id"), call.Wallet, call.Amount));
                        _held[held.Data.Text("id")] = call.Amount;
                    }

                    return held;
                case Kind.Confirm:
                    return _holds.Count > 0 ? await ConfirmAsync(_holds[call.Hold % _holds.Count], call) : null;
                case Kind.Void:
                    return _holds.Count > 0 ? await VoidAsync(_holds[call.Hold % _holds.Count]) : null;
                default:
                    clock.Advance(TimeSpan.FromSeconds(1));
                    return null;
            }
        }

        private async Task<Answer> ConfirmAsync((string Id, int Wallet, BigInteger Original) hold, Call call)
        {
            var remaining = _held[hold.Id];
            var amount = call.Amount.IsZero ? remaining : call.Amount;
            var field = call.Amount.IsZero ? "" : $"\"amount\":{call.Amount},";
            var answer = await _wallets.ConfirmAsync(hold.Id, $$"""{ {{field}}"final":{{(call.Flag ? "true" : "false")}} }""");
            if (remaining.IsZero)
            {
                return answer.RequireError(HttpStatusCode.BadRequest, "HOLD_CLOSED");
            }

            if (amount > remaining)
            {
                return answer.RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
            }

            _held[hold.Id] = call.Flag ? 0 : remaining - amount;
            Add(hold.Wallet, "main", call.Flag ? remaining - amount : 0);
            return answer.Require(HttpStatusCode.NoContent);
        }

        private async Task<Answer> VoidAsync((string Id, int Wallet, BigInteger Original) hold)
        {
            var before = await TotalAsync(hold.Wallet);
            var answer = await _wallets.VoidAsync(hold.Id);
            if (_held[hold.Id].IsZero)
            {
                return answer.RequireError(HttpStatusCode.BadRequest, "HOLD_CLOSED");
            }

            // Which balance gets how much is another test's business; here, that they get it all.
            answer.Require(HttpStatusCode.NoContent);
            Assert.Equal(before + _held[hold.Id], await TotalAsync(hold.Wallet));
            _held[hold.Id] = 0;
            foreach (var balance in Balances)
            {
                var now = await _wallets.BalanceAsync(_ids[hold.Wallet], balance);
                Assert.True(now >= _model.GetValueOrDefault((hold.Wallet, balance)));
                _model[(hold.Wallet, balance)] = now;
            }

            return answer;
        }

        private void RequireTaken(Answer answer, int wallet, string[] order, BigInteger amount, HttpStatusCode success)
        {
            var paying = order.Where(balance => balance != "gifts" || clock.GetUtcNow() < _expiresAt).ToList();
            var funds = paying.Aggregate(BigInteger.Zero, (sum, balance) => sum + _model.GetValueOrDefault((wallet, balance)));
            if (paying.Count == 0 || funds < amount)
            {
                answer.RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
                return;
            }

            answer.Require(success);
            foreach (var balance in paying)
            {
                var taken = BigInteger.Min(amount, _model.GetValueOrDefault((wallet, balance)));
                Add(wallet, balance, -taken);
                amount -= taken;
            }
        }

        // The model, the wallets' own answers, their summary and the ledger's accounts must all say the same.
        private async Task RequireModelAsync()
        {
            for (var wallet = 0; wallet < _ids.Length; wallet++)
            {
                foreach (var balance in Balances)
                {
                    var expected = _model.GetValueOrDefault((wallet, balance));
                    Assert.Equal(expected, await _wallets.BalanceAsync(_ids[wallet], balance));
                    Assert.Equal(expected, await _wallets.AccountAsync(WalletDriver.Account(_ids[wallet], balance)));
                }

                var summary = (await _wallets.GetAsync($"/wallets/{_ids[wallet]}/summary")).Require(HttpStatusCode.OK).Data;
                var held = _holds.Where(hold => hold.Wallet == wallet).Aggregate(BigInteger.Zero, (sum, hold) => sum + _held[hold.Id]);
                Assert.Equal(held, Read(summary, "holdFunds"));
                Assert.Equal(await TotalAsync(wallet), Read(summary, "availableFunds") + Read(summary, "expiredFunds"));
            }

            foreach (var (id, _, original) in _holds)
            {
                Assert.Equal(_held[id], await _wallets.RemainingAsync(id));
                Assert.True(_held[id] <= original);
            }
        }

        private async Task<BigInteger> TotalAsync(int wallet)
        {
            var total = BigInteger.Zero;
            foreach (var balance in Balances)
            {
                total += await _wallets.BalanceAsync(_ids[wallet], balance);
            }

            return total;
        }

        private void Add(int wallet, string balance, BigInteger amount) =>
            _model[(wallet, balance)] = _model.GetValueOrDefault((wallet, balance)) + amount;

        private static BigInteger Read(JsonElement summary, string name) =>
            summary.GetProperty(name).TryGetProperty("USD/2", out var amount) ? BigInteger.Parse(amount.GetRawText(), null) : 0;
    }
}
