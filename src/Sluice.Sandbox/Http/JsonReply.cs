using System.Globalization;
using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Http;

/// <summary>An answer whose body is JSON already written.</summary>
internal sealed class JsonReply(int status, ReadOnlyMemory<byte> body) : IResult
{
    /// <summary>Headers besides the content type.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static JsonReply Ok(Action<Utf8JsonWriter> write) => new(StatusCodes.Status200OK, JsonText.Write(write));

    /// <summary>No body, and how many there are in a header.</summary>
    public static JsonReply Count(long count, int status) => new(status, ReadOnlyMemory<byte>.Empty)
    {
        Headers = new Dictionary<string, string> { ["Count"] = count.ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary><c>{"data": …}</c> around what <paramref name="writeData"/> writes.</summary>
    public static JsonReply Data(Action<Utf8JsonWriter> writeData) => Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("data");
        writeData(writer);
        writer.WriteEndObject();
    });

    public static JsonReply Error(Refusal refusal) => new(
        refusal.Status,
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("errorCode", refusal.Code);
            writer.WriteString("errorMessage", refusal.Message);
            writer.WriteEndObject();
        }))
    {
        Headers = refusal.RetryAfterSeconds is { } seconds
            ? new Dictionary<string, string> { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) }
            : new Dictionary<string, string>(),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (body.IsEmpty)
        {
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
