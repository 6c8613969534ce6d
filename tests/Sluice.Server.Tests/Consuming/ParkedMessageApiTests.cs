using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Server.Consuming;
using Sluice.Server.Tests.Api;

namespace Sluice.Server.Tests.Consuming;

public sealed class ParkedMessageApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private readonly ApiClient _api = server.Client;

    [Fact]
    public async Task Parked_messages_are_listed_in_pages_and_gone_when_deleted()
    {
        var ids = new List<string>();
        for (var n = 0; n < 5; n++)
        {
            ids.Add(await ParkAsync($"list-{n}", $"poison {n}"));
        }

        var all = (await _api.GetAsync("v2/events/parked?pageSize=100")).Cursor.GetProperty("data").EnumerateArray().ToList();
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = (await _api.GetAsync(next is null ? "v2/events/parked?pageSize=2" : $"v2/events/parked?cursor={next}")).Cursor;
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(message => message.GetProperty("id").GetString()!));
            next = page.TryGetProperty("next", out var token) ? token.GetString() : null;
        }
        while (next is not null);

        Assert.Equal(all.Select(message => message.GetProperty("id").GetString()), seen);
        Assert.Empty(ids.Except(seen));
        var first = all.Single(message => message.GetProperty("messageID").GetString() == "list-0");
        Assert.Equal(
            ["id", "topic", "messageID", "reason", "tries", "parkedAt", "size", "body"], first.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("topic", "poison 0", 8), (first.GetProperty("topic").GetString(), first.GetProperty("body").GetString(), first.GetProperty("size").GetInt32()));

        foreach (var id in ids)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await _api.DeleteAsync($"v2/events/parked/{id}")).Status);
            (await _api.DeleteAsync($"v2/events/parked/{id}")).IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Parked message not found");
        }
    }

    [Fact]
    public async Task A_parked_event_is_handled_by_a_retry_and_then_gone()
    {
        var workflow = await _api.CreateAsync("""[{"noop":{}}]""");
        await _api.PostAsync("v2/triggers", $$"""{"event":"RETRIED","workflowID":"{{workflow}}"}""");
        var id = await ParkAsync("retry", """{"type":"RETRIED"}""");

        Assert.Equal(HttpStatusCode.NoContent, (await _api.PostAsync($"v2/events/parked/{id}/retry", "")).Status);

        var instances = (await _api.GetAsync($"v2/instances?workflowID={workflow}")).Cursor.GetProperty("data");
        Assert.Equal(1, instances.GetArrayLength());
        (await _api.PostAsync($"v2/events/parked/{id}/retry", "")).IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Parked message not found");
    }

    [Fact]
    public async Task A_retry_of_what_is_still_wrong_says_so_and_keeps_it()
    {
        var id = await ParkAsync("wrong", "{}");

        (await _api.PostAsync($"v2/events/parked/{id}/retry", "")).IsError(HttpStatusCode.BadRequest, "VALIDATION", "type: missing");

        Assert.Equal(HttpStatusCode.NoContent, (await _api.DeleteAsync($"v2/events/parked/{id}")).Status);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("0199d3a5-7e5c-7c50-8f3a-0d6a51c9d001")]
    public async Task What_is_not_parked_is_not_found(string id)
    {
        (await _api.PostAsync($"v2/events/parked/{id}/retry", "")).IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Parked message not found");
        (await _api.DeleteAsync($"v2/events/parked/{id}")).IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Parked message not found");
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused() =>
        (await _api.GetAsync("v2/events/parked?cursor=AAAA")).IsError(HttpStatusCode.BadRequest, "VALIDATION", "invalid 'cursor' query param");

    private async Task<string> ParkAsync(string id, string body)
    {
        var message = new ReceivedMessage("topic", id, Encoding.UTF8.GetBytes(body));
        await server.Services.GetRequiredService<ParkMessage>().HandleAsync(message, "it was wrong", tries: 1, ApiClient.Cancellation);
        return ParkedMessageId.Of(message).ToString();
    }
}
