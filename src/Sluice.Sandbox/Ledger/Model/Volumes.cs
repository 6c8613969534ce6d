using System.Numerics;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>All that ever went into and out of one account in one asset.</summary>
internal readonly record struct Volumes(BigInteger Input, BigInteger Output)
{
    public BigInteger Balance => Input - Output;

    public Volumes Receive(BigInteger amount) => this with { Input = Input + amount };

    public Volumes Spend(BigInteger amount) => this with { Output = Output + amount };
}

/// <summary>The volumes of one account in one asset.</summary>
internal sealed record AccountVolumes(string Account, string Asset, Volumes Volumes);
