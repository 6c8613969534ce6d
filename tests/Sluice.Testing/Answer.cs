using System.Text.Json;

namespace Sluice.Testing;

/// <summary>What came of one request.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>The whole answer arrived.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Body">The JSON body; undefined when there was none.</param>
    public sealed record Received(int Status, JsonElement Body) : Answer
    {
        /// <summary>The <c>errorMessage</c> of an error, or an empty string.</summary>
        public string ErrorMessage =>
            Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("errorMessage", out var message) ? message.GetString() ?? "" : "";
    }

    /// <summary>No connection could be made: the request had no effect.</summary>
    public sealed record NotSent : Answer;

    /// <summary>The connection or the patience ended before the answer: the request had its effect or had not.</summary>
    public sealed record Lost : Answer;
}
