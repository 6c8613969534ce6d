using System.Globalization;

namespace Sluice.Testing;

/// <summary>A real nats-server with JetStream on a port and a directory of its own. It can be killed and started again.</summary>
public sealed class NatsServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sluice-nats-");
    private readonly int _port = Ports.Free();
    private ServerProcess? _process;

    private NatsServer()
    {
    }

    /// <summary>Where it listens, with the scheme <c>nats</c>.</summary>
    public string Url => $"nats://127.0.0.1:{_port}";

    /// <summary>Starts a server without data.</summary>
    public static async Task<NatsServer> StartAsync()
    {
        var server = new NatsServer();
        await server.RunAsync();
        return server;
    }

    /// <summary>Starts it again with the data it had.</summary>
    public async Task RunAsync()
    {
        _process = ServerProcess.Start(
            "nats-server", "-js", "-a", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-sd", _directory.FullName);
        await Ports.UntilListeningAsync(_port, "nats-server");
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _directory.Delete(recursive: true);
    }
}
