using System.Numerics;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>
/// What one caller knows of one start it asked for. Only that caller writes it while the load runs; everybody else reads it after.
/// </summary>
internal sealed class StartRecord
{
    /// <summary>Names the start in the metadata of everything it causes; unique in the run.</summary>
    public required string Token { get; init; }

    public required Flow Flow { get; init; }

    public required string User { get; init; }

    public required BigInteger Amount { get; init; }

    /// <summary>The variable <c>pause</c>, a duration.</summary>
    public required string Pause { get; init; }

    /// <summary>The <c>Idempotency-Key</c> it was sent with; null when it was sent once, without one.</summary>
    public string? Key { get; init; }

    /// <summary>The instances that answers named; more than one is a finding.</summary>
    public HashSet<string> InstanceIds { get; } = [];

    public bool IsAcknowledged => InstanceIds.Count > 0;

    /// <summary>The service said it did not start it.</summary>
    public bool WasRefused { get; set; }

    /// <summary>How many events the service said it took.</summary>
    public int EventsAccepted { get; set; }

    /// <summary>How many events were sent without an answer: each was taken or was not.</summary>
    public int EventsUncertain { get; set; }

    /// <summary>How many waits the instance had passed when all was quiet and before the remaining events were posted.</summary>
    public int? WaitsPassedAtRest { get; set; }
}
