using System.Text.Json;

namespace Sluice.Client;

/// <summary>A stage that an instance has started.</summary>
/// <param name="Name">
/// What was run: <c>RunSend</c>, <c>RunDelay</c>, <c>RunWaitEvent</c>, <c>RunUpdate</c>, <c>RunNoop</c>, <c>RunHold</c>,
/// <c>RunConfirmHold</c> or <c>RunVoidHold</c>.
/// </param>
/// <param name="Input">The stage as it runs, with its variables and defaults filled in.</param>
/// <param name="Terminated">Whether it has ended.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="TerminatedAt">When it ended; unset while it runs.</param>
/// <param name="Error">Why it failed; unset otherwise.</param>
public sealed record InstanceHistoryEntry(
    string Name,
    JsonElement Input,
    bool Terminated,
    DateTimeOffset StartedAt,
    DateTimeOffset? TerminatedAt = null,
    string? Error = null);
