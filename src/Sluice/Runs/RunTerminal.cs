using Sluice.Display;
using Spectre.Console;

namespace Sluice.Runs;

/// <summary>Where a run is shown.</summary>
/// <param name="Output">Takes the results.</param>
/// <param name="Error">Takes everything else.</param>
/// <param name="Live">Whether the stages may be redrawn in place, where there is a terminal that can.</param>
/// <param name="Json">Whether the results are wanted as JSON.</param>
internal sealed record RunTerminal(TextWriter Output, TextWriter Error, bool Live, bool Json)
{
    /// <summary>The display that fits.</summary>
    /// <param name="server">Where events can be posted.</param>
    /// <param name="clock">Tells how long things take.</param>
    public IRunDisplay Display(Uri server, TimeProvider clock)
    {
        var colorless = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        if (!Live || Json || colorless || Console.IsOutputRedirected)
        {
            return new PlainDisplay(Error, server, clock);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        return console.Profile.Capabilities is { Ansi: true, Interactive: true }
            ? new TerminalDisplay(console, server, clock)
            : new PlainDisplay(Error, server, clock);
    }
}
