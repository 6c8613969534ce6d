using System.Text.Json;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>Finds the ledgers that a workflow needs, so that an empty sandbox can be given them.</summary>
internal static class LedgersNamed
{
    /// <summary>The ledgers of all accounts in the workflow's stages, each once.</summary>
    public static IEnumerable<string> In(WorkflowConfig workflow, IReadOnlyDictionary<string, string> variables) =>
        workflow.Stages
            .SelectMany(stage => stage.EnumerateObject())
            // What a hold pays to is in the wallets' own ledger.
            .Where(stage => stage.Name != "hold")
            .SelectMany(stage => Accounts(stage.Value).Select(account => LedgerOf(stage.Name, account, variables)))
            .Distinct(StringComparer.Ordinal);

    private static IEnumerable<JsonElement> Accounts(JsonElement stage)
    {
        if (stage.ValueKind is not JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var member in stage.EnumerateObject())
        {
            if (member.NameEquals("account"))
            {
                yield return member.Value;
            }
            else if (member.Name is "source" or "destination")
            {
                foreach (var account in Accounts(member.Value))
                {
                    yield return account;
                }
            }
        }
    }

    // An update's account is in another ledger by default than a send's: the API has it so.
    private static string LedgerOf(string kind, JsonElement account, IReadOnlyDictionary<string, string> variables)
    {
        var named = account.ValueKind is JsonValueKind.Object && account.TryGetProperty("ledger", out var ledger)
            ? Template.Fill(ledger.ToString(), variables)
            : "";
        return named.Length > 0 ? named : kind == "update" ? "main" : LedgerAccount.DefaultLedger;
    }
}
