using System.Numerics;

namespace Sluice.Sandbox.Numscript.Evaluation;

/// <summary>An amount drawn from an account or given to one; given to nobody, that is kept, when the account is <c>null</c>.</summary>
internal readonly record struct FlowPart(string? Account, BigInteger Amount);
