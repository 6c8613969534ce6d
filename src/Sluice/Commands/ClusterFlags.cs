using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Hosting;
using Sluice.Options;
using Sluice.Server.Cluster;

namespace Sluice.Commands;

/// <summary>The options that say how a node talks to the others that share its database.</summary>
internal sealed class ClusterFlags
{
    private readonly Option<ListenAddress> _listen = new("--cluster-listen")
    {
        Description = "Where to listen for the other nodes, with --postgres-uri [default: a free port of 127.0.0.1]",
        HelpName = "ADDRESS",
        CustomParser = OptionParsing.One(ListenAddress.Parse),
        DefaultValueFactory = _ => new ListenAddress("127.0.0.1", 0),
    };

    private readonly Option<ListenAddress?> _advertise = new("--cluster-advertise")
    {
        Description = "Where the other nodes reach this one [default: where it listens]",
        HelpName = "ADDRESS",
        CustomParser = OptionParsing.One(ListenAddress.Parse),
    };

    private readonly Option<string?> _certificate = new("--cluster-certificate")
    {
        Description = "This node's certificate, in PEM; with it nodes talk TLS and take in only those that have one",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--cluster-key")
    {
        Description = "The private key of that certificate, in PEM",
        HelpName = "FILE",
    };

    private readonly Option<string?> _authority = new("--cluster-authority")
    {
        Description = "The certificate, in PEM, of the authority that issues the nodes' certificates and nothing else",
        HelpName = "FILE",
    };

    private readonly Option<bool> _insecure = new("--cluster-insecure")
    {
        Description = "Listen beyond this machine without certificates: whoever reaches the port can do anything",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_listen, _advertise, _certificate, _key, _authority, _insecure];

    /// <summary>The first of them that was given.</summary>
    public Option? FirstGiven(ParseResult parsed) => Options.FirstOrDefault(each => parsed.GetResult(each) is { Implicit: false });

    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="executes">Whether this node executes instances.</param>
    /// <exception cref="CommandException">They do not go together, or a file cannot be used.</exception>
    public ClusterNodeOptions Read(ParseResult parsed, bool executes)
    {
        var listen = EndPointOf(_listen, parsed.GetRequiredValue(_listen));
        var advertise = parsed.GetValue(_advertise) is { } address ? EndPointOf(_advertise, address) : null;
        var certificates = Certificates(parsed);
        if (advertise is { Port: 0 })
        {
            throw CommandException.Usage("--cluster-advertise needs a port that the other nodes know");
        }

        if (advertise is null && (listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any)))
        {
            throw CommandException.Usage("--cluster-listen on every address needs --cluster-advertise, the one that the other nodes reach");
        }

        if (certificates is null && !IPAddress.IsLoopback(listen.Address) && !parsed.GetValue(_insecure))
        {
            throw CommandException.Usage(
                "--cluster-listen beyond this machine needs --cluster-certificate, or --cluster-insecure where only nodes reach the port");
        }

        return new ClusterNodeOptions
        {
            Listen = listen.Port == 0 ? new IPEndPoint(listen.Address, BoundAddress.FreePort(listen.Address)) : listen,
            Advertise = advertise,
            Certificates = certificates,
            Executes = executes,
            Expelled = Expelled,
        };
    }

    // At once: nothing that the process still holds counts, and its supervisor starts it again.
    private static void Expelled(string reason)
    {
        Console.Error.WriteLine($"sluice: {reason}");
        Environment.Exit(ExitCodes.Failed);
    }

    private NodeCertificates? Certificates(ParseResult parsed)
    {
        string?[] files = [parsed.GetValue(_certificate), parsed.GetValue(_key), parsed.GetValue(_authority)];
        if (files.All(string.IsNullOrEmpty))
        {
            return null;
        }

        if (files is not [{ Length: > 0 } certificate, { Length: > 0 } key, { Length: > 0 } authority])
        {
            throw CommandException.Usage("--cluster-certificate, --cluster-key and --cluster-authority go together");
        }

        try
        {
            return new NodeCertificates(
                X509Certificate2.CreateFromPemFile(certificate, key), X509CertificateLoader.LoadCertificateFromFile(authority));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw CommandException.Failed($"cannot use the certificates of the cluster: {problem.Message}", problem);
        }
    }

    private static IPEndPoint EndPointOf(Option option, ListenAddress address)
    {
        try
        {
            return BoundAddress.EndPointOf(address);
        }
        catch (System.Net.Sockets.SocketException problem)
        {
            throw CommandException.Failed($"{option.Name}: cannot find {address.Host}: {problem.Message}", problem);
        }
    }
}
