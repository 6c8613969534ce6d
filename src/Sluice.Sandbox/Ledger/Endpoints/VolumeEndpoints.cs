using System.Numerics;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>Volumes and balances across accounts.</summary>
internal static class VolumeEndpoints
{
    public static void MapVolumes(this RouteGroupBuilder group)
    {
        group.MapPath("/v2/{ledger}/volumes", (HttpMethods.Get, List));
        group.MapPath("/v2/{ledger}/aggregate/balances", (HttpMethods.Get, AggregateAsync));
    }

    /// <summary>The sum of balances by asset, as both API versions write it.</summary>
    public static JsonReply Aggregate(IEnumerable<AccountVolumes> volumes)
    {
        var sums = new SortedDictionary<string, BigInteger>(StringComparer.Ordinal);
        foreach (var entry in volumes)
        {
            sums[entry.Asset] = sums.GetValueOrDefault(entry.Asset) + entry.Volumes.Balance;
        }

        return JsonReply.Data(writer =>
        {
            writer.WriteStartObject();
            foreach (var (asset, balance) in sums)
            {
                writer.WriteInteger(asset, balance);
            }

            writer.WriteEndObject();
        });
    }

    private static async Task<JsonReply> AggregateAsync(
        string ledger, HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var filter = LedgerFilters.Volumes.Compile(await PageRequest.ReadQueryAsync(request, cancellationToken));
        return reader.Read(ledger, (snapshot, row) =>
            Aggregate(snapshot.Volumes(row).Where(view => filter(view)).Select(view => view.Entry)));
    }

    private static async Task<JsonReply> List(string ledger, HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await PageRequest.ReadAsync(request, $"{ledger}/volumes", "account", descending: false, cancellationToken);
        var filter = LedgerFilters.Volumes.Compile(page.Query);
        var taken = reader.Read(ledger, (snapshot, row) =>
            Page<VolumesView>.Take(page, snapshot.Volumes(row, page), filter, view => $"{view.Entry.Account} {view.Entry.Asset}"));
        return taken.ToReply((writer, view) =>
        {
            writer.WriteStartObject();
            writer.WriteString("account", view.Entry.Account);
            writer.WriteString("asset", view.Entry.Asset);
            writer.WriteInteger("input", view.Entry.Volumes.Input);
            writer.WriteInteger("output", view.Entry.Volumes.Output);
            writer.WriteInteger("balance", view.Entry.Volumes.Balance);
            writer.WriteEndObject();
        });
    }
}
