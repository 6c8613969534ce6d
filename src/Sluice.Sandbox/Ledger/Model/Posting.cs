using System.Numerics;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>One movement: what leaves the source enters the destination, so a transaction always sums to zero.</summary>
internal sealed record Posting(string Source, string Destination, BigInteger Amount, string Asset);
