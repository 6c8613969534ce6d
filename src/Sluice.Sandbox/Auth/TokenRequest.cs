using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Sluice.Sandbox.Auth;

/// <summary>A client's request for a token: who it says it is, and what for.</summary>
/// <param name="Candidates">The readings of the credentials that were sent; none when there are none.</param>
internal sealed record TokenRequest(string GrantType, string Scope, IReadOnlyList<ClientCredentials> Candidates)
{
    private const string BasicScheme = "Basic ";
    private const string FormType = "application/x-www-form-urlencoded";
    private const int FieldCharactersMax = 4096;
    private const int FieldsMax = 32;

    /// <summary>Reads a form, and credentials from its header or else from the form; <c>null</c> when it is no such form.</summary>
    public static async Task<TokenRequest?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var limits = new FormOptions
            {
                ValueCountLimit = FieldsMax,
                KeyLengthLimit = FieldCharactersMax,
                ValueLengthLimit = FieldCharactersMax,
            };
            request.HttpContext.Features.Set<IFormFeature>(
                new FormFeature(request, limits));
            var form = await request.ReadFormAsync(cancellationToken);
            return new TokenRequest(form["grant_type"].ToString(), form["scope"].ToString(), ReadCredentials(request, form));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static IReadOnlyList<ClientCredentials> ReadCredentials(HttpRequest request, IFormCollection form)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase))
        {
            return ReadBasic(header[BasicScheme.Length..].Trim());
        }

        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        return id.Length > 0 && secret.Length > 0 ? [new ClientCredentials(id, secret)] : [];
    }

    private static IReadOnlyList<ClientCredentials> ReadBasic(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var written))
        {
            return [];
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, written).Split(':', 2);
        if (parts is not [{ Length: > 0 } id, { Length: > 0 } secret])
        {
            return [];
        }

        // The standard wants both escaped as in a form; curl and many others send them as they are.
        return [new ClientCredentials(id, secret), new ClientCredentials(Unescape(id), Unescape(secret))];
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
