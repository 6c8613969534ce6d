namespace Sluice.Server.Journal.Postgres;

/// <summary>Where the shared store lives and how it is connected to.</summary>
public sealed class PostgresOptions
{
    /// <summary>
    /// The database's address, such as <c>postgresql://user:password@host:5432/sluice?sslmode=require</c>; see
    /// <see cref="PostgresUri"/>. It holds a secret: it is neither logged nor part of any error.
    /// </summary>
    public required string Uri { get; init; }

    /// <summary>Where that is, for people: the database's name, host and port.</summary>
    /// <exception cref="FormatException">The address is not one.</exception>
    public string Place
    {
        get
        {
            var settings = PostgresUri.Parse(Uri);
            return $"database {settings.Database ?? settings.Username} at {settings.Host}:{settings.Port}";
        }
    }

    /// <summary>How many connections this process may have open at a time. At least 8; default 20.</summary>
    public int OpenConnectionsMax { get; init; } = 20;

    /// <summary>How many connections stay open however long nobody uses them. Not negative; default 0.</summary>
    public int IdleConnectionsMax { get; init; }

    /// <summary>How long the other connections stay open without use, in whole seconds. Default one minute; zero means for ever.</summary>
    public TimeSpan IdleTimeMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How old a connection may become before it is made anew, in whole seconds. Default zero: as old as it likes. The
    /// connections that append are kept for as long as they work.
    /// </summary>
    public TimeSpan LifetimeMax { get; init; }
}
