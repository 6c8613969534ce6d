using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.GrainDirectory;
using Orleans.Runtime.Hosting;
using Sluice.Server.Journal.Postgres;
using Sluice.Server.Partitions;

namespace Sluice.Server.Cluster;

/// <summary>Registers what makes nodes that share a database one cluster.</summary>
internal static class ClusterServices
{
    /// <summary>How often a node tells the database that it lives.</summary>
    public static readonly TimeSpan SignOfLifeInterval = TimeSpan.FromSeconds(1);

    /// <summary>Of the nodes that share a database there is one cluster, so its name is nobody's concern.</summary>
    private const string Name = "sluice";

    /// <summary>Adds what has to be done before the silo starts; to be called before the silo is added.</summary>
    public static IServiceCollection AddMembership(this IServiceCollection services, PostgresOptions options) => services
        .AddSingleton(provider =>
        {
            // Opening the store migrates the database.
            _ = provider.GetRequiredService<PostgresStore>();
            return ClusterDatabase.Of(options);
        })
        .AddSingleton<IMembershipTable, PostgresMembershipTable>()
        .AddHostedService<DeadPredecessors>();

    /// <summary>Makes the silo a member of the cluster of its database.</summary>
    public static void JoinCluster(this ISiloBuilder silo, ClusterNodeOptions options)
    {
        silo.Services
            .AddSingleton(options)
            .AddSingleton<IFatalErrorHandler, Expulsion>();
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));
        silo.Configure<EndpointOptions>(endpoints =>
        {
            var advertised = options.Advertise ?? options.Listen;
            endpoints.SiloListeningEndpoint = options.Listen;
            endpoints.AdvertisedIPAddress = advertised.Address;
            endpoints.SiloPort = advertised.Port;
            endpoints.GatewayPort = 0;
        });
        silo.Configure<ClusterMembershipOptions>(TuneDetection);
        silo.Services.AddGrainDirectory(
            GrainDirectoryAttribute.DEFAULT_GRAIN_DIRECTORY, (provider, _) => ActivatorUtilities.CreateInstance<PostgresGrainDirectory>(provider));
        if (!options.Executes)
        {
            silo.Services.PostConfigure<GrainTypeOptions>(types => types.Classes.Remove(typeof(PartitionGrain)));
        }

        if (options.Certificates is { } certificates)
        {
            silo.UseTls(tls => Secure(tls, certificates));
        }
    }

    /// <summary>
    /// A node that died is to be found out, and its partitions are to be awake elsewhere, within ten seconds: three probes of two
    /// seconds by two others. A node that is merely slow answers one of the three, and where answers have been slow they may take longer.
    /// </summary>
    private static void TuneDetection(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(2);
        membership.MinProbeTimeout = TimeSpan.FromSeconds(2);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(4);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        membership.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(30);
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = SignOfLifeInterval;
        membership.NumMissedTableIAmAliveLimit = 10;
    }

    private static void Secure(TlsOptions tls, NodeCertificates certificates)
    {
        tls.LocalCertificate = certificates.Own;
        tls.LocalClientCertificateSelector = (_, _, _, _, _) => certificates.Own;
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.RemoteCertificateValidation = (certificate, _, _) => certificates.Trusts(certificate);
        tls.OnAuthenticateAsClient = (_, client) => client.TargetHost = Name;
    }
}
