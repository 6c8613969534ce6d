using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Wallets.Model;

/// <summary>Who pays or is paid.</summary>
internal abstract record Subject
{
    private Subject()
    {
    }

    /// <summary>The ledger account behind the subject.</summary>
    public abstract string Address { get; }

    /// <param name="name">How a refusal calls the field.</param>
    /// <exception cref="RefusedException">VALIDATION: the element is not a subject.</exception>
    public static Subject Read(JsonElement element, string name)
    {
        var subject = element.AsObject(name);
        var prefix = name + ".";
        var type = subject.RequiredText("type", prefix);
        var identifier = subject.RequiredText("identifier", prefix);
        return type switch
        {
            "ACCOUNT" when LedgerSyntax.IsAddress(identifier) => new OfLedger(identifier),
            "ACCOUNT" => throw RefusedException.Validation($"{prefix}identifier {LedgerSyntax.AddressRule}"),
            "WALLET" when WalletId.TryParse(identifier) is { } id => new OfWallet(id, ReadBalance(subject, prefix)),
            "WALLET" => throw RefusedException.Validation($"{prefix}identifier must be the id of a wallet"),
            _ => throw RefusedException.Validation($"{prefix}type must be ACCOUNT or WALLET, found \"{type}\""),
        };
    }

    public abstract void Write(Utf8JsonWriter writer);

    private static string ReadBalance(JsonElement subject, string prefix) => subject.OptionalText("balance", prefix) switch
    {
        null or "" => BalanceRow.Main,
        var balance when BalanceRow.IsName(balance) => balance,
        _ => throw RefusedException.Validation($"{prefix}balance must be letters, digits, '_' or '-'"),
    };

    /// <summary>An account of the ledger that the wallets are built on.</summary>
    public sealed record OfLedger(string Account) : Subject
    {
        /// <summary>Where money comes from and goes to when nobody else is named.</summary>
        public static OfLedger World { get; } = new(LedgerSyntax.World);

        public override string Address => Account;

        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "ACCOUNT");
            writer.WriteString("identifier", Account);
            writer.WriteEndObject();
        }
    }

    /// <summary>A balance of a wallet.</summary>
    public sealed record OfWallet(WalletId Wallet, string Balance) : Subject
    {
        public override string Address => Wallet.Account(Balance);

        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "WALLET");
            writer.WriteString("identifier", Wallet.ToString());
            writer.WriteString("balance", Balance);
            writer.WriteEndObject();
        }
    }
}
