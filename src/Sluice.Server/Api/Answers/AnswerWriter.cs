using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Sluice.Server.Api.Answers;

/// <summary>Writes answers.</summary>
internal static class AnswerWriter
{
    // Answers are never part of an HTML page, so text stays readable: 'x' and not \u0027x\u0027.
    private static readonly JsonSerializerOptions Options =
        new(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one answer. A list in it is written as it is read, so a long one is never held as a whole.</summary>
    public static Task WriteAsync<T>(HttpContext context, int status, T value)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(
            context.Response.BodyWriter, value, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)), context.RequestAborted);
    }
}
