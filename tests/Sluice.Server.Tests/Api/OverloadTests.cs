using System.Net;
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

        server.Ledger.Release();
        foreach (var id in accepted)
        {
            await _api.EventuallyAsync($"v2/instances/{id}", instance => instance.Data.GetProperty("terminated").GetBoolean());
        }

        Assert.Equal(4, server.Ledger.Received.Count);
        Assert.Equal(HttpStatusCode.Created, (await _api.PostAsync($"v2/workflows/{workflow}/instances", "{}")).Status);
    }

    /// <summary>A server with room for one attempt that is out and two that wait.</summary>
    public sealed class NarrowServer : ApiServer
    {
        protected override SluiceOptions Options(string directory, Uri stack) =>
            new() { DataDirectory = directory, StackUrl = stack, ParallelActivitiesMax = 1, WaitingActivitiesMax = 2 };
    }
}
