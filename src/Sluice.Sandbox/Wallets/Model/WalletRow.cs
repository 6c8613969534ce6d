namespace Sluice.Sandbox.Wallets.Model;

/// <summary>A wallet. Its name is for people: several wallets may share it.</summary>
/// <param name="Sequence">Its place in the order of creation; 0 until it is stored.</param>
internal sealed record WalletRow(long Sequence, WalletId Id, string Name, Metadata Metadata, DateTimeOffset CreatedAt);
