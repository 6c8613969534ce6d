using System.Globalization;
using Sluice.Runs;

namespace Sluice.Display;

/// <summary>How the displays word what they have in common.</summary>
internal static class Wording
{
    private const int AddressCharactersMax = 48;
    private const int TailCharacters = 16;
    private const int HoldTailCharacters = 12;

    /// <summary>A span of time, as precise as is worth reading: <c>0.02s</c>, <c>12.3s</c>, <c>1m05s</c>, <c>2h05m</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: <= 0 } => "0s",
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.00}s"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m{span.Seconds:00}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}h{span.Minutes:00}m"),
    };

    /// <summary>A place of money in a word or two.</summary>
    public static string Place(MoneyPlace place) => place switch
    {
        MoneyPlace.OfLedger account => Address(account.Account),
        MoneyPlace.OfWallet wallet => $"wallet {WalletAmount.NameOf(wallet.Wallet.Name, wallet.Balance)}",
        // The end of an id is what differs: it begins with the time.
        MoneyPlace.OfHold { Id.Length: > HoldTailCharacters } hold => $"hold …{hold.Id[^HoldTailCharacters..]}",
        MoneyPlace.OfHold hold => $"hold {hold.Id}",
        _ => "elsewhere",
    };

    /// <summary>
    /// An address, shortened when it is longer than a table can bear. Those of payments carry the whole id of one, of which the
    /// reference is what tells it from others.
    /// </summary>
    public static string Address(string address)
    {
        if (address.Length <= AddressCharactersMax)
        {
            return address;
        }

        var id = address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return ProviderId.ReferenceOf(id) is var reference && reference != id
            ? $"{address[..^id.Length]}…{reference}"
            : $"{address[..(AddressCharactersMax - TailCharacters - 1)]}…{address[^TailCharacters..]}";
    }

    /// <summary>Which attempt is made next, as <c>attempt 3</c> or <c>attempt 3 of 5</c>.</summary>
    public static string Attempt(StageProgress stage) => string.Create(
        CultureInfo.InvariantCulture, $"attempt {stage.Attempt}{(stage.AttemptsMax is { } most ? $" of {most}" : "")}");

    /// <summary>A command that posts the event which an instance waits for, in two parts so that it can be broken between them.</summary>
    /// <param name="server">The server's URL.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="name">The event.</param>
    public static (string Call, string Url) PostCommand(Uri server, string instanceId, string name)
    {
        var body = $$"""{"name":{{System.Text.Json.JsonSerializer.Serialize(name, DisplayJson.Default.String)}}}""";
        return ($"curl -X POST -d {Quoted(body)}", $"{server.AbsoluteUri.TrimEnd('/')}/api/orchestration/v2/instances/{instanceId}/events");
    }

    private static string Quoted(string argument) => $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
