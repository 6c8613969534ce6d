using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Auth;

/// <summary>
/// Keeps the signing key in the sandbox's file, so that a token outlives a restart. It is made when it is first needed: most
/// sandboxes never sign anything.
/// </summary>
internal sealed class SigningKeys(LedgerWriter writer, LedgerReader reader) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile SigningKey? _key;

    /// <exception cref="RefusedException">There was no key yet, and the sandbox is too busy to store one.</exception>
    public async ValueTask<SigningKey> GetAsync(CancellationToken cancellationToken)
    {
        if (_key is { } key)
        {
            return key;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _key ??= SigningKey.Import(Read() ?? await StoreAsync(SigningKey.Generate()));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private byte[]? Read() => reader.Read(snapshot =>
        snapshot.Rows("SELECT private_key FROM signing_keys ORDER BY id LIMIT 1", row => row.GetFieldValue<byte[]>(0)).FirstOrDefault());

    private async Task<byte[]> StoreAsync(byte[] privateKey)
    {
        await writer.RunAsync(new KeepSigningKey(privateKey));
        return privateKey;
    }

    private sealed class KeepSigningKey(byte[] privateKey) : WriterCommand
    {
        public override CommandOutcome Run(LedgerSession session, DateTimeOffset now, LedgerEvents events)
        {
            session.InsertSigningKey(privateKey, Instant.Format(now));
            return CommandOutcome.Silent;
        }
    }
}
