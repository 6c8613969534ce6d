using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Wallets.Queries;

/// <summary>A wallet's money by what can be done with it.</summary>
internal sealed class WalletSummary
{
    private readonly List<(BalanceRow Balance, IReadOnlyList<AccountVolumes> Assets)> _balances;
    private readonly SortedDictionary<string, BigInteger> _available = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, BigInteger> _expired = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, BigInteger> _expirable = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, BigInteger> _held = new(StringComparer.Ordinal);

    public WalletSummary(WalletSnapshot snapshot, WalletId wallet, DateTimeOffset now)
    {
        _balances = [.. snapshot.Balances(wallet, PageRequest.Everything).Select(balance => (balance, snapshot.Assets(balance)))];
        foreach (var (balance, assets) in _balances)
        {
            foreach (var (_, asset, volumes) in assets)
            {
                Count(balance, asset, volumes.Balance, now);
            }
        }

        foreach (var hold in snapshot.Holds(PageRequest.Everything, new ListFilter(null, wallet, MetadataMap.Empty)))
        {
            Add(_held, hold.Asset, snapshot.Remaining(hold));
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("balances");
        foreach (var (balance, assets) in _balances)
        {
            WalletsJson.WriteBalance(writer, balance, assets);
        }

        writer.WriteEndArray();
        Write(writer, "availableFunds", _available);
        Write(writer, "expiredFunds", _expired);
        Write(writer, "expirableFunds", _expirable);
        Write(writer, "holdFunds", _held);
        writer.WriteEndObject();
    }

    // What can expire is available until then, so it counts twice.
    private void Count(BalanceRow balance, string asset, BigInteger amount, DateTimeOffset now)
    {
        if (balance.IsExpired(now))
        {
            Add(_expired, asset, amount);
            return;
        }

        Add(_available, asset, amount);
        if (balance.ExpiresAt is not null)
        {
            Add(_expirable, asset, amount);
        }
    }

    private static void Add(SortedDictionary<string, BigInteger> sums, string asset, BigInteger amount) =>
        sums[asset] = sums.GetValueOrDefault(asset) + amount;

    private static void Write(Utf8JsonWriter writer, string name, SortedDictionary<string, BigInteger> sums)
    {
        writer.WriteStartObject(name);
        foreach (var (asset, sum) in sums)
        {
            writer.WriteInteger(asset, sum);
        }

        writer.WriteEndObject();
    }
}
