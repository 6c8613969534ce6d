using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Sluice.Chaos.Flows;

namespace Sluice.Chaos.Load;

/// <summary>
/// What one caller knows of one start it asked for. Only that caller writes it while the load runs; everybody else reads it after.
/// </summary>
internal sealed partial class StartRecord
{
    /// <summary>Names the start in the metadata of everything it causes; unique in the run.</summary>
    public required string Token { get; init; }

    public required Flow Flow { get; init; }

    /// <summary>The variables it is started with, <c>run</c> and <c>amount</c> among them.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The <c>Idempotency-Key</c> it was sent with; null when it was sent once, without one.</summary>
    public string? Key { get; init; }

    /// <summary>The instances that answers named; more than one is a finding.</summary>
    public HashSet<string> InstanceIds { get; } = [];

    public bool IsAcknowledged => InstanceIds.Count > 0;

    /// <summary>The service said it has taken a business event that starts it, without naming the instance.</summary>
    public bool IsPromised { get; set; }

    /// <summary>The service said it did not start it.</summary>
    public bool WasRefused { get; set; }

    /// <summary>Somebody asked to abort the instance, with whatever success.</summary>
    public bool AbortSent { get; set; }

    /// <summary>The service said it aborts the instance.</summary>
    public bool AbortAccepted { get; set; }

    /// <summary>How many events the service said it took.</summary>
    public int EventsAccepted { get; set; }

    /// <summary>How many events were sent without an answer: each was taken or was not.</summary>
    public int EventsUncertain { get; set; }

    /// <summary>How many waits the instance had passed when all was quiet and before the remaining events were posted.</summary>
    public int? WaitsPassedAtRest { get; set; }

    public BigInteger Amount => BigInteger.Parse(Variables["amount"], CultureInfo.InvariantCulture);

    /// <summary>Puts the variables into a template, as the service does.</summary>
    public string Resolve(string template) => Variable().Replace(template, match => Variables.GetValueOrDefault(match.Groups[1].Value, ""));

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Variable();
}
