using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Sluice.Sandbox.Http;

/// <summary>The address that the sandbox gives others to reach it by.</summary>
internal sealed class PublicUrl(SandboxOptions options, IServer server)
{
    private const string BeforeListening = "http://localhost";

    /// <summary>The base address without a slash at its end.</summary>
    public string Root => (options.PublicUrl?.AbsoluteUri
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? BeforeListening).TrimEnd('/');
}
