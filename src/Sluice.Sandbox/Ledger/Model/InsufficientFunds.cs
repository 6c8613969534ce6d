using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>The refusal that names who could not pay.</summary>
internal static class InsufficientFunds
{
    public static RefusedException Of(IReadOnlyCollection<string> accounts) => RefusedException.BadRequest(
        "INSUFFICIENT_FUND",
        accounts.Count == 0
            ? "the caps of the sources are below the amount"
            : $"account(s) {string.Join(", ", accounts.Distinct().Select(account => "@" + account))} had/have insufficient funds");
}
