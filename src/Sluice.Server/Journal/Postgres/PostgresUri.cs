using System.Globalization;
using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>
/// Reads addresses of databases: <c>postgresql://user:password@host:port/database?parameter=value</c>, each part optional and
/// percent-encoded where it needs to be. The parameters are those of PostgreSQL's own programs.
/// </summary>
public static class PostgresUri
{
    private const string Parameters =
        "application_name, channel_binding, connect_timeout, dbname, host, options, password, port, search_path, sslcert, sslkey, sslmode, "
        + "sslpassword, sslrootcert, user";

    /// <summary>Checks an address.</summary>
    /// <exception cref="FormatException">It is not one. The message holds nothing secret.</exception>
    public static void Check(string uri) => Parse(uri);

    /// <exception cref="FormatException">It is not one. The message holds nothing secret.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql") || uri.Fragment.Length > 0)
        {
            throw new FormatException("not an address such as postgresql://user:password@host:5432/database");
        }

        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Length == 0 ? "localhost" : uri.IdnHost,
            Port = uri.Port < 0 ? NpgsqlConnection.DefaultPort : uri.Port,
        };
        var (user, password) = Cut(uri.UserInfo, ':');
        SetUnlessEmpty(user, value => settings.Username = value);
        SetUnlessEmpty(password, value => settings.Password = value);
        SetUnlessEmpty(uri.AbsolutePath.TrimStart('/'), value => settings.Database = value);
        foreach (var parameter in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(parameter, '=');
            Set(settings, Uri.UnescapeDataString(name), Uri.UnescapeDataString(value));
        }

        return settings;
    }

    private static void SetUnlessEmpty(string encoded, Action<string> set)
    {
        if (encoded.Length > 0)
        {
            set(Uri.UnescapeDataString(encoded));
        }
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        switch (name)
        {
            case "application_name":
                settings.ApplicationName = value;
                break;
            case "channel_binding":
                settings.ChannelBinding = Choose<ChannelBinding>(name, value);
                break;
            case "connect_timeout":
                settings.Timeout = Number(name, value, 1_024);
                break;
            case "dbname":
                settings.Database = value;
                break;
            case "host":
                settings.Host = value;
                break;
            case "options":
                settings.Options = value;
                break;
            case "password":
                settings.Password = value;
                break;
            case "port":
                settings.Port = Number(name, value, ushort.MaxValue);
                break;
            case "search_path":
                settings.SearchPath = value;
                break;
            case "sslcert":
                settings.SslCertificate = value;
                break;
            case "sslkey":
                settings.SslKey = value;
                break;
            case "sslmode":
                settings.SslMode = Choose<SslMode>(name, value);
                break;
            case "sslpassword":
                settings.SslPassword = value;
                break;
            case "sslrootcert":
                settings.RootCertificate = value;
                break;
            case "user":
                settings.Username = value;
                break;
            default:
                throw new FormatException($"parameter '{name}' is not one of {Parameters}");
        }
    }

    private static T Choose<T>(string name, string value) where T : struct, Enum =>
        Enum.GetNames<T>().Any(each => each.Equals(Joined(value), StringComparison.OrdinalIgnoreCase))
            ? Enum.Parse<T>(Joined(value), ignoreCase: true)
            : throw new FormatException($"parameter '{name}' is not one of {string.Join(", ", Enum.GetNames<T>().Select(Hyphenated))}");

    private static string Joined(string value) => value.Replace("-", "", StringComparison.Ordinal);

    private static string Hyphenated(string name) => string.Concat(
        name.Select((c, i) => char.IsUpper(c) && i > 0 && char.IsLower(name[i - 1]) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static int Number(string name, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw new FormatException($"parameter '{name}' is not a whole number from 1 to {most}");

    private static (string Before, string After) Cut(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");
}
