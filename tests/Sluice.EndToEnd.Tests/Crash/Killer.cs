namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>
/// Kills and restarts by a seed: mostly the server soon after it is up, sometimes while it still starts, sometimes the sandbox
/// under a living server, sometimes both; between the kills it cuts the server's connections to the stack.
/// </summary>
internal sealed class Killer(SluiceUnderTest sluice, CrashDose dose, Action<string> say)
{
    private const int UpMillisecondsMin = 50;
    private const int UpMillisecondsMax = 1_500;
    private const int StartUpMillisecondsMax = 600;
    private const int KillsBetweenNews = 100;

    private readonly Random _random = new(dose.Seed);

    /// <summary>From each start of the server process to its first successful answer.</summary>
    public List<TimeSpan> Recoveries { get; } = [];

    public int ServerKills { get; private set; }

    public int SandboxKills { get; private set; }

    public int Cuts { get; private set; }

    /// <summary>Spends the dose; both processes are up before and after.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (ServerKills + SandboxKills < dose.Kills)
        {
            await Task.Delay(TimeUp(), TimeProvider.System, cancellationToken);
            switch (_random.Next(12))
            {
                case 0:
                    await KillSandboxAsync();
                    await sluice.StartSandboxAsync(cancellationToken);
                    break;
                case 1:
                    await KillSandboxAsync();
                    await KillServerAsync();
                    await sluice.StartSandboxAsync(cancellationToken);
                    await RestartServerAsync(cancellationToken);
                    break;
                case 2:
                    await KillServerAsync();
                    sluice.LaunchServer();
                    await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(StartUpMillisecondsMax)), TimeProvider.System, cancellationToken);
                    await KillServerAsync();
                    await RestartServerAsync(cancellationToken);
                    break;
                case 3 or 4:
                    sluice.Relay.Cut();
                    Cuts++;
                    break;
                default:
                    await KillServerAsync();
                    await RestartServerAsync(cancellationToken);
                    break;
            }
        }
    }

    // Squared, so that most kills come early, among the work of recovery.
    private TimeSpan TimeUp() => TimeSpan.FromMilliseconds(
        UpMillisecondsMin + ((UpMillisecondsMax - UpMillisecondsMin) * Math.Pow(_random.NextDouble(), 2)));

    private async Task KillServerAsync()
    {
        await sluice.KillServerAsync();
        ServerKills++;
        if ((ServerKills + SandboxKills) % KillsBetweenNews == 0)
        {
            say($"{ServerKills} kills of the server, {SandboxKills} of the sandbox");
        }
    }

    private async Task KillSandboxAsync()
    {
        await sluice.KillSandboxAsync();
        SandboxKills++;
    }

    private async Task RestartServerAsync(CancellationToken cancellationToken)
    {
        var launched = TimeProvider.System.GetTimestamp();
        sluice.LaunchServer();
        await sluice.ServerUpAsync(cancellationToken);
        Recoveries.Add(TimeProvider.System.GetElapsedTime(launched));
    }
}
