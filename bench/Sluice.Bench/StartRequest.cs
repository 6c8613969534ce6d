namespace Sluice.Bench;

/// <summary>
/// A start request as bytes, with one account number in it that each sending changes. Not thread-safe: one per connection.
/// </summary>
internal sealed class StartRequest : ILoadRequest
{
    private const int AccountDigits = 5;
    private const int Accounts = 10_000;

    private readonly byte[] _bytes;
    private readonly int _account;
    private readonly Random _random;
    private readonly bool _wait;

    /// <param name="server">The server's address.</param>
    /// <param name="workflowId">The workflow to start.</param>
    /// <param name="wait">Whether to wait for the end.</param>
    /// <param name="seed">What the accounts are drawn from.</param>
    public StartRequest(Uri server, string workflowId, bool wait, int seed)
    {
        _random = new Random(seed);
        _wait = wait;
        var body = $$"""{"user":"{{new string('0', AccountDigits)}}"}""";
        var path = $"/v2/workflows/{workflowId}/instances{(wait ? "?wait=true" : "")}";
        _bytes = PostBytes.Of(server, path, "", body);
        _account = _bytes.Length - 2 - AccountDigits;
    }

    public void Check(HttpAnswer answer) => InstanceAnswer.Check(answer, _wait);

    public ReadOnlyMemory<byte> Next()
    {
        var number = _random.Next(Accounts);
        for (var digit = AccountDigits - 1; digit >= 0; digit--)
        {
            _bytes[_account + digit] = (byte)('0' + (number % 10));
            number /= 10;
        }

        return _bytes;
    }
}
