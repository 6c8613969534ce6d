using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Server.Hosting;

namespace Sluice.Server.Tests.Api;

public sealed class OverloadTests(OverloadTests.NarrowServer server) : IClassFixture<OverloadTests.NarrowServer>
{
    private const string Stages =
        """[{"send":{"source":{"account":{"id":"a","ledger":"held"}},"destination":{"account":{"id":"b","ledger":"held"}},"amount":{"amount":1,"asset":"USD/2"}}}]""";

    private readonly ApiClient _api = server.Client;

    [Fact]
    public async Task Past_the_bound_starts_are_refused_at_once_and_what_was_accepted_is_finished()
    {
        var workflow = await _api.CreateAsync(Stages);
        var accepted = new List<string>();
        ApiAnswer answer;
        while ((answer = await _api.PostAsync($"v2/workflows/{workflow}/instances", "{}")).Status == HttpStatusCode.Created)
        {
            accepted.Add(answer.Data.GetProperty("id").GetString()!);
            Assert.InRange(accepted.Count, 1, 10);
        }

        // One attempt is out, two may wait, and one more start is let in while no more than two wait.
        Assert.Equal(4, accepted.Count);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
        Assert.Equal("INTERNAL", answer.ErrorCode);
        Assert.StartsWith("HTTP/1.1 429 ", await StatusOfHalfARequestAsync(workflow));

        server.Ledger.Release();
        foreach (var id in accepted)
        {
            await _api.EventuallyAsync($"v2/instances/{id}", instance => instance.Data.GetProperty("terminated").GetBoolean());
        }

        Assert.Equal(4, server.Ledger.Received.Count);
        Assert.Equal(HttpStatusCode.Created, (await _api.PostAsync($"v2/workflows/{workflow}/instances", "{}")).Status);
    }

    // A server that read the body first would wait for the rest of it.
    private async Task<string?> StatusOfHalfARequestAsync(string workflow)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, ApiClient.Cancellation);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v2/workflows/{workflow}/instances HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{{\"a\":"),
            ApiClient.Cancellation);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(ApiClient.Cancellation);
    }

    /// <summary>A server with room for one attempt that is out and two that wait.</summary>
    public sealed class NarrowServer : ApiServer
    {
        protected override SluiceOptions Options(string directory, Uri stack) =>
            new() { DataDirectory = directory, StackUrl = stack, ParallelActivitiesMax = 1, WaitingActivitiesMax = 2 };
    }
}
