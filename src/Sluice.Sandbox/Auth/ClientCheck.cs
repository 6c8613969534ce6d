using System.Security.Cryptography;
using System.Text;
using Sluice.Sandbox.Auth.Clients;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Auth;

/// <summary>Decides who gets a token: the configured client and those made known over the API, or anyone when none is configured.</summary>
internal sealed class ClientCheck(SandboxOptions options, LedgerReader reader)
{
    /// <summary>The client that the credentials prove, or <c>null</c>.</summary>
    public string? Identify(IReadOnlyList<ClientCredentials> candidates)
    {
        if (options.Auth.Client is not { } configured)
        {
            return candidates is [var first, ..] ? first.Id : null;
        }

        // Every candidate is compared to its end: how long it takes must not tell how much of a guess was right.
        var known = false;
        foreach (var candidate in candidates)
        {
            known |= Same(candidate.Id, configured.Id) & Same(candidate.Secret, configured.Secret);
        }

        return known ? configured.Id : candidates.FirstOrDefault(IsCreated)?.Id;
    }

    private bool IsCreated(ClientCredentials candidate)
    {
        var hash = SecretValue.Hash(candidate.Secret);
        var known = false;
        foreach (var stored in reader.Read(snapshot => snapshot.SecretHashesOf(candidate.Id).ToList()))
        {
            known |= CryptographicOperations.FixedTimeEquals(hash, stored);
        }

        return known;
    }

    // Digests are of one length whatever they are taken of, so not even the length of the secret shows.
    private static bool Same(string first, string second) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(first)), SHA256.HashData(Encoding.UTF8.GetBytes(second)));
}
