using System.Globalization;
using System.Net;

namespace Sluice.Client;

/// <summary>Reads and writes the ledgers of the stack that the instances move money in.</summary>
/// <remarks>
/// Calls go to <c>api/ledger/v2</c> below the base address. Nothing is retried. Instances are safe to share between threads and hold
/// nothing to dispose.
/// </remarks>
/// <param name="http">Carries the stack's URL in <see cref="HttpClient.BaseAddress"/>; see <see cref="SluiceClient"/>.</param>
/// <exception cref="ArgumentException">The client has no base address.</exception>
public sealed class LedgerClient(HttpClient http)
{
    private const string AlreadyExists = "LEDGER_ALREADY_EXISTS";
    private const string UnknownAccount = "NOT_FOUND";

    private readonly ApiConnection _api = new(http, "api/ledger/v2/");

    /// <summary>Creates a ledger.</summary>
    /// <param name="ledger">Its name: letters, digits, <c>_</c> and <c>-</c>, at most 63.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when there is one of that name already.</returns>
    /// <exception cref="ApiException">The ledger refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<bool> CreateLedgerAsync(string ledger, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, ApiConnection.Segment(ledger));
        request.Content = ApiConnection.Json(new Dictionary<string, string>(), ClientJson.Default.IReadOnlyDictionaryStringString);
        try
        {
            await _api.SendAsync(request, cancellationToken);
            return true;
        }
        catch (ApiException refused) when (refused.ErrorCode == AlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Commits a transaction: all of its postings or none.</summary>
    /// <param name="ledger">The ledger, which must exist.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="idempotencyKey">
    /// Repeating the call with the same key and transaction yields the transaction already committed; unset commits another one.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; the transaction may have been committed nevertheless.</param>
    /// <exception cref="ApiException">The ledger refused, for instance with <c>INSUFFICIENT_FUND</c>.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Transaction> CreateTransactionAsync(
        string ledger, NewTransaction transaction, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, $"{ApiConnection.Segment(ledger)}/transactions");
        request.Content = ApiConnection.Json(transaction, ClientJson.Default.NewTransaction);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return (await _api.SendAsync(request, ClientJson.Default.DataTransaction, cancellationToken)).Value;
    }

    /// <summary>Reads one transaction.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="id">The transaction's number in it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">There is no such transaction or ledger (status 404), or the ledger refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Transaction> GetTransactionAsync(string ledger, long id, CancellationToken cancellationToken) =>
        (await _api.ReadAsync(
            string.Create(CultureInfo.InvariantCulture, $"{ApiConnection.Segment(ledger)}/transactions/{id}"),
            ClientJson.Default.DataTransaction,
            cancellationToken)).Value;

    /// <summary>Reads a page of a ledger's transactions, newest first.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; unset for the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">The ledger is unknown (status 404), or refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Page<Transaction>> ListTransactionsAsync(string ledger, string? cursor, CancellationToken cancellationToken) =>
        (await _api.ReadAsync(
            $"{ApiConnection.Segment(ledger)}/transactions{PageQuery(cursor)}", ClientJson.Default.CursorTransaction, cancellationToken))
        .Value;

    /// <summary>Reads a page of a ledger's accounts with their volumes, and so their balances.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; unset for the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">The ledger is unknown (status 404), or refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Page<Account>> ListAccountsAsync(string ledger, string? cursor, CancellationToken cancellationToken) =>
        (await _api.ReadAsync(
            $"{ApiConnection.Segment(ledger)}/accounts{PageQuery(cursor)}&expand=volumes",
            ClientJson.Default.CursorAccount,
            cancellationToken))
        .Value;

    /// <summary>Reads an account with its volumes, and so its balances.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="address">The account's address, such as <c>users:alice</c>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Unset when no transaction and no metadata ever named the account.</returns>
    /// <exception cref="ApiException">The ledger is unknown (status 404), or refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Account?> GetAccountAsync(string ledger, string address, CancellationToken cancellationToken)
    {
        var path = $"{ApiConnection.Segment(ledger)}/accounts/{ApiConnection.Segment(address)}?expand=volumes";
        try
        {
            return (await _api.ReadAsync(path, ClientJson.Default.DataAccount, cancellationToken)).Value;
        }
        catch (ApiException refused) when (refused is { StatusCode: HttpStatusCode.NotFound, ErrorCode: UnknownAccount })
        {
            return null;
        }
    }

    /// <summary>Merges metadata into an account's. An account that was never used is there afterwards.</summary>
    /// <param name="ledger">The ledger, which must exist.</param>
    /// <param name="address">The account's address.</param>
    /// <param name="metadata">The keys to set.</param>
    /// <param name="cancellationToken">Gives up waiting; the metadata may have been set nevertheless.</param>
    /// <exception cref="ApiException">The ledger is unknown (status 404), or refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task SetAccountMetadataAsync(
        string ledger, string address, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var path = $"{ApiConnection.Segment(ledger)}/accounts/{ApiConnection.Segment(address)}/metadata";
        using var request = _api.Request(HttpMethod.Post, path);
        request.Content = ApiConnection.Json(metadata, ClientJson.Default.IReadOnlyDictionaryStringString);
        await _api.SendAsync(request, cancellationToken);
    }

    // A cursor carries the page size of the query it continues; sending both is harmless and keeps one form of URL.
    private static string PageQuery(string? cursor) =>
        cursor is null ? "?pageSize=100" : $"?pageSize=100&cursor={Uri.EscapeDataString(cursor)}";
}
