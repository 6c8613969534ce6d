using Sluice.Server.Hosting;

namespace Sluice.Server.Triggers;

/// <summary>
/// From where <c>link</c> reads: what an event says must not make this process call whoever its sender likes, such as services that
/// only this machine reaches.
/// </summary>
/// <param name="stack">The stack's address: everything below it may be read.</param>
/// <param name="options">The stack's public address and the other hosts.</param>
public sealed class LinkHosts(Uri stack, SluiceOptions options)
{
    private readonly IReadOnlyList<Uri> _stack =
        [.. new[] { stack, options.StackPublicUrl }.OfType<Uri>().Select(url => new Uri(url.AbsoluteUri.TrimEnd('/') + "/"))];

    private readonly HashSet<string> _others = options.LinkHosts.ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a resource may be read.</summary>
    public bool Allow(Uri resource) =>
        _stack.Any(url => url.IsBaseOf(resource)) || _others.Contains(resource.Authority) || _others.Contains($"{resource.Host}:{resource.Port}");
}
