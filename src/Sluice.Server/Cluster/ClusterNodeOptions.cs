using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Server.Cluster;

/// <summary>How a node takes part in the cluster of all that share its database.</summary>
public sealed class ClusterNodeOptions
{
    /// <summary>Where this node listens for the others. Its port must be known: 0 is none.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Where the others reach this node. Default: where it listens.</summary>
    public IPEndPoint? Advertise { get; init; }

    /// <summary>What nodes know each other by. Null, the default, lets everybody who reaches the port take part, in the clear.</summary>
    public NodeCertificates? Certificates { get; init; }

    /// <summary>Whether this node executes instances. Default true; one that does not only answers requests.</summary>
    public bool Executes { get; init; } = true;

    /// <summary>
    /// Called once, with the reason, when the others have declared this node dead and given its partitions away. Nothing that it
    /// holds counts any more: the process is to end, and may be started again.
    /// </summary>
    public required Action<string> Expelled { get; init; }
}

/// <summary>What a node shows to the others, and what it asks of them.</summary>
/// <param name="Own">This node's certificate, with its private key, for both ends of a connection.</param>
/// <param name="Authority">The authority that issued the certificates of all nodes, and of nothing else.</param>
public sealed record NodeCertificates(X509Certificate2 Own, X509Certificate2 Authority)
{
    /// <summary>Whether the authority issued a certificate, and it is valid now. Nodes are reached by address: names say nothing.</summary>
    internal bool Trusts(X509Certificate2 other)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(other);
    }
}
