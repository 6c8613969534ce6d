using System.Security.Cryptography;
using System.Text;

namespace Sluice.Sandbox.Auth;

/// <summary>Decides who gets a token.</summary>
internal static class ClientCheck
{
    /// <summary>The client that the credentials prove, or <c>null</c>.</summary>
    /// <param name="expected">The only client there is; <c>null</c> takes any that has both a name and a secret.</param>
    public static string? Identify(ClientCredentials? expected, IReadOnlyList<ClientCredentials> candidates)
    {
        if (expected is null)
        {
            return candidates is [var first, ..] ? first.Id : null;
        }

        // Every candidate is compared to its end: how long it takes must not tell how much of a guess was right.
        var known = false;
        foreach (var candidate in candidates)
        {
            known |= Same(candidate.Id, expected.Id) & Same(candidate.Secret, expected.Secret);
        }

        return known ? expected.Id : null;
    }

    // Digests are of one length whatever they are taken of, so not even the length of the secret shows.
    private static bool Same(string first, string second) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(first)), SHA256.HashData(Encoding.UTF8.GetBytes(second)));
}
