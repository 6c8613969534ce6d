namespace Sluice.Chaos.Load;

/// <summary>Where the service and the stack are reached. Whoever asks, asks again before every request.</summary>
internal interface ISystemUnderTest
{
    /// <summary>A node of the service; it may be dead.</summary>
    Uri Server { get; }

    /// <summary>The ledger's base address.</summary>
    Uri Ledger { get; }

    /// <summary>The base address of the wallets.</summary>
    Uri Wallets { get; }

    /// <summary>The base address of the payments.</summary>
    Uri Payments { get; }
}
