using System.Net.Http.Headers;
using System.Text;

namespace Sluice.Server.Activities.Authentication;

/// <summary>The two ways in which a client may tell who it is when it asks for a token.</summary>
internal enum TokenRequestStyle
{
    /// <summary>In the <c>Authorization</c> header, as every server should take it.</summary>
    Basic = 1,

    /// <summary>In the form itself, for servers that do not.</summary>
    Form = 2,
}

/// <summary>Builds requests for tokens by client credentials.</summary>
internal static class TokenRequests
{
    private const string Path = "api/auth/oauth/token";

    private const string Scope = "openid ledger:read ledger:write wallets:read wallets:write payments:read payments:write";

    internal static HttpRequestMessage Build(StackCredentials credentials, TokenRequestStyle style)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = Scope };
        var message = new HttpRequestMessage(HttpMethod.Post, Path);
        if (style == TokenRequestStyle.Form)
        {
            form["client_id"] = credentials.ClientId;
            form["client_secret"] = credentials.ClientSecret;
        }
        else
        {
            // Encoded first, so that a colon in the id cannot be taken for the one between the two.
            var pair = $"{Uri.EscapeDataString(credentials.ClientId)}:{Uri.EscapeDataString(credentials.ClientSecret)}";
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }

        message.Content = new FormUrlEncodedContent(form);
        return message;
    }
}
