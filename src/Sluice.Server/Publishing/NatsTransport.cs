using System.Net.Sockets;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Sluice.Server.Publishing;

/// <summary>
/// Publishes to NATS JetStream. A message is acknowledged when a stream has stored it. Its id is also the stream's key for
/// duplicates, so what is published again soon after is stored once.
/// </summary>
internal sealed class NatsTransport(NatsOptions options, string subject, TimeProvider clock) : IEventTransport
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _provisioning = new(1);
    private NatsConnection? _connection;
    private volatile bool _provisioned = !options.AutoProvision;

    public async Task PublishAsync(PublishedMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AtMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var connection = Connection();
        try
        {
            await StoreAsync(connection, message, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PublishFailedException($"NATS did not acknowledge within {AtMost.TotalSeconds} s", exception);
        }
        catch (Exception exception) when (exception is NatsException or IOException or SocketException or TimeoutException or ObjectDisposedException)
        {
            await ForgetWhenClosedAsync(connection);

            // The stream may be gone: a server that has lost its data is provisioned like a new one.
            _provisioned = !options.AutoProvision;
            throw new PublishFailedException($"NATS did not take the message: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
        }

        _provisioning.Dispose();
    }

    private async Task StoreAsync(NatsConnection connection, PublishedMessage message, CancellationToken cancellationToken)
    {
        if (connection.ConnectionState == NatsConnectionState.Reconnecting)
        {
            // What is sent now would wait in the client and go out after it has been given up here.
            throw new PublishFailedException("NATS is not connected");
        }

        var jetStream = new NatsJSContext(connection);
        if (!_provisioned)
        {
            await ProvisionAsync(jetStream, cancellationToken);
        }

        var id = message.Id.ToString();
        var acknowledged = await jetStream.PublishAsync(
            subject,
            message.Body,
            opts: new NatsJSPubOpts { MsgId = id },
            headers: new NatsHeaders { ["_watermill_message_uuid"] = id, ["otel-context"] = PublishedMessage.TraceContext },
            cancellationToken: cancellationToken);
        if (acknowledged.Error is { } error)
        {
            throw new PublishFailedException($"NATS refused the message: {error.Description}");
        }
    }

    /// <summary>Creates a stream of the subject's name, unless one holds the subject already.</summary>
    private async Task ProvisionAsync(NatsJSContext jetStream, CancellationToken cancellationToken)
    {
        await _provisioning.WaitAsync(cancellationToken);
        try
        {
            if (_provisioned)
            {
                return;
            }

            await NatsStreams.FindAsync(jetStream, subject, create: true, cancellationToken);
            _provisioned = true;
        }
        finally
        {
            _provisioning.Release();
        }
    }

    private NatsConnection Connection()
    {
        if (_connection is { } there)
        {
            return there;
        }

        var made = options.Connect();
        return Interlocked.CompareExchange(ref _connection, made, null) ?? made;
    }

    /// <summary>Lets go of a connection that has given up for good; the next message makes a new one.</summary>
    private async Task ForgetWhenClosedAsync(NatsConnection connection)
    {
        if (connection.ConnectionState is NatsConnectionState.Closed or NatsConnectionState.Failed
            && Interlocked.CompareExchange(ref _connection, null, connection) == connection)
        {
            await connection.DisposeAsync();
        }
    }
}
