using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Wallets.Queries;

/// <summary>Which rows of a list of wallets, holds or transactions are wanted.</summary>
/// <param name="Metadata">What a row's metadata must contain.</param>
internal sealed record ListFilter(string? Name, WalletId? Wallet, Metadata Metadata)
{
    private const string MetadataPrefix = "metadata[";

    /// <summary>Reads the page and the filter that a request asks for; a cursor brings both.</summary>
    /// <param name="parameters">Those of <c>name</c>, <c>walletID</c> and <c>metadata</c> that the list can be filtered by.</param>
    /// <exception cref="RefusedException">VALIDATION: a parameter or the cursor is not what it should be.</exception>
    public static async Task<(PageRequest Page, ListFilter Filter)> ReadAsync(
        HttpRequest request, string resource, bool descending, string[] parameters, CancellationToken cancellationToken)
    {
        var page = await PageRequest.ReadAsync(request, "wallets/" + resource, "createdAt", descending, cancellationToken);
        if (page.Bookmark is null)
        {
            page = page with { Query = ReadParameters(request, parameters) };
        }

        return (page, Parse(page.Query.AsObject("cursor")));
    }

    public bool Matches(Metadata metadata) => Metadata.All(wanted => metadata.GetValueOrDefault(wanted.Key) == wanted.Value);

    private static ListFilter Parse(JsonElement query) => new(
        query.OptionalText("name"),
        query.OptionalText("walletID") is not { } id ? null
            : WalletId.TryParse(id) ?? throw RefusedException.Validation("walletID must be the id of a wallet"),
        query.TextMap("metadata"));

    // Written as JSON, the form in which a cursor takes it along.
    private static JsonElement ReadParameters(HttpRequest request, string[] parameters)
    {
        var given = request.Query.Where(parameter => parameter.Value.ToString().Length > 0).ToList();
        var text = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in given.Where(parameter => parameter.Key != "metadata" && parameters.Contains(parameter.Key)))
            {
                writer.WriteString(name, value.ToString());
            }

            if (parameters.Contains("metadata"))
            {
                writer.WriteStartObject("metadata");
                foreach (var (name, value) in given.Where(parameter => IsMetadata(parameter.Key)))
                {
                    writer.WriteString(name[MetadataPrefix.Length..^1], value.ToString());
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });
        return text.Length <= PageRequest.QueryBytesMax
            ? JsonElement.Parse(text.Span)
            : throw RefusedException.Validation($"the filters are larger than {PageRequest.QueryBytesMax} bytes");
    }

    private static bool IsMetadata(string parameter) =>
        parameter.StartsWith(MetadataPrefix, StringComparison.Ordinal) && parameter.EndsWith(']');
}
