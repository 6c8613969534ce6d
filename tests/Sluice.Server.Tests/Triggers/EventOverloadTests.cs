using System.Net;
using Sluice.Server.Tests.Api;

namespace Sluice.Server.Tests.Triggers;

public sealed class EventOverloadTests(OverloadTests.NarrowServer server) : IClassFixture<OverloadTests.NarrowServer>
{
    private readonly ApiClient _api = server.Client;

    [Fact]
    public async Task An_event_that_a_full_node_refuses_starts_its_instance_when_it_is_sent_again()
    {
        var workflow = await _api.CreateAsync(
            """[{"send":{"source":{"account":{"id":"a","ledger":"held"}},"destination":{"account":{"id":"b","ledger":"held"}},"amount":{"amount":1,"asset":"USD/2"}}}]""");
        var created = await _api.PostAsync("triggers", $$"""{"event":"E","workflowID":"{{workflow}}"}""");
        var occurrences = $"triggers/{created.Data.GetProperty("id")}/occurrences";
        var accepted = 0;
        ApiAnswer answer;
        while ((answer = await SendAsync(accepted)).Status == HttpStatusCode.NoContent)
        {
            accepted++;
            Assert.InRange(accepted, 1, 10);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
        Assert.Equal(accepted, (await _api.GetAsync(occurrences)).Data.GetArrayLength());

        server.Ledger.Release();
        await Partitions.PartitionUnderTest.UntilAsync(
            async () => (await SendAsync(accepted)).Status == HttpStatusCode.NoContent, "the refused event is taken");
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(0)).Status);

        Assert.Equal(accepted + 1, (await _api.GetAsync(occurrences)).Data.GetArrayLength());
    }

    private Task<ApiAnswer> SendAsync(int n) => _api.PostAsync("v2/events", $$"""{"type":"E","idempotency_key":"k{{n}}","payload":{{n}} }""");
}
