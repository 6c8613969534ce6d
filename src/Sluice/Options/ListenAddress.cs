using System.Globalization;

namespace Sluice.Options;

/// <summary>Where to listen, as written on the command line.</summary>
/// <param name="Host">A host name or an IP address without brackets; empty means every address of the machine.</param>
/// <param name="Port">The port; 0 lets the system choose.</param>
internal sealed record ListenAddress(string Host, int Port)
{
    /// <summary>Reads <c>:8080</c>, <c>host:port</c>, <c>[::1]:port</c> and <c>http://host:port</c>.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static ListenAddress Parse(string text)
    {
        if (text.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("this version serves plain HTTP only; put a gateway that ends TLS in front");
        }

        const string Scheme = "http://";
        var rest = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].TrimEnd('/') : text;
        var colon = rest.LastIndexOf(':');
        if (colon < 0
            || !ushort.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            throw new FormatException($"'{text}' is not host:port, [ipv6]:port or :port with a port from 0 to 65535");
        }

        var host = rest[..colon];
        var bracketed = host is ['[', .., ']'];
        host = bracketed ? host[1..^1] : host;
        if (Uri.CheckHostName(host) is var kind
            && host.Length > 0
            && (kind is UriHostNameType.Unknown or UriHostNameType.Basic || bracketed != (kind is UriHostNameType.IPv6)))
        {
            throw new FormatException($"'{text}' does not name a host; IPv6 addresses go in brackets, such as [::1]:8080");
        }

        return new ListenAddress(host, port);
    }

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
