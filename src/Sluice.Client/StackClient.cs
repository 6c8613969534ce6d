namespace Sluice.Client;

/// <summary>Asks a stack what it is.</summary>
/// <param name="http">Carries the stack's URL in <see cref="HttpClient.BaseAddress"/>; see <see cref="SluiceClient"/>.</param>
/// <exception cref="ArgumentException">The client has no base address.</exception>
public sealed class StackClient(HttpClient http)
{
    private readonly ApiConnection _api = new(http, "");

    /// <summary>Reads where the stack runs and as what, such as <c>sandbox</c>.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">There is no gateway at the URL, or it refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public Task<StackVersions> GetVersionsAsync(CancellationToken cancellationToken) =>
        _api.ReadAsync("versions", ClientJson.Default.StackVersions, cancellationToken);
}
