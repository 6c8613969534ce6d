using System.CommandLine;
using System.Globalization;
using Sluice.Options;
using Sluice.Server.Journal.Postgres;

namespace Sluice.Commands;

/// <summary>The options that say which database keeps everything.</summary>
internal sealed class PostgresFlags
{
    private const int OpenConnectionsMin = 8;

    private static readonly PostgresOptions Defaults = new() { Uri = "" };

    private readonly Option<string?> _uri = new("--postgres-uri")
    {
        Description = "The PostgreSQL database that keeps everything, as postgresql://user:password@host:port/database?sslmode=...; "
            + "give it as POSTGRES_URI when it holds a password",
        HelpName = "URI",
        CustomParser = OptionParsing.One(CheckedUri),
    };

    private readonly Option<int> _open = new("--postgres-max-open-conns")
    {
        Description = $"How many connections to it may be open at a time, at least {OpenConnectionsMin}",
        HelpName = "N",
        CustomParser = OptionParsing.One(OpenConnections),
        DefaultValueFactory = _ => Defaults.OpenConnectionsMax,
    };

    private readonly Option<int> _idle = new("--postgres-max-idle-conns")
    {
        Description = "How many of them stay open however long they are not used",
        HelpName = "N",
        CustomParser = OptionParsing.One(NotNegative),
        DefaultValueFactory = _ => Defaults.IdleConnectionsMax,
    };

    private readonly Option<TimeSpan> _idleTime = new("--postgres-conn-max-idle-time")
    {
        Description = "How long the others stay open without use; 0s for ever [default: 1m]",
        HelpName = "DURATION",
        CustomParser = OptionParsing.One(WholeSeconds),
        DefaultValueFactory = _ => Defaults.IdleTimeMax,
    };

    private readonly Option<TimeSpan> _lifetime = new("--postgres-conn-max-lifetime")
    {
        Description = "How old a connection may become; 0s as old as it likes [default: 0s]",
        HelpName = "DURATION",
        CustomParser = OptionParsing.One(WholeSeconds),
        DefaultValueFactory = _ => Defaults.LifetimeMax,
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_uri, _open, _idle, _idleTime, _lifetime];

    /// <summary>The database that is to keep everything.</summary>
    /// <returns>Null when none is given.</returns>
    public PostgresOptions? Read(ParseResult parsed) => parsed.GetValue(_uri) is not { } uri ? null : new PostgresOptions
    {
        Uri = uri,
        OpenConnectionsMax = parsed.GetValue(_open),
        IdleConnectionsMax = parsed.GetValue(_idle),
        IdleTimeMax = parsed.GetValue(_idleTime),
        LifetimeMax = parsed.GetValue(_lifetime),
    };

    private static string CheckedUri(string text)
    {
        PostgresUri.Check(text);
        return text;
    }

    private static int OpenConnections(string text) => OptionParsing.Positive(text) is >= OpenConnectionsMin and var number
        ? number
        : throw new FormatException($"'{text}' is not a whole number from {OpenConnectionsMin} to {int.MaxValue}");

    private static int NotNegative(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is not a whole number from 0 to {int.MaxValue}");

    private static TimeSpan WholeSeconds(string text) => OptionParsing.Duration(text) is var duration && duration.Ticks % TimeSpan.TicksPerSecond == 0
        ? duration
        : throw new FormatException($"'{text}' is not a duration in whole seconds such as 15s or 1h30m");
}
