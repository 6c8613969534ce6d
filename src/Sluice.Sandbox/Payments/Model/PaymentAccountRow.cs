namespace Sluice.Sandbox.Payments.Model;

/// <summary>An account at a provider: not one of a ledger.</summary>
/// <param name="Sequence">Counts from 1 in the order of insertion; 0 before it is inserted.</param>
/// <param name="DefaultAsset">Empty when it has none.</param>
/// <param name="Raw">What the client sent, a JSON object.</param>
internal sealed record PaymentAccountRow(
    long Sequence,
    string Id,
    string ConnectorId,
    string Reference,
    DateTimeOffset CreatedAt,
    string Type,
    string Name,
    string DefaultAsset,
    Metadata Metadata,
    string Raw);
