namespace Sluice.Sandbox.Ledger.Model;

/// <summary>An account that a transaction or a metadata write has named at least once.</summary>
/// <param name="FirstUsage">The earliest effective time it was used at; later transactions may be dated before it.</param>
internal sealed record AccountRow(
    string Address, Metadata Metadata, DateTimeOffset FirstUsage, DateTimeOffset InsertedAt, DateTimeOffset UpdatedAt);
