namespace Sluice.Simulation.Stack;

/// <summary>What a request has changed in the stack.</summary>
/// <param name="Key">The idempotency key, or the reference that takes its place.</param>
/// <param name="Path">Where the request went.</param>
/// <param name="Body">What it carried.</param>
/// <param name="Amount">The money that it moved; null when it moved none.</param>
internal sealed record Effect(string Key, string Path, string Body, long? Amount);

/// <summary>An answer of a service.</summary>
internal readonly record struct Answer(int Status, string Body = "")
{
    internal static Answer Refused(int status, string code, string message) =>
        new(status, $$"""{"errorCode":"{{code}}","errorMessage":"{{message}}"}""");
}

/// <summary>A request as it arrives at a service.</summary>
internal sealed record StackRequest(string Method, string Path, string? Key, string Body)
{
    /// <summary>What tells repetitions apart from others: the key, or a transfer's reference.</summary>
    internal string? Identity { get; init; }
}
