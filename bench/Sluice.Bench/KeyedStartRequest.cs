using System.Globalization;

namespace Sluice.Bench;

/// <summary>A start with an Idempotency-Key of its own each time, answered when durable. Not thread-safe: one per connection.</summary>
internal sealed class KeyedStartRequest : ILoadRequest
{
    private const int KeyDigits = 12;
    private const string KeyHeader = "Idempotency-Key: ";

    private readonly byte[] _bytes;
    private readonly int _key;
    private readonly Func<long> _nextKey;

    /// <param name="server">The server's address.</param>
    /// <param name="workflowId">The workflow to start.</param>
    /// <param name="nextKey">Gives every start of a run another number.</param>
    public KeyedStartRequest(Uri server, string workflowId, Func<long> nextKey)
    {
        _nextKey = nextKey;
        var path = $"/v2/workflows/{workflowId}/instances";
        _bytes = PostBytes.Of(server, path, $"{KeyHeader}{0.ToString($"D{KeyDigits}", CultureInfo.InvariantCulture)}\r\n", "{}");
        _key = _bytes.AsSpan().IndexOf("Idempotency-Key: "u8) + KeyHeader.Length;
    }

    public ReadOnlyMemory<byte> Next()
    {
        var number = _nextKey();
        for (var digit = KeyDigits - 1; digit >= 0; digit--)
        {
            _bytes[_key + digit] = (byte)('0' + (number % 10));
            number /= 10;
        }

        return _bytes;
    }

    public void Check(HttpAnswer answer) => InstanceAnswer.Check(answer, mustHaveTerminated: false);
}
