using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Wallets.Requests;

/// <summary>Reads the smaller bodies: of a new wallet, a new balance, a confirmation.</summary>
internal static class WalletRequest
{
    private const int NameCharactersMax = 1024;

    public static string ReadName(JsonElement body) => body.RequiredText("name") is { Length: > 0 and <= NameCharactersMax } name
        && !name.Any(char.IsControl)
            ? name
            : throw RefusedException.Validation(
                $"name must be 1 to {NameCharactersMax} characters, none of them control characters");

    public static Metadata ReadMetadata(JsonElement body) =>
        (body.Field("metadata") ?? throw RefusedException.Validation("metadata is missing")).AsTextMap("metadata");

    /// <summary>A balance as a client wants it; whether it exists already only the writer can tell.</summary>
    public static BalanceRow ReadBalance(WalletId wallet, JsonElement body)
    {
        var name = body.RequiredText("name");
        if (!BalanceRow.IsName(name))
        {
            throw RefusedException.Validation(
                $"name must be 1 to {BalanceRow.NameCharactersMax} letters, digits, '_' or '-'");
        }

        if (name == BalanceRow.Main)
        {
            throw RefusedException.Validation($"name cannot be \"{BalanceRow.Main}\": every wallet has that balance");
        }

        var priority = body.Field("priority")?.AsInteger("priority") ?? 0;
        return priority >= long.MinValue && priority <= long.MaxValue
            ? new BalanceRow(0, wallet, name, body.OptionalInstant("expiresAt"), (long)priority)
            : throw RefusedException.Validation("priority must be an integer of 64 bits");
    }
}
