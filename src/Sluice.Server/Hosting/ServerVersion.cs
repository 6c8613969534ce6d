using System.Reflection;

namespace Sluice.Server.Hosting;

/// <summary>The version of this build.</summary>
public static class ServerVersion
{
    /// <summary>The semantic version, without build metadata.</summary>
    public static string Current { get; } =
        typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
