namespace Sluice;

/// <summary>What the program's exit status tells a script.</summary>
internal static class ExitCodes
{
    /// <summary>It did what it was asked to; for <c>run</c>, the instance succeeded.</summary>
    public const int Ok = 0;

    /// <summary>It could not do it, or the instance failed or did not end in time. Standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>It was asked for something it does not understand or does not support. Nothing has been done.</summary>
    public const int Usage = 2;

    /// <summary>It was interrupted before the end, as shells number it: 128 plus the signal.</summary>
    public const int Interrupted = 130;
}
