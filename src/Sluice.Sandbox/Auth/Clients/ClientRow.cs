using System.Collections.Immutable;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>A client that was made known over the API; all but its id is what its owner says of it, and grants nothing.</summary>
/// <param name="Id">Empty before it is inserted.</param>
/// <param name="Description">Empty when it has none.</param>
internal sealed record ClientRow(
    string Id,
    string Name,
    string Description,
    bool IsPublic,
    bool IsTrusted,
    ImmutableArray<string> RedirectUris,
    ImmutableArray<string> PostLogoutRedirectUris,
    ImmutableArray<string> Scopes,
    Metadata Metadata)
{
    /// <summary>The most clients of a sandbox.</summary>
    public const int CountMax = 1000;
}
