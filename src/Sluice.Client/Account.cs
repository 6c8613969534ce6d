using System.Numerics;

namespace Sluice.Client;

/// <summary>An account of a ledger.</summary>
/// <param name="Address">Its address, such as <c>users:alice</c>.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Volumes">By asset, what went in and out; unset when there was nothing to expand.</param>
public sealed record Account(
    string Address, IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, Volume>? Volumes = null)
{
    /// <summary>The balance of an asset in minor units; 0 when the account never held it.</summary>
    /// <param name="asset">The asset, such as <c>USD/2</c>.</param>
    public BigInteger BalanceOf(string asset) => Volumes?.GetValueOrDefault(asset)?.Balance ?? BigInteger.Zero;
}

/// <summary>What went into an account and out of it, in minor units of one asset.</summary>
/// <param name="Input">All that came in.</param>
/// <param name="Output">All that went out.</param>
/// <param name="Balance">What is left; negative when the account may be overdrawn.</param>
public sealed record Volume(BigInteger Input, BigInteger Output, BigInteger Balance);
