using System.CommandLine;
using Sluice.Server.Hosting;

namespace Sluice.Commands;

/// <summary><c>sluice version</c>.</summary>
internal sealed class VersionCommand : Command
{
    public VersionCommand()
        : base("version", "Print the version.") =>
        SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(ServerVersion.Current));
}
