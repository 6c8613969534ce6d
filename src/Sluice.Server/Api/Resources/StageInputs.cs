using System.Text.Json.Serialization;
using Sluice.Engine;
using Sluice.Engine.Stages;

namespace Sluice.Server.Api.Resources;

// SDKs decode a stage's input as the first of several shapes that fits, and nearly all members are optional, so the wrong one
// often does and the content is lost. The members that are always null fit only the right one.

/// <summary>A send, resolved.</summary>
/// <param name="Source">Where the money comes from.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="Amount">How much, unless the source says so.</param>
/// <param name="Metadata">Metadata of the transactions.</param>
/// <param name="Timestamp">The effective time of the transactions.</param>
/// <param name="Retry">The retry policy, if the stage has one of its own.</param>
internal sealed record SendStage(
    SendParty Source,
    SendParty Destination,
    MoneyAmount? Amount,
    IReadOnlyDictionary<string, string>? Metadata,
    DateTimeOffset? Timestamp,
    [property: JsonPropertyName(StageRetry.Key)] StageRetry? Retry)
{
    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Account { get; }

    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Duration { get; }

    public static SendStage Of(SendInput send, StageRetry? retry) =>
        new(send.Source, Named(send.Destination), send.Amount, send.Metadata, send.Timestamp, retry);

    // SDKs demand a provider, which a payment through a named connector may do without.
    private static SendParty Named(SendParty destination) => destination is { Payment: { Psp: null } payment }
        ? destination with { Payment = payment with { Psp = "" } }
        : destination;
}

/// <summary>A delay, resolved: exactly one of the two is given.</summary>
/// <param name="Duration">How long to wait.</param>
/// <param name="Until">The instant to wait for.</param>
internal sealed record DelayStage(string? Duration, DateTimeOffset? Until)
{
    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Timestamp { get; }

    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Account { get; }
}

/// <summary>A wait for an event, resolved.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Timeout">How long it waits, if not without end.</param>
internal sealed record WaitEventStage(string Event, string? Timeout);

/// <summary>An update, resolved.</summary>
/// <param name="Account">The account and what to merge into it.</param>
/// <param name="Retry">The retry policy, if the stage has one of its own.</param>
internal sealed record UpdateStage(UpdateAccount Account, [property: JsonPropertyName(StageRetry.Key)] StageRetry? Retry)
{
    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Timestamp { get; }

    /// <summary>Always null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Duration { get; }
}

/// <summary>A stage that does nothing.</summary>
internal sealed record NoopStage
{
    public static readonly NoopStage Instance = new();
}
