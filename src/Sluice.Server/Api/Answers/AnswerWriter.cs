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
        Begin(context, status);
        return JsonSerializer.SerializeAsync(context.Response.BodyWriter, value, TypeOf<T>(), context.RequestAborted);
    }

    /// <summary>Writes one small answer as a whole, with its length: it leaves in one piece, which costs both sides least.</summary>
    public static async Task WriteWholeAsync<T>(HttpContext context, int status, T value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>());
        Begin(context, status);
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static void Begin(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
    }
}
