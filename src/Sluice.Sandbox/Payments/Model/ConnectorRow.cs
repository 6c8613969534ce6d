namespace Sluice.Sandbox.Payments.Model;

/// <summary>An installed connector.</summary>
/// <param name="Name">The user's name for it, unique among those installed.</param>
internal sealed record ConnectorRow(string Id, string Provider, string Name);
