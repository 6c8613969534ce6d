namespace Sluice.Sandbox.Numscript;

/// <summary>The bounds of a script.</summary>
internal static class Limits
{
    /// <summary>The longest script, in bytes of UTF-8.</summary>
    public const int ScriptBytesMax = 64 * 1024;

    /// <summary>How deep sources, destinations and values nest.</summary>
    public const int NestingMax = 32;

    /// <summary>The most shares of one allotment.</summary>
    public const int SharesMax = 100;

    /// <summary>The most variables a script declares.</summary>
    public const int VariablesMax = 100;

    /// <summary>How many diagnostics are kept; the first ones explain the rest.</summary>
    public const int DiagnosticsMax = 10;
}
