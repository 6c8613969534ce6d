using System.Numerics;
using Sluice.Engine.Activities;

namespace Sluice.Engine.Instances;

/// <summary>Money of a wallet that the instance has set aside and that is still to be confirmed or voided.</summary>
/// <param name="Id">The hold's id.</param>
/// <param name="Remaining">How much of it is neither confirmed nor given back, in minor units.</param>
public sealed record OpenHold(string Id, BigInteger Remaining)
{
    /// <summary>What is left of it after a confirmation.</summary>
    /// <returns>Null when it is closed.</returns>
    internal OpenHold? After(ConfirmHold confirm) =>
        confirm.Final == true || confirm.Amount is not { } amount || amount >= Remaining ? null : this with { Remaining = Remaining - amount };
}
