using System.Globalization;
using System.Text;

namespace Sluice.Bench;

/// <summary>An event that is handed in: each has a key of its own and is wanted by one of the triggers.</summary>
internal sealed class EventRequest : ILoadRequest
{
    /// <summary>The type of the events.</summary>
    public const string Type = "BENCH";

    private const int KeyDigits = 12;
    private const int NumberDigits = 4;

    private readonly byte[] _bytes;
    private readonly int _triggers;
    private readonly int _key;
    private readonly int _number;
    private long _sent;

    /// <param name="server">The server's address.</param>
    /// <param name="triggers">How many triggers look at them, at most 10,000.</param>
    /// <param name="client">The client's number, unlike that of any other of the run.</param>
    public EventRequest(Uri server, int triggers, string client)
    {
        _triggers = triggers;
        var body = $$"""
            {"app":"bench","version":"v1","type":"{{Type}}","payload":{"id":"x","amount":12345,"asset":"USD/2","n":"{{new string('0', NumberDigits)}}"},"idempotency_key":"{{client}}-{{new string('0', KeyDigits)}}"}
            """;
        var head = $"POST /v2/events HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        _bytes = Encoding.ASCII.GetBytes(head + body);
        _key = _bytes.Length - 2 - KeyDigits;
        _number = head.Length + body.IndexOf("\"n\":\"", StringComparison.Ordinal) + 5;
    }

    /// <summary>What tells the event that a trigger wants, by the trigger's number.</summary>
    public static string NumberOf(int trigger) => trigger.ToString($"D{NumberDigits}", CultureInfo.InvariantCulture);

    public ReadOnlyMemory<byte> Next()
    {
        Write(_key, KeyDigits, ++_sent);
        Write(_number, NumberDigits, _sent % _triggers);
        return _bytes;
    }

    public void Check(HttpAnswer answer)
    {
        if (answer.Status != 204)
        {
            throw new InvalidDataException($"An event was answered {answer.Status}: {Encoding.UTF8.GetString(answer.Body.Span)}");
        }
    }

    private void Write(int at, int digits, long number)
    {
        for (var digit = digits - 1; digit >= 0; digit--)
        {
            _bytes[at + digit] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
