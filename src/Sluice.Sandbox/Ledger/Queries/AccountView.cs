using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Queries;

/// <summary>An account with its volumes, which are read only when asked for.</summary>
internal sealed class AccountView(AccountRow account, Func<IReadOnlyList<AccountVolumes>> readVolumes)
{
    private readonly Lazy<IReadOnlyList<AccountVolumes>> _volumes = new(readVolumes);

    public AccountRow Account { get; } = account;

    public IReadOnlyList<AccountVolumes> Volumes => _volumes.Value;
}

/// <summary>Volumes with the metadata of their account, which is read only when asked for.</summary>
internal sealed class VolumesView(AccountVolumes entry, Func<Metadata> readMetadata)
{
    private readonly Lazy<Metadata> _metadata = new(readMetadata);

    public AccountVolumes Entry { get; } = entry;

    public Metadata Metadata => _metadata.Value;
}
