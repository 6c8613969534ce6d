using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Triggers;
using Sluice.Server.Hosting;
using Sluice.Server.Tests.Journal;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Triggers;

/// <summary>Two processes on one PostgreSQL: what one does with triggers holds for the next event at the other.</summary>
public sealed class SharedTriggersTests : IAsyncLifetime
{
    private readonly PostgresUnderTest _postgres = new();
    private ServiceProvider _here = null!;
    private ServiceProvider _there = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _postgres.PrepareAsync();
        _here = Open();
        _there = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_trigger_sees_the_next_event_wherever_it_was_created_until_it_is_deleted_anywhere()
    {
        var workflow = await WorkflowAsync();
        Assert.Empty(await FindAsync(_here, "PAID"));
        for (var round = 0; round < 20; round++)
        {
            var (one, other) = round % 2 == 0 ? (_here, _there) : (_there, _here);
            var trigger = await CreateAsync(one, workflow, "PAID");

            Assert.Equal([trigger], await FindAsync(other, "PAID"));
            Assert.NotNull(await other.GetRequiredService<TriggerIndex>().FindAsync(trigger, Cancellation));

            Assert.True(await other.GetRequiredService<DeleteTrigger>().HandleAsync(trigger, Cancellation));
            Assert.Empty(await FindAsync(one, "PAID"));
            Assert.Null(await one.GetRequiredService<TriggerIndex>().FindAsync(trigger, Cancellation));
        }
    }

    [Fact]
    public async Task Events_that_share_a_look_at_the_store_miss_nothing_either()
    {
        var workflow = await WorkflowAsync();
        using var created = new CancellationTokenSource();
        var others = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                while (!created.IsCancellationRequested)
                {
                    await FindAsync(_there, "PAID");
                }
            },
            Cancellation)).ToList();

        try
        {
            for (var n = 1; n <= 30; n++)
            {
                await CreateAsync(_here, workflow, "PAID");
                Assert.Equal(n, (await FindAsync(_there, "PAID")).Count);
            }
        }
        finally
        {
            await created.CancelAsync();
            await Task.WhenAll(others);
        }
    }

    [Fact]
    public async Task More_changes_than_are_read_at_a_time_are_all_taken_in()
    {
        var workflow = await WorkflowAsync();
        var first = await CreateAsync(_here, workflow, "PAID");
        Assert.Equal([first], await FindAsync(_there, "PAID"));

        await _postgres.ExecuteAsync(
            """
            INSERT INTO triggers (id, created_at, workflow_id, name, folded_name, event, vars, change)
            SELECT gen_random_uuid(), created_at, workflow_id, name, folded_name, event, vars, change + n FROM triggers, generate_series(1, 1200) AS n
            """);
        await _here.GetRequiredService<DeleteTrigger>().HandleAsync(first, Cancellation);

        Assert.Equal(1_200, (await FindAsync(_there, "PAID")).Count);
    }

    [Fact]
    public async Task What_another_process_may_have_created_a_moment_ago_may_be_wanted()
    {
        Assert.Empty(await FindAsync(_there, "PAID"));

        Assert.True(_there.GetRequiredService<TriggerIndex>().MayWant("PAID"));
    }

    private static async Task<List<TriggerId>> FindAsync(ServiceProvider process, string type)
    {
        var environment = TriggerExpressions.Environment(JsonElement.Parse("{}"));
        var found = await process.GetRequiredService<TriggerIndex>().FindAsync(type, "", environment, Cancellation);
        return [.. found.Select(trigger => trigger.Trigger.Id)];
    }

    private static async Task<TriggerId> CreateAsync(ServiceProvider process, string workflow, string type)
    {
        var draft = new TriggerDraft("", type, "", "", workflow, new Dictionary<string, string>());
        var result = await process.GetRequiredService<CreateTrigger>().HandleAsync(draft, Cancellation);
        Assert.Null(result.Refusal);
        return result.Trigger!.Id;
    }

    private async Task<string> WorkflowAsync()
    {
        var result = await _here.GetRequiredService<CreateWorkflow>()
            .HandleAsync(JsonElement.Parse("""{"stages":[{"noop":{}}]}"""), Cancellation);
        return result.Workflow!.Id.ToString();
    }

    private ServiceProvider Open()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<CreateWorkflow>();
        _postgres.Register(services);
        return services.AddTriggers(new SluiceOptions()).BuildServiceProvider();
    }
}
