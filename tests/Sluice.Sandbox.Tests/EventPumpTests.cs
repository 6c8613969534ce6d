using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Events;

namespace Sluice.Sandbox.Tests;

/// <summary>Events on their way to a consumer that must not miss any.</summary>
public sealed class EventPumpTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Each_event_is_given_and_then_forgotten()
    {
        var consumer = new Consumer();
        await using var app = await SandboxApp.StartAsync(consumer: consumer);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(n => SendAsync(app, n)));
        await UntilAsync(() => consumer.Taken.Count == 300);

        AssertTaken(app, consumer);
        await UntilAsync(() => Stored(app) == 0);
    }

    [Fact]
    public async Task An_event_that_is_not_taken_is_given_again()
    {
        var consumer = new Consumer { Failures = 1 };
        await using var app = await SandboxApp.StartAsync(consumer: consumer);

        await SendAsync(app, 1);
        await SendAsync(app, 2);
        await UntilAsync(() => consumer.Taken.Count == 2);

        AssertTaken(app, consumer);
        Assert.Equal(3, consumer.Given);
    }

    [Fact]
    public async Task Those_behind_an_event_that_is_not_taken_do_not_wait_and_are_not_forgotten_before_it()
    {
        await using var app = await SandboxApp.StartAsync(consumer: new Consumer { Failures = int.MaxValue });
        for (var n = 0; n < 5; n++)
        {
            await SendAsync(app, n);
        }

        var consumer = new Consumer { Failures = int.MaxValue, FailsOnlyFor = app.Events.ElementAt(2).IdempotencyKey };
        await using var next = await app.StartCopyAsync(consumer);
        await UntilAsync(() => consumer.Taken.Count == 4 && consumer.Given > 5);
        Assert.Equal(5, Stored(next));
        consumer.FailsOnlyFor = "";
        await UntilAsync(() => Stored(next) == 0);

        AssertTaken(app, consumer);
    }

    [Fact]
    public async Task What_was_committed_before_a_crash_is_given_after_it()
    {
        var stuck = new Consumer { Failures = int.MaxValue };
        await using var app = await SandboxApp.StartAsync(consumer: stuck);
        for (var n = 0; n < 5; n++)
        {
            await SendAsync(app, n);
        }

        var consumer = new Consumer();
        await using var next = await app.StartCopyAsync(consumer);
        await UntilAsync(() => consumer.Taken.Count == 5);

        AssertTaken(app, consumer);
    }

    [Fact]
    public async Task Nothing_is_stored_that_nobody_wants()
    {
        await using var alone = await SandboxApp.StartAsync();
        await using var picky = await SandboxApp.StartAsync(consumer: new Consumer { Wanted = "SAVED_PAYMENT", Failures = int.MaxValue });

        await SendAsync(alone, 1);
        await SendAsync(picky, 1);

        Assert.Equal((0, 0), (Stored(alone), Stored(picky)));
        Assert.Equal((1, 1), (alone.Events.Count, picky.Events.Count));
    }

    private static void AssertTaken(SandboxApp app, Consumer consumer) => Assert.Equal(
        app.Events.Select(made => made.IdempotencyKey).Order(), consumer.Taken.Select(taken => taken.IdempotencyKey).Order());

    private static async Task SendAsync(SandboxApp app, int n) => (await app.PostAsync(
        "/api/ledger/v2/default/transactions",
        $$"""{"postings":[{"source":"world","destination":"users:{{n}}","amount":{{n + 1}},"asset":"USD/2"}],"metadata":{} }""")).Require(System.Net.HttpStatusCode.OK);

    private static int Stored(SandboxApp app)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(app.DataDirectory, "sandbox.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM events";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, "not in time");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Consumer : ISandboxEventConsumer
    {
        private int _given;

        public string? Wanted { get; init; }

        public int Failures { get; init; }

        /// <summary>The key of the one event that fails; null while any does.</summary>
        public string? FailsOnlyFor { get; set; }

        public int Given => _given;

        public ConcurrentQueue<SandboxEvent> Taken { get; } = new();

        public bool Wants(string type) => Wanted is null || Wanted == type;

        public Task ConsumeAsync(SandboxEvent sandboxEvent, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _given) <= Failures && (FailsOnlyFor ?? sandboxEvent.IdempotencyKey) == sandboxEvent.IdempotencyKey)
            {
                throw new InvalidOperationException("not now");
            }

            Taken.Enqueue(sandboxEvent);
            return Task.CompletedTask;
        }
    }
}
