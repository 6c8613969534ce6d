namespace Sluice.Engine.Stages.Programs;

/// <summary>Which calls a send makes, by the pair of its sides. Each pair reads in the order the money moves.</summary>
internal static class SendProgram
{
    internal static IEnumerable<StageStep> Run(SendInput send) => (send.Source, send.Destination) switch
    {
        ({ Account: { } from }, { Account: { } to }) => AccountSends.ToAccount(send, from, to),
        ({ Account: { } from }, { Wallet: { } to }) => AccountSends.ToWallet(send, from, to),
        ({ Account: { } from }, { Payment: { } to }) => AccountSends.ToPayment(send, from, to),
        ({ Wallet: { } from }, { Account: { } to }) => WalletSends.ToAccount(send, from, to),
        ({ Wallet: { } from }, { Wallet: { } to }) => WalletSends.ToWallet(send, from, to),
        ({ Wallet: { } from }, { Payment: { } to }) => WalletSends.ToPayment(send, from, to),
        ({ Payment: { } from }, { Account: { } to }) => PaymentSends.ToAccount(send, from, to),
        ({ Payment: { } from }, { Wallet: { } to }) => PaymentSends.ToWallet(send, from, to),
        _ => [new StageStep.Fail("send from payment to payment is not supported")],
    };
}
