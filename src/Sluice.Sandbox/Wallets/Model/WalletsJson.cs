using System.Numerics;
using System.Text;
using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Wallets.Model;

/// <summary>The wire shapes of wallets.</summary>
internal static class WalletsJson
{
    /// <param name="mainAssets">The money of the main balance; <c>null</c> to leave the balances out.</param>
    public static void WriteWallet(Utf8JsonWriter writer, WalletRow wallet, IEnumerable<AccountVolumes>? mainAssets)
    {
        writer.WriteStartObject();
        writer.WriteString("id", wallet.Id.ToString());
        writer.WriteString("name", wallet.Name);
        writer.WriteStringMap("metadata", wallet.Metadata);
        writer.WriteString("createdAt", Instant.Format(wallet.CreatedAt));
        writer.WriteString("ledger", WalletLedger.Name);
        if (mainAssets is not null)
        {
            writer.WriteStartObject("balances");
            writer.WriteStartObject(BalanceRow.Main);
            WriteAssets(writer, mainAssets);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <param name="assets">Its money; <c>null</c> to leave it out.</param>
    public static void WriteBalance(Utf8JsonWriter writer, BalanceRow balance, IEnumerable<AccountVolumes>? assets)
    {
        writer.WriteStartObject();
        writer.WriteString("name", balance.Name);
        if (balance.ExpiresAt is { } expiresAt)
        {
            writer.WriteString("expiresAt", Instant.Format(expiresAt));
        }
        else
        {
            writer.WriteNull("expiresAt");
        }

        writer.WriteNumber("priority", balance.Priority);
        if (assets is not null)
        {
            WriteAssets(writer, assets);
        }

        writer.WriteEndObject();
    }

    /// <param name="remaining">What is left of it; <c>null</c> to leave the amounts out.</param>
    public static void WriteHold(Utf8JsonWriter writer, HoldRow hold, BigInteger? remaining)
    {
        writer.WriteStartObject();
        writer.WriteString("id", hold.Id.ToString());
        writer.WriteString("walletID", hold.Wallet.ToString());
        writer.WritePropertyName("destination");
        hold.Destination.Write(writer);
        writer.WriteString("asset", hold.Asset);
        writer.WriteStringMap("metadata", hold.Metadata);
        writer.WriteString("description", hold.Description);
        if (remaining is { } left)
        {
            writer.WriteInteger("originalAmount", hold.OriginalAmount);
            writer.WriteInteger("remaining", left);
        }

        writer.WriteEndObject();
    }

    /// <summary>Text for a column or for the stored answer of a command.</summary>
    public static string ToText(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(JsonText.Write(write).Span);

    private static void WriteAssets(Utf8JsonWriter writer, IEnumerable<AccountVolumes> assets)
    {
        writer.WriteStartObject("assets");
        foreach (var entry in assets)
        {
            writer.WriteInteger(entry.Asset, entry.Volumes.Balance);
        }

        writer.WriteEndObject();
    }
}
