using System.Globalization;
using System.Text.Json;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Cluster;

/// <summary>Several nodes on one database: they share the work, and any of them may stop, die or freeze.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const string Pay =
        """[{"send":{"source":{"account":{"id":"world"}},"destination":{"account":{"id":"shop"}},"amount":{"amount":1,"asset":"USD/2"}}}]""";

    [Fact]
    public async Task Nodes_share_the_work_and_take_over_from_one_that_is_killed()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var nodes = new List<SluiceProcess>();
        for (var number = 0; number < 3; number++)
        {
            nodes.Add(await cluster.StartNodeAsync());
        }

        await cluster.UntilBalancedAsync([.. nodes]);
        var load = SteadyLoad.On(cluster, await cluster.CreateWorkflowAsync(Pay));
        await load.MoreAsync(500);
        output.WriteLine($"slowest start in peace: {load.TakeSlowest()}");

        for (var kill = 1; kill <= Kills; kill++)
        {
            var victim = nodes[0];
            nodes.RemoveAt(0);
            await cluster.KillAsync(victim);
            await cluster.UntilBalancedAsync([.. nodes]);
            await load.MoreAsync(500);
            output.WriteLine($"kill {kill}: slowest start {load.TakeSlowest()}");

            nodes.Add(await cluster.StartNodeAsync());
            await cluster.UntilBalancedAsync([.. nodes]);
            output.WriteLine($"join {kill}: slowest start {load.TakeSlowest()}");
        }

        await load.StopAsync();
        await AssertPaidOnceAsync(cluster, load);
    }

    [Fact]
    public async Task A_node_that_is_stopped_hands_over_without_a_failed_request()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var (first, second) = (await cluster.StartNodeAsync(), await cluster.StartNodeAsync());
        await cluster.UntilBalancedAsync(first, second);
        var load = SteadyLoad.On(cluster, await cluster.CreateWorkflowAsync(Pay));
        await load.MoreAsync(500);
        load.TakeSlowest();

        for (var restart = 1; restart <= Restarts; restart++)
        {
            // As a load balancer: first no new requests, then the end.
            cluster.Forget(first);
            await first.StopAsync();
            Assert.True(first.ExitCode == 0, first.Output);
            await cluster.UntilBalancedAsync(second);
            await load.MoreAsync(500);
            output.WriteLine($"stop {restart}: slowest start {load.TakeSlowest()}");

            var next = await cluster.StartNodeAsync();
            await cluster.UntilBalancedAsync(second, next);
            await load.MoreAsync(500);
            output.WriteLine($"start {restart}: slowest start {load.TakeSlowest()}");
            (first, second) = (second, next);
        }

        await load.StopAsync();
        Assert.Equal(0, load.Lost);
        await AssertPaidOnceAsync(cluster, load);
    }

    [Fact]
    public async Task A_node_that_was_frozen_finds_its_partitions_gone_and_does_nothing_twice()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var frozen = await cluster.StartNodeAsync();
        var others = new[] { await cluster.StartNodeAsync(), await cluster.StartNodeAsync() };
        await cluster.UntilBalancedAsync([frozen, .. others]);
        var load = SteadyLoad.On(cluster, await cluster.CreateWorkflowAsync(Pay));
        await load.MoreAsync(500);

        // What is out to it stays out; of new requests a load balancer sends it none.
        await frozen.FreezeAsync();
        cluster.Forget(frozen);
        await cluster.UntilBalancedAsync(others);
        await load.MoreAsync(200);
        await frozen.ThawAsync();
        await frozen.ExitedAsync();
        await load.StopAsync();

        Assert.Equal(1, frozen.ExitCode);
        Assert.Contains("the others declared it dead", frozen.Output, StringComparison.Ordinal);
        await AssertPaidOnceAsync(cluster, load);
        await frozen.DisposeAsync();
    }

    [Fact]
    public async Task Nodes_that_were_all_killed_at_once_do_not_hold_up_the_next_ones()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var nodes = new[] { await cluster.StartNodeAsync(), await cluster.StartNodeAsync() };
        await cluster.UntilBalancedAsync(nodes);
        var workflow = await cluster.CreateWorkflowAsync(Pay);
        foreach (var node in nodes)
        {
            await cluster.KillAsync(node);
        }

        // Orleans alone would wait for the dead until its patience ends.
        var started = TimeProvider.System.GetTimestamp();
        nodes = await Task.WhenAll(cluster.StartNodeAsync(), cluster.StartNodeAsync());
        output.WriteLine($"started after {TimeProvider.System.GetElapsedTime(started)}");
        await cluster.SendAsync(nodes[0], HttpMethod.Post, $"/v2/workflows/{workflow}/instances?wait=true", "{}");
        var took = TimeProvider.System.GetElapsedTime(started);
        await cluster.UntilBalancedAsync(nodes);

        output.WriteLine($"served after {took}");
        Assert.True(took < TimeSpan.FromMinutes(1), $"served after {took}");
    }

    [Fact]
    public async Task A_database_that_is_away_costs_no_node_its_life()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var nodes = new[] { await cluster.StartNodeAsync(), await cluster.StartNodeAsync() };
        await cluster.UntilBalancedAsync(nodes);
        var load = SteadyLoad.On(cluster, await cluster.CreateWorkflowAsync(Pay));
        await load.MoreAsync(100);

        await cluster.Postgres.KillAsync();
        await Task.Delay(Outage, TimeProvider.System, TestContext.Current.CancellationToken);
        await cluster.Postgres.RunAsync();
        await load.MoreAsync(100);
        await load.StopAsync();

        Assert.All(nodes, node => Assert.False(node.HasExited, node.Output));
        Assert.All(load.Failures, failure => Assert.StartsWith("503 ", failure, StringComparison.Ordinal));
        await cluster.UntilBalancedAsync(nodes);
        await AssertAllEndedAsync(cluster, load);
    }

    [Fact]
    public async Task A_node_that_cannot_read_the_database_refuses_what_the_others_ask_of_it_as_unavailable()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var relay = new TcpRelay(cluster.Postgres.Port);
        var door = await cluster.StartNodeAsync("serve", "--worker=false");
        var (whole, cutOff) = (await cluster.StartNodeAsync("worker"), await cluster.StartNodeBehindAsync(relay, "worker"));
        await cluster.UntilBalancedAsync(whole, cutOff);
        var workflow = await cluster.CreateWorkflowAsync(Pay);

        // Its failure to wake a partition is thrown on another node than the one that has to answer for it.
        await relay.DisposeAsync();
        await whole.StopAsync();
        var started = new Uri(await door.Address, $"/v2/workflows/{workflow}/instances");
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(
            n => cluster.Http.SendAsync(HttpMethod.Post, started, "{}", $"key-{n}", TestContext.Current.CancellationToken)));

        Assert.All(answers, answer => Assert.Equal(503, Assert.IsType<Answer.Received>(answer).Status));
    }

    [Fact]
    public async Task Nodes_that_execute_and_nodes_that_answer_work_together()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var door = await cluster.StartNodeAsync("serve", "--worker=false");
        var workflow = await cluster.CreateWorkflowAsync("""[{"wait_event":{"event":"go"}}]""");
        var early = cluster.SendAsync(door, HttpMethod.Post, $"/v2/workflows/{workflow}/instances", "{}");
        var worker = await cluster.StartNodeAsync("worker");

        // The start waited for somebody who executes.
        var instance = (await early).GetProperty("data").GetProperty("id").GetString();
        await cluster.UntilBalancedAsync(worker);
        Assert.Equal(0, await cluster.PartitionsOfAsync(door));

        await cluster.SendAsync(door, HttpMethod.Post, $"/v2/instances/{instance}/events", """{"name":"go"}""");
        var read = await cluster.SendAsync(door, HttpMethod.Get, $"/v2/instances/{instance}");
        Assert.True(read.GetProperty("data").GetProperty("terminated").GetBoolean());
    }

    [Fact]
    public async Task A_trigger_created_at_one_node_sees_the_next_event_at_another()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var nodes = new[] { await cluster.StartNodeAsync(), await cluster.StartNodeAsync() };
        var workflow = await cluster.CreateWorkflowAsync(Pay);

        for (var round = 1; round <= 5; round++)
        {
            var (one, other) = (nodes[round % 2], nodes[1 - (round % 2)]);
            var created = await cluster.SendAsync(
                one, HttpMethod.Post, "/v2/triggers", $$"""{"event":"PAID","workflowID":"{{workflow}}"}""");
            await cluster.SendAsync(
                other, HttpMethod.Post, "/v2/events", $$"""{"type":"PAID","payload":{},"idempotency_key":"{{round}}"}""");
            var trigger = created.GetProperty("data").GetProperty("id").GetString();
            var fired = await cluster.SendAsync(one, HttpMethod.Get, $"/v2/triggers/{trigger}/occurrences");
            Assert.Equal(1, fired.GetProperty("cursor").GetProperty("data").GetArrayLength());

            await cluster.SendAsync(one, HttpMethod.Delete, $"/v2/triggers/{trigger}");
        }
    }

    // A dose for every build; more for whoever measures.
    private static int Kills => Setting("SLUICE_CLUSTER_KILLS", 1);

    private static int Restarts => Setting("SLUICE_CLUSTER_RESTARTS", 1);

    private static TimeSpan Outage => TimeSpan.FromSeconds(Setting("SLUICE_CLUSTER_OUTAGE_SECONDS", 15));

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private async Task AssertPaidOnceAsync(ClusterUnderTest cluster, SteadyLoad load)
    {
        Assert.Empty(load.Failures);
        await AssertAllEndedAsync(cluster, load);
        Assert.Equal(load.Started.Count, await cluster.ReceivedAsync("shop"));
    }

    private async Task AssertAllEndedAsync(ClusterUnderTest cluster, SteadyLoad load)
    {
        output.WriteLine($"{load.Started.Count} started, {load.Lost} requests broke off");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        JsonElement running;
        while ((running = await cluster.SendAsync(cluster.Nodes[0], HttpMethod.Get, "/v2/instances?running=true"))
            .GetProperty("cursor").GetProperty("data").GetArrayLength() > 0)
        {
            Assert.False(deadline.IsCancellationRequested, $"instances are stuck: {running}\n{cluster.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }
}
