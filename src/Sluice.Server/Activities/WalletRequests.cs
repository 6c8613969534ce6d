using Sluice.Engine.Activities;

using static Sluice.Server.Activities.StackRequests;

namespace Sluice.Server.Activities;

/// <summary>The calls to the wallets service.</summary>
internal static class WalletRequests
{
    // Names need not be unique, and two are as wrong as many.
    private const int FoundByNameMax = 15;

    internal static HttpRequestMessage Build(ActivityAttempt attempt) => attempt.Request switch
    {
        GetWallet get => Get($"api/wallets/wallets/{Segment(get.Id)}"),
        ListWallets list => Get($"api/wallets/wallets?name={Uri.EscapeDataString(list.Name)}&pageSize={FoundByNameMax}"),
        CreditWallet credit => Post(
            $"api/wallets/wallets/{Segment(credit.Id)}/credit", credit.Data, StackJson.Default.WalletCredit).WithKeyOf(attempt),
        DebitWallet debit => Post(
            $"api/wallets/wallets/{Segment(debit.Id)}/debit", debit.Data, StackJson.Default.WalletDebit).WithKeyOf(attempt),
        ConfirmHold confirm => Post(
            $"api/wallets/holds/{Segment(confirm.Id)}/confirm",
            new ConfirmHoldBody(confirm.Amount, confirm.Final),
            StackJson.Default.ConfirmHoldBody).WithKeyOf(attempt),
        VoidHold hold => new HttpRequestMessage(HttpMethod.Post, $"api/wallets/holds/{Segment(hold.Id)}/void").WithKeyOf(attempt),
        _ => throw Unknown(attempt),
    };
}
