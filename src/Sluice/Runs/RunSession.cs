using Sluice.Client;
using Sluice.Hosting;
using Sluice.Options;
using Sluice.Sandbox;
using Sluice.Server.Hosting;

namespace Sluice.Runs;

/// <summary>Finds a run its service: one of its own, or one that is there already.</summary>
/// <param name="plan">What to run.</param>
/// <param name="terminal">Where to show it.</param>
/// <param name="timeout">How long to watch; unset for as long as it takes.</param>
/// <param name="clock">Counts that time and waits.</param>
internal sealed class RunSession(RunPlan plan, RunTerminal terminal, TimeSpan? timeout, TimeProvider clock)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs in this process, with a sandbox.</summary>
    /// <param name="dataDirectory">Keeps the stores; unset to have them deleted afterwards.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">The run did not come about, or was lost.</exception>
    public async Task<int> RunHereAsync(string? dataDirectory)
    {
        using var signals = new TerminationSignals();
        var scratch = dataDirectory is null ? Directory.CreateTempSubdirectory("sluice-run-") : null;
        try
        {
            using var address = BoundAddress.Bind(new ListenAddress("127.0.0.1", 0));
            using var data = DataDirectory.Open(dataDirectory ?? scratch!.FullName, sandbox: true);
            await using var app = new StackHost(address, new LogSettings(LogLevel.Error, Json: false))
            {
                Service = new SluiceOptions { DataDirectory = data.Path, StackUrl = address.Url },
                Sandbox = new SandboxOptions { DataDirectory = data.Path, PublicUrl = address.Url },
            }.Build();
            await StackHost.StartAsync(app, signals.Requested);
            try
            {
                return await RunInsideAsync(address.Url, data, kept: scratch is null, signals);
            }
            finally
            {
                using var limit = new CancellationTokenSource(StopTimeout, clock);
                await app.StopAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (signals.Requested.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        finally
        {
            scratch?.Delete(recursive: true);
        }
    }

    /// <summary>Runs on a server.</summary>
    /// <param name="server">The service, or the gateway in front of it.</param>
    /// <param name="stack">The stack that it moves money in.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">The run did not come about, or was lost.</exception>
    public async Task<int> RunOnAsync(Uri server, Uri stack)
    {
        using var signals = new TerminationSignals();
        using var service = Http(new SocketsHttpHandler(), server);
        using var behind = Http(new SocketsHttpHandler(), stack);
        try
        {
            var place = new RunPlace(
                server,
                $"on {server}",
                "it goes on there",
                Sandbox: await IsSandboxAsync(behind, signals.Requested),
                LookInterval: TimeSpan.FromMilliseconds(250));
            return await RunAsync(service, behind, place, signals);
        }
        catch (OperationCanceledException) when (signals.Requested.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    private async Task<int> RunInsideAsync(Uri url, DataDirectory data, bool kept, TerminationSignals signals)
    {
        // A proxy that the environment names has no business between this process and itself.
        using var http = Http(new SocketsHttpHandler { UseProxy = false }, url);
        var place = new RunPlace(
            url,
            $"in this process, {(kept ? $"kept in {data.Path}" : "nothing is kept")}",
            kept ? $"it goes on with: sluice serve --data {data.Path}" : "it and its data are gone with this process",
            Sandbox: true,
            LookInterval: TimeSpan.FromMilliseconds(50));
        return await RunAsync(http, http, place, signals);
    }

    private async Task<int> RunAsync(HttpClient service, HttpClient stack, RunPlace place, TerminationSignals signals)
    {
        try
        {
            var run = new WorkflowRun(plan, place, new SluiceClient(service), RunStack.At(stack), terminal, clock);
            return await run.RunAsync(timeout, signals.Requested);
        }
        catch (ApiException refused)
        {
            var code = refused.ErrorCode.Length > 0 ? $"{refused.ErrorCode}: " : "";
            throw CommandException.Failed($"{place.Server}: {code}{refused.Message}", refused);
        }
        catch (HttpRequestException unreachable)
        {
            throw CommandException.Failed($"no answer from {place.Server}: {unreachable.Message}", unreachable);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            throw CommandException.Failed($"{place.Server} did not answer within {AnswerTimeout.TotalSeconds:0} s", late);
        }
    }

    private static async Task<bool> IsSandboxAsync(HttpClient stack, CancellationToken cancellationToken)
    {
        try
        {
            return (await new StackClient(stack).GetVersionsAsync(cancellationToken)).Env == "sandbox";
        }
        catch (Exception problem) when (problem is ApiException or HttpRequestException)
        {
            return false;
        }
    }

    private static HttpClient Http(SocketsHttpHandler handler, Uri url) => new(handler)
    {
        BaseAddress = url,
        Timeout = AnswerTimeout,
        MaxResponseContentBufferSize = 64 * 1024 * 1024,
    };
}
