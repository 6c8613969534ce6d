using Sluice.Sandbox;
using Sluice.Sandbox.Events;
using Sluice.Server.Hosting;

namespace Sluice.Hosting;

/// <summary>Composes the web application of a process: the service, the sandbox stack, or both on one port.</summary>
/// <param name="address">Where it listens.</param>
/// <param name="logs">What it says.</param>
internal sealed class StackHost(BoundAddress address, LogSettings logs)
{
    private static readonly string[] ChattyAboutAbsence =
    [
        "Polly", "Orleans.Messaging", "Orleans.Runtime.Messaging", "Orleans.Runtime.GrainCallCancellationManager",
        "Orleans.Runtime.Scheduler", "Orleans.Runtime.CallbackData",
    ];

    /// <summary>The service; unset to leave it out.</summary>
    public SluiceOptions? Service { get; init; }

    /// <summary>Whether the service's API is served. Default true; otherwise its health check alone is.</summary>
    public bool Api { get; init; } = true;

    /// <summary>The sandbox stack; unset to leave it out.</summary>
    public SandboxOptions? Sandbox { get; init; }

    /// <summary>Builds the application. It has not started.</summary>
    public WebApplication Build()
    {
        // Nothing is read from files or the environment here: the command line has done that, and says so in its help.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "sluice" });
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, ProcessLifetime>();
        AddLogging(builder.Logging);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = _ => address.Socket);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address.Socket.LocalEndPoint!);
        });
        if (Service is not null)
        {
            builder.AddSluice(Service);
        }

        if (Sandbox is not null)
        {
            builder.Services.AddSandbox(Sandbox);
        }

        if (Service is not null && Sandbox is not null)
        {
            builder.Services.AddSingleton<ISandboxEventConsumer, SandboxEvents>();
        }

        var app = builder.Build();
        if (Service is not null)
        {
            _ = Api ? app.MapSluice() : app.MapSluiceHealth();
        }

        if (Sandbox is not null)
        {
            app.MapSandbox();
        }

        return app;
    }

    /// <summary>Starts an application.</summary>
    /// <exception cref="CommandException">It cannot start, for instance because its data is damaged or another process's.</exception>
    /// <exception cref="OperationCanceledException">The user did not wait for it.</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.Services.OpenSluiceStoreAsync(cancellationToken);
            await app.StartAsync(cancellationToken);
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw CommandException.Failed($"cannot start: {problem.Message}", problem);
        }
    }

    private void AddLogging(ILoggingBuilder logging)
    {
        // The frameworks' own stories are for whoever debugs them, and a failure to start ends the command with a line of its own.
        logging.SetMinimumLevel(logs.Minimum > LogLevel.Warning ? logs.Minimum : LogLevel.Warning);
        logging.AddFilter("Sluice", logs.Minimum);
        // Of a node that is away they complain at every message to it. That it is away is said once, by who votes on it.
        foreach (var chatty in ChattyAboutAbsence)
        {
            logging.AddFilter(chatty, LogLevel.Critical);
        }

        // It takes the time since the machine started for a delay when the first check comes late.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        if (logs.Json)
        {
            logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "HH:mm:ss.fff'Z' ";
            });
        }

        // Standard output is for results.
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
