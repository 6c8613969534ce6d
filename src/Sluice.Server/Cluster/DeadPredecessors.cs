using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Cluster;

/// <summary>
/// Before this node joins: declares members dead that nobody was left to declare dead, as when all were killed at once. Such a
/// member refuses connections and does not say any more that it lives. Without this the start would wait for its answers.
/// </summary>
internal sealed partial class DeadPredecessors(IMembershipTable table, TimeProvider clock, ILogger<DeadPredecessors> logger) : IHostedService
{
    /// <summary>A living member says so three times in this time.</summary>
    private static readonly TimeSpan SilenceMin = 3 * ClusterServices.SignOfLifeInterval;

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var before = await RefusingAsync(cancellationToken);
        if (before.Count == 0)
        {
            return;
        }

        await Task.Delay(SilenceMin, clock, cancellationToken);
        foreach (var (address, aliveAt) in await RefusingAsync(cancellationToken))
        {
            // Compared with what it said before, not with a clock: that of another machine may be wrong.
            if (before.TryGetValue(address, out var earlier) && earlier == aliveAt)
            {
                await DeclareDeadAsync(address, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<Dictionary<SiloAddress, DateTime>> RefusingAsync(CancellationToken cancellationToken)
    {
        var members = (await table.ReadAllAsync(cancellationToken)).Members.Select(member => member.Item1).Where(member => member.Status != SiloStatus.Dead).ToList();
        var refuse = await Task.WhenAll(members.Select(member => RefusesAsync(member.SiloAddress.Endpoint, cancellationToken)));
        return members.Where((_, n) => refuse[n]).ToDictionary(member => member.SiloAddress, member => member.IAmAliveTime);
    }

    private static async Task<bool> RefusesAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectWithin);
        try
        {
            await socket.ConnectAsync(endPoint, limit.Token);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A network that swallows packets proves nothing.
            return false;
        }
    }

    /// <summary>Others may be doing the same: whoever comes second finds it done.</summary>
    private async Task DeclareDeadAsync(SiloAddress address, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await table.ReadAllAsync(cancellationToken);
            if (read.TryGet(address) is not { Item1: { Status: not SiloStatus.Dead } entry, Item2: var etag })
            {
                return;
            }

            entry.Status = SiloStatus.Dead;
            if (await table.UpdateRowAsync(entry, etag, read.Version.Next(), cancellationToken))
            {
                LogBuried(address);
                return;
            }
        }
    }

    [LoggerMessage(EventId = 910, Level = LogLevel.Warning, Message = "Node {Node} was killed and left in the cluster; it is declared dead")]
    private partial void LogBuried(SiloAddress node);
}
