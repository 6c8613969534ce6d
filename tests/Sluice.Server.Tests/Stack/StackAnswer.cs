using System.Globalization;

namespace Sluice.Server.Tests.Stack;

/// <summary>What the stack is to answer.</summary>
/// <param name="Status">The status; 0 takes the call, does what it asks and closes the connection without an answer.</param>
/// <param name="Body">The body.</param>
/// <param name="RetryAfter">The header <c>Retry-After</c>.</param>
/// <param name="Location">The header <c>Location</c>.</param>
internal sealed record StackAnswer(int Status, string Body = "", string? RetryAfter = null, string? Location = null)
{
    /// <summary>The answer waits for this.</summary>
    public Task After { get; init; } = Task.CompletedTask;

    /// <summary>What the answer claims to be compressed with; nothing by default.</summary>
    public string? Encoding { get; init; }

    /// <summary>The call had its effect, and its answer never arrived.</summary>
    public static StackAnswer Lost { get; } = new(0);

    public static StackAnswer Unavailable { get; } = new(503, """{"errorCode":"INTERNAL","errorMessage":"not now"}""");

    public static StackAnswer TooLittle { get; } = Refused("INSUFFICIENT_FUND", "account is out of funds");

    public static StackAnswer Refused(string code, string message, int status = 400) =>
        new(status, $$"""{"errorCode":"{{code}}","errorMessage":"{{message}}"}""");

    /// <summary>Reads <c>204</c> or <c>200 {…}</c>.</summary>
    public static implicit operator StackAnswer(string text) =>
        new(int.Parse(text.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture), text.Length > 3 ? text[4..] : "");
}
