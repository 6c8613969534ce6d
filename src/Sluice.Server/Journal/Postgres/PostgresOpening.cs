using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Opens the store of a process that may start before its database does, or beside others that keep it busy.</summary>
internal sealed partial class PostgresOpening(IServiceProvider services, TimeProvider clock, ILogger<PostgresOpening> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Opens it. Faults that may pass are waited for, a minute in all.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It could not be opened.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await Task.Run(services.GetRequiredService<PostgresStore>, CancellationToken.None).WaitAsync(cancellationToken);
                return;
            }
            catch (InvalidOperationException problem) when (MayPass(problem) && clock.GetElapsedTime(began) < Patience)
            {
                LogWaiting(problem.Message);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    // A server that says what it dislikes, such as a password, will dislike it again; one that is starting or full says so too.
    private static bool MayPass(InvalidOperationException problem) => problem.InnerException is NpgsqlException { IsTransient: true };

    [LoggerMessage(EventId = 210, Level = LogLevel.Warning, Message = "Waiting for the database: {Problem}")]
    private partial void LogWaiting(string problem);
}
