using System.CommandLine;

namespace Sluice.Commands;

/// <summary>The program and all of its commands.</summary>
internal sealed class SluiceCommand : RootCommand
{
    public SluiceCommand(TimeProvider clock)
        : base("Sluice durably executes money flows: workflows of sends, delays, events and updates over ledgers.")
    {
        Subcommands.Add(new RunCommand(clock));
        Subcommands.Add(new ServeCommand(clock));
        Subcommands.Add(new MigrateCommand());
        Subcommands.Add(new SandboxCommand(clock));
        Subcommands.Add(new ExprCommand(clock));
        Subcommands.Add(new VersionCommand());
    }
}
