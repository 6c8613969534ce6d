using Microsoft.AspNetCore.Http;
using Sluice.Engine.Instances;
using Sluice.Server.Publishing;
using Sluice.Server.Tests.Partitions;
using Sluice.Server.Tests.Triggers;
using Sluice.Server.Triggers;

namespace Sluice.Server.Tests.Publishing;

/// <summary>What a receiver of events sees of a server that runs, stops, dies and finds nobody listening.</summary>
public sealed class PublishingTests
{
    private static readonly string[] TwoStages =
    [
        "STARTED_WORKFLOW", "STARTED_WORKFLOW_STAGE", "SUCCEEDED_WORKFLOW_STAGE", "STARTED_WORKFLOW_STAGE", "SUCCEEDED_WORKFLOW_STAGE",
        "SUCCEEDED_WORKFLOW",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_is_told_from_its_start_to_its_end()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using var server = await PublishingServer.StartAsync(PublishingServer.Http(receiver));
        var workflow = await server.AddWorkflowAsync();

        var instance = Assert.Single(await server.RunAsync(workflow));
        await server.DrainedAsync();

        Assert.Equal(TwoStages, Types(receiver, instance));
        Assert.All(receiver.Received, message =>
        {
            Assert.Equal("application/json", message.ContentType);
            Assert.True(Guid.TryParse(message.Uuid, out _));
            Assert.Equal("""{"otel-context":"{}"}""", message.Metadata);
            Assert.Equal(workflow.ToString(), message.Envelope.GetProperty("payload").GetProperty("id").GetString());
        });
        Assert.Equal([0, 0, 1, 1], Numbers(receiver));
        Assert.Equal("OK", await server.Service<EventPublishing>().CheckAsync(Cancellation));
    }

    [Fact]
    public async Task A_receiver_that_refuses_holds_up_no_instance_and_gets_everything_in_order_later()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using var server = await PublishingServer.StartAsync(PublishingServer.Http(receiver));
        var workflow = await server.AddWorkflowAsync();

        receiver.Status = StatusCodes.Status503ServiceUnavailable;
        var instances = await server.RunAsync(workflow, 50);
        await PartitionUnderTest.UntilAsync(() => receiver.Refused > 1, "messages are refused, again and again");
        Assert.Empty(receiver.Received);
        receiver.Status = StatusCodes.Status200OK;
        await server.DrainedAsync();

        Assert.All(instances, instance => Assert.Equal(TwoStages, Types(receiver, instance)));
        AssertNoneTwice(receiver);
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using var server = await PublishingServer.StartAsync(PublishingServer.Http(receiver));
        var workflow = await server.AddWorkflowAsync("""{"noop":{}},{"wait_event":{"event":"go"}}""");

        var told = await server.RunAsync(workflow, 20);
        await server.DrainedAsync();
        receiver.Status = StatusCodes.Status500InternalServerError;
        var waiting = await server.RunAsync(workflow, 20);
        await server.RestartAsync(PublishingServer.Http(receiver));
        receiver.Status = StatusCodes.Status200OK;
        await Task.WhenAll(told.Select(id => server.Service<Server.Partitions.PostEvent>().HandleAsync(id, "go")));
        await server.DrainedAsync();

        Assert.All(told, instance => Assert.Equal(TwoStages, Types(receiver, instance)));
        Assert.All(waiting, instance => Assert.Equal(TwoStages[..4], Types(receiver, instance)));
        AssertNoneTwice(receiver);
    }

    [Fact]
    public async Task Killed_between_the_bus_and_the_cursor_it_tells_again_with_the_same_keys()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using var server = await PublishingServer.StartAsync(PublishingServer.Http(receiver));
        var workflow = await server.AddWorkflowAsync();

        server.CursorsAreLost = true;
        var instances = await server.RunAsync(workflow, 10);
        await PartitionUnderTest.UntilAsync(() => receiver.Received.Count == 60, "everything is told");
        await server.StopAsync();
        server.CursorsAreLost = false;
        await server.RestartAsync(PublishingServer.Http(receiver));
        await server.DrainedAsync();

        Assert.Equal(120, receiver.Received.Count);
        Assert.All(receiver.Received.GroupBy(message => message.Key), copies =>
        {
            Assert.Equal(2, copies.Count());
            Assert.Single(copies.Select(copy => (copy.Uuid, copy.Body)).Distinct());
        });
        Assert.All(instances, instance => Assert.Equal([.. TwoStages, .. TwoStages], Types(receiver, instance)));
    }

    [Fact]
    public async Task Turned_on_it_tells_what_happens_from_then_on_and_turned_off_nothing()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using var server = await PublishingServer.StartAsync(publishing: null);
        var workflow = await server.AddWorkflowAsync();

        await server.RunAsync(workflow, 20);
        Assert.Null(await server.Service<EventPublishing>().CheckAsync(Cancellation));
        await server.RestartAsync(PublishingServer.Http(receiver));
        var instances = await server.RunAsync(workflow, 20);
        await server.DrainedAsync();

        Assert.Equal(instances.Select(id => id.ToString()).Order(), receiver.Received.Select(message => message.Instance!).Distinct().Order());
    }

    [Fact]
    public async Task Turned_off_it_reads_and_writes_nothing()
    {
        await using var server = await PublishingServer.StartAsync(publishing: null);
        var workflow = await server.AddWorkflowAsync();
        using var http = new HttpClient { BaseAddress = server.Address };

        await server.RunAsync(workflow, 20);
        await http.GetStringAsync(new Uri("_healthcheck", UriKind.Relative), Cancellation);
        await server.StopAsync();

        // Without a cursor no log is followed either: it is where reading would begin.
        Assert.Equal(0, server.StoreCalls);
    }

    [Fact]
    public async Task Firings_are_told_whether_they_started_something_or_not()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using var server = await PublishingServer.StartAsync(PublishingServer.Http(receiver));
        var workflow = await server.AddWorkflowAsync();
        var draft = new TriggerDraft("", "PAID", "", "", workflow.ToString(), new Dictionary<string, string> { ["a"] = "event.order.id" });
        var trigger = (await server.Service<CreateTrigger>().HandleAsync(draft, Cancellation)).Trigger!.Id;

        var handle = server.Service<HandleEvent>();
        Assert.Null(await handle.HandleAsync(TriggerServer.Event("PAID", "good", """{"order":{"id":"7"}}"""), null, Cancellation));
        Assert.Null(await handle.HandleAsync(TriggerServer.Event("PAID", "bad", "{}"), null, Cancellation));
        await server.DrainedAsync();

        var succeeded = Assert.Single(receiver.Received, message => message.Type == "SUCCEEDED_TRIGGER").Envelope.GetProperty("payload");
        var failed = Assert.Single(receiver.Received, message => message.Type == "FAILED_TRIGGER").Envelope.GetProperty("payload");
        Assert.All([succeeded, failed], payload => Assert.Equal(trigger.ToString(), payload.GetProperty("triggerID").GetString()));
        Assert.Equal(TwoStages, Types(receiver, succeeded.GetProperty("workflowInstanceID").GetString()!));
        Assert.NotEqual("", failed.GetProperty("error").GetString());
    }

    [Fact]
    public async Task The_health_check_is_about_the_store_and_tells_of_publishing_beside_it()
    {
        await using var receiver = await EventReceiver.StartAsync();
        await using var server = await PublishingServer.StartAsync(PublishingServer.Http(receiver));
        using var http = new HttpClient { BaseAddress = server.Address };
        var path = new Uri("_healthcheck", UriKind.Relative);

        Assert.Equal("""{"default":"OK","publishing":"OK"}""", await http.GetStringAsync(path, Cancellation));
        await server.RestartAsync(publishing: null);
        using var later = new HttpClient { BaseAddress = server.Address };
        Assert.Equal("""{"default":"OK"}""", await later.GetStringAsync(path, Cancellation));
    }

    private static void AssertNoneTwice(EventReceiver receiver) =>
        Assert.Equal(receiver.Received.Count, receiver.Received.Select(message => message.Key).Distinct().Count());

    private static IEnumerable<string> Types(EventReceiver receiver, InstanceId instance) => Types(receiver, instance.ToString());

    private static IEnumerable<string> Types(EventReceiver receiver, string instance) =>
        receiver.Received.Where(message => message.Instance == instance).Select(message => message.Type);

    private static IEnumerable<int> Numbers(EventReceiver receiver) => receiver.Received
        .Select(message => message.Envelope.GetProperty("payload"))
        .Where(payload => payload.TryGetProperty("number", out _))
        .Select(payload => payload.GetProperty("number").GetInt32());
}
