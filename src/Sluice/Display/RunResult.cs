using System.Globalization;
using System.Text.Json;
using Sluice.Runs;

namespace Sluice.Display;

/// <summary>Writes what came of a run.</summary>
internal static class RunResult
{
    /// <summary>Writes tables of the postings made and, where they are known, of the balances touched.</summary>
    public static void WriteText(TextWriter output, RunReport report)
    {
        if (report.Postings.Count == 0)
        {
            output.WriteLine("no postings were made");
            return;
        }

        var postings = new TextTable("LEDGER", ">TX", "SOURCE", "", "DESTINATION", "ASSET", ">AMOUNT");
        foreach (var (ledger, transaction, posting) in report.Postings)
        {
            postings.Add(
                ledger, transaction.ToString(CultureInfo.InvariantCulture), posting.Source, "→", posting.Destination, posting.Asset,
                posting.Amount.ToString(CultureInfo.InvariantCulture));
        }

        postings.WriteTo(output);
        if (report.Balances.Count == 0)
        {
            return;
        }

        output.WriteLine();
        var balances = new TextTable("LEDGER", "ACCOUNT", "ASSET", ">BEFORE", "", ">AFTER");
        foreach (var (ledger, account, asset, before, after) in report.Balances)
        {
            balances.Add(
                ledger, account, asset, before.ToString(CultureInfo.InvariantCulture), "→",
                after.ToString(CultureInfo.InvariantCulture));
        }

        balances.WriteTo(output);
    }

    /// <summary>Writes one JSON object with everything that is known.</summary>
    public static void WriteJson(TextWriter output, RunSnapshot snapshot, RunReport report)
    {
        var instance = snapshot.Instance;
        var status = instance switch
        {
            { Terminated: false } => "running",
            { Error: not null } => "failed",
            _ => "succeeded",
        };
        var document = new RunDocument(
            instance.WorkflowId,
            instance.Id,
            status,
            instance.Error,
            [.. report.Postings.Select(each => new PostingDocument(
                each.Ledger, each.TransactionId, each.Posting.Source, each.Posting.Destination, each.Posting.Asset, each.Posting.Amount))],
            [.. report.Balances.Select(each => new BalanceDocument(each.Ledger, each.Account, each.Asset, each.Before, each.After))]);
        output.WriteLine(JsonSerializer.Serialize(document, DisplayJson.Default.RunDocument));
    }
}
