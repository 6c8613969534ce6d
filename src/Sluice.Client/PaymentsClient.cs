using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Sluice.Client;

/// <summary>Reads what the providers of a stack did, and makes payments up at its dummy one.</summary>
/// <remarks>
/// Calls go to <c>api/payments</c> below the base address. Nothing is retried. Instances are safe to share between threads and hold
/// nothing to dispose.
/// </remarks>
/// <param name="http">Carries the stack's URL in <see cref="HttpClient.BaseAddress"/>; see <see cref="SluiceClient"/>.</param>
/// <exception cref="ArgumentException">The client has no base address.</exception>
public sealed class PaymentsClient(HttpClient http)
{
    private readonly ApiConnection _api = new(http, "api/payments/");

    /// <summary>Lists the connectors that are installed.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<IReadOnlyList<Connector>> ListConnectorsAsync(CancellationToken cancellationToken) =>
        (await _api.ReadAsync("connectors", ClientJson.Default.DataIReadOnlyListConnector, cancellationToken)).Value;

    /// <summary>Installs a connector without any configuration, which only a sandbox takes.</summary>
    /// <param name="provider">The provider, such as <c>dummypay</c>.</param>
    /// <param name="cancellationToken">Gives up waiting; the connector may have been installed nevertheless.</param>
    /// <returns>The connector's id.</returns>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<string> InstallConnectorAsync(string provider, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, $"connectors/{ApiConnection.Segment(provider)}");
        request.Content = ApiConnection.Json(new Dictionary<string, string>(), ClientJson.Default.IReadOnlyDictionaryStringString);
        return (await _api.SendAsync(request, ClientJson.Default.DataInstalledConnector, cancellationToken)).Value.ConnectorId;
    }

    /// <summary>Records a payment that came in and succeeded.</summary>
    /// <param name="connectorId">The connector that it came in at.</param>
    /// <param name="reference">The provider's name for it, unique at the connector.</param>
    /// <param name="createdAt">When it came in.</param>
    /// <param name="asset">The asset.</param>
    /// <param name="amount">Minor units.</param>
    /// <param name="cancellationToken">Gives up waiting; the payment may have been recorded nevertheless.</param>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Payment> CreatePayinAsync(
        string connectorId,
        string reference,
        DateTimeOffset createdAt,
        string asset,
        BigInteger amount,
        CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, "payments");
        request.Content = ApiConnection.Json(
            new NewPayment(reference, connectorId, createdAt, amount, asset), ClientJson.Default.NewPayment);
        return (await _api.SendAsync(request, ClientJson.Default.DataPayment, cancellationToken)).Value;
    }

    /// <summary>Records an account of somebody else's, to which money can be paid.</summary>
    /// <param name="connectorId">The connector that can pay to it.</param>
    /// <param name="reference">The provider's name for it, unique at the connector.</param>
    /// <param name="createdAt">Since when it is there.</param>
    /// <param name="name">Whose it is, for people.</param>
    /// <param name="cancellationToken">Gives up waiting; the account may have been recorded nevertheless.</param>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<PaymentAccount> CreateExternalAccountAsync(
        string connectorId, string reference, DateTimeOffset createdAt, string name, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, "accounts");
        request.Content = ApiConnection.Json(
            new NewPaymentAccount(reference, connectorId, createdAt, name), ClientJson.Default.NewPaymentAccount);
        return (await _api.SendAsync(request, ClientJson.Default.DataPaymentAccount, cancellationToken)).Value;
    }

    /// <summary>Finds a transfer by its reference.</summary>
    /// <param name="connectorId">The connector that was asked for it.</param>
    /// <param name="reference">The reference, unique at the connector.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Unset when there is no such transfer.</returns>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<TransferInitiation?> FindTransferAsync(
        string connectorId, string reference, CancellationToken cancellationToken)
    {
        var query = string.Create(
            CultureInfo.InvariantCulture, $$$"""{"$and":[{{{Match("reference", reference)}}},{{{Match("connector_id", connectorId)}}}]}""");
        var path = $"transfer-initiations?query={Uri.EscapeDataString(query)}";
        return (await _api.ReadAsync(path, ClientJson.Default.CursorTransferInitiation, cancellationToken)).Value.Data is [var found, ..]
            ? found
            : null;
    }

    private static string Match(string field, string value) =>
        $$$"""{"$match":{"{{{field}}}":{{{JsonSerializer.Serialize(value, ClientJson.Default.String)}}}}}""";
}
