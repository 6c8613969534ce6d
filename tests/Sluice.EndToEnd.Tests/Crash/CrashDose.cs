using System.Globalization;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>How hard a crash run is. The suite's dose is small; <c>bench/crash.sh</c> asks for more.</summary>
/// <param name="Kills">How many times a process is killed.</param>
/// <param name="Seed">What the moments and victims of the kills are drawn from.</param>
/// <param name="Callers">How many callers start instances at the same time.</param>
internal sealed record CrashDose(int Kills, int Seed, int Callers)
{
    /// <summary>Reads <c>SLUICE_CRASH_KILLS</c> (15), <c>SLUICE_CRASH_SEED</c> (random) and <c>SLUICE_CRASH_CALLERS</c> (32).</summary>
    public static CrashDose FromEnvironment() => new(
        Number("SLUICE_CRASH_KILLS", 15),
        Number("SLUICE_CRASH_SEED", Random.Shared.Next()),
        Number("SLUICE_CRASH_CALLERS", 32));

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
