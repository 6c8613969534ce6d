namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>What metadata hangs on, in the wire's words.</summary>
internal static class MetadataTarget
{
    public const string Account = "ACCOUNT";

    public const string Transaction = "TRANSACTION";
}
