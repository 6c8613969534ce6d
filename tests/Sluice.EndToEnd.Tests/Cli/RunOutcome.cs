using System.Numerics;
using System.Text.Json;
using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>What <c>--output json</c> says of a run, in the words of the heads of files.</summary>
internal sealed class RunOutcome(string json)
{
    private readonly JsonElement _root = JsonDocument.Parse(json).RootElement;

    public string Status => Text(_root, "status");

    /// <summary>Everything that the run led to.</summary>
    public IReadOnlyList<Expectation> Facts =>
    [
        .. Items("balances").Select(each => new Expectation.OfAccount(
            new AccountAmount(Text(each, "ledger"), Text(each, "account"), Text(each, "asset"), Amount(each, "after")))),
        .. Items("walletBalances").Select(each => new Expectation.OfWallet(
            new WalletAmount(Text(each, "wallet"), Text(each, "balance"), new Money(Text(each, "asset"), Amount(each, "after"))))),
        .. Items("openHolds").Select(each => new Expectation.OfHold(
            Text(each, "wallet"), new Money(Text(each, "asset"), Amount(each, "remaining")))),
        .. Items("transfers").Select(each => new Expectation.OfTransfer(
            new Money(Text(each, "asset"), Amount(each, "amount")), Text(each, "status"))),
    ];

    public IReadOnlyList<JsonElement> Items(string name) => [.. _root.GetProperty(name).EnumerateArray()];

    public static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;

    public static BigInteger Amount(JsonElement parent, string name) => BigInteger.Parse(parent.GetProperty(name).GetRawText());
}
