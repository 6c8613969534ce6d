namespace Sluice.Sandbox.Payments;

/// <summary>How the sandbox's payments behave.</summary>
public sealed class PaymentsOptions
{
    /// <summary>
    /// How long the dummy connector takes over a transfer or a reversal, counted from when it takes it up; 100 ms by default.
    /// What is being processed when the sandbox stops is settled after the next start, at once when the time has passed by then.
    /// </summary>
    public TimeSpan SettleDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Whether events carry amounts as strings, as services from v3.1 on publish them, rather than as numbers; false by default.
    /// </summary>
    public bool TextAmounts { get; init; }

    /// <summary>
    /// Whether a transfer initiation may name a <c>provider</c> instead of a connector when exactly one connector of that provider
    /// is installed, as services before v3 allowed; false by default.
    /// </summary>
    public bool AcceptsProviderAlone { get; init; }
}
