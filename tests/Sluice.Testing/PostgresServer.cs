using System.Diagnostics;
using System.Globalization;

namespace Sluice.Testing;

/// <summary>
/// A real PostgreSQL on a loopback port and a directory of its own, with fsync as it comes. It can be stopped, killed and started
/// again.
/// </summary>
/// <remarks>PostgreSQL refuses to run as root; a test run by root runs it as the user <c>postgres</c> that its package brings.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string Programs = FindPrograms();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sluice-postgres-");
    private readonly int _port = Ports.Free();
    private ServerProcess? _process;
    private bool _hasDisk;

    private PostgresServer()
    {
    }

    /// <summary>The port it listens on, or would.</summary>
    public int Port => _port;

    /// <summary>The address of its database, as <c>--postgres-uri</c> takes it.</summary>
    public string Uri => UriOf("postgres");

    /// <summary>The directory of its data.</summary>
    public string Data => Path.Combine(_directory.FullName, "data");

    /// <summary>The process that the others of it descend from.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("postgres does not run");

    /// <summary>Starts a server without data.</summary>
    /// <param name="diskMebibytes">
    /// How large a disk of its own is, to be filled; null shares the machine's. Only root may mount one.
    /// </param>
    public static async Task<PostgresServer> StartAsync(int? diskMebibytes = null)
    {
        var server = new PostgresServer();
        if (diskMebibytes is { } size)
        {
            await RunToEndAsync("mount", "-t", "tmpfs", "-o", $"size={size}m", "tmpfs", server._directory.FullName);
            server._hasDisk = true;
        }

        if (Environment.IsPrivilegedProcess)
        {
            await RunToEndAsync("chown", "postgres", server._directory.FullName);
        }

        var (program, arguments) = AsItsUser("initdb", "-D", server.Data, "-U", "sluice", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions");
        await RunToEndAsync(program, arguments);
        await server.RunAsync();
        return server;
    }

    /// <summary>Creates an empty database.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"d{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return UriOf(name);
    }

    /// <summary>Runs a statement in a database, the default one when none is named.</summary>
    public Task ExecuteAsync(string sql, string? uri = null) =>
        RunToEndAsync(Path.Combine(Programs, "psql"), "-v", "ON_ERROR_STOP=1", "-q", "-d", uri ?? Uri, "-c", sql);

    /// <summary>Runs a query for one value, in the default database when none is named.</summary>
    /// <returns>The value as text.</returns>
    public Task<string> ReadAsync(string sql, string? uri = null) => ReadFromAsync(uri ?? Uri, sql);

    /// <summary>Runs a query for one value in a database of any server.</summary>
    /// <returns>The value as text.</returns>
    public static async Task<string> ReadFromAsync(string uri, string sql) =>
        (await RunToEndAsync(Path.Combine(Programs, "psql"), "-v", "ON_ERROR_STOP=1", "-qAt", "-d", uri, "-c", sql)).Trim();

    /// <summary>Starts it again with the data it had.</summary>
    /// <param name="settings">Server settings such as <c>max_connections=20</c>.</param>
    public async Task RunAsync(params string[] settings)
    {
        var (program, arguments) = AsItsUser(
            "postgres",
            [
                "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", "",
                "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200",
                .. settings.SelectMany(setting => new[] { "-c", setting }),
            ]);
        _process = ServerProcess.Start(program, arguments);
        await Ports.UntilListeningAsync(_port, "postgres");
        await UntilReadyAsync();
    }

    /// <summary>Ends it in order, as a restart by its operator does: sessions are cut, data are flushed.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await RunToEndAsync("kill", "-INT", process.Id.ToString(CultureInfo.InvariantCulture));
            await process.DisposeWhenEndedAsync();
        }
    }

    /// <summary>As <c>kill -9</c> of all its processes does: the next start recovers from its log.</summary>
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
        if (_hasDisk)
        {
            await RunToEndAsync("umount", _directory.FullName);
        }

        _directory.Delete(recursive: true);
    }

    /// <summary>Leaves no byte on its disk, until the result is disposed of.</summary>
    public IDisposable FillDisk()
    {
        var ballast = new FileStream(
            Path.Combine(_directory.FullName, "ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            return ballast;
        }
    }

    private string UriOf(string database) => $"postgresql://sluice@127.0.0.1:{_port}/{database}";

    private async Task UntilReadyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (InvalidOperationException) when (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private static (string Program, string[] Arguments) AsItsUser(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs, program);
        return Environment.IsPrivilegedProcess
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : (path, arguments);
    }

    private static async Task<string> RunToEndAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error}");
    }

    // Debian keeps the programs of each major version in a directory of its own, out of the path.
    private static string FindPrograms()
    {
        const string Versions = "/usr/lib/postgresql";
        var ofPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var ofVersions = Directory.Exists(Versions) ? Directory.GetDirectories(Versions).Select(version => Path.Combine(version, "bin")) : [];
        return ofVersions.Concat(ofPath).FirstOrDefault(directory => File.Exists(Path.Combine(directory, "initdb")))
            ?? throw new InvalidOperationException("PostgreSQL's server programs are not installed");
    }
}
