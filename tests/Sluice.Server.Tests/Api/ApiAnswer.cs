using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Sluice.Server.Tests.Api;

/// <summary>An answer of the server.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Text, JsonElement Json, HttpResponseHeaders Headers)
{
    public JsonElement Data => Json.GetProperty("data");

    public JsonElement Cursor => Json.GetProperty("cursor");

    public string? ErrorCode => Json.GetProperty("errorCode").GetString();

    public string? ErrorMessage => Json.GetProperty("errorMessage").GetString();

    /// <summary>Checks an error.</summary>
    public void IsError(HttpStatusCode status, string code, string message) =>
        Assert.Equal((status, code, message), (Status, ErrorCode, ErrorMessage));
}
