using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sluice.Server.Journal;
using Sluice.Server.Journal.Postgres;

namespace Sluice.Server.Tests.Journal;

/// <summary>What is particular to PostgreSQL: several processes share it, and it may fail without them.</summary>
public sealed class PostgresStoreTests : StoreContract
{
    private const int LockClass = 0x736C7569;

    private readonly PostgresUnderTest _postgres;

    public PostgresStoreTests()
        : this(new PostgresUnderTest())
    {
    }

    private PostgresStoreTests(PostgresUnderTest postgres)
        : base(postgres) => _postgres = postgres;

    [Fact]
    public async Task Processes_that_start_at_once_migrate_once()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => Another()).ToList();

        var counts = await Task.WhenAll(stores.Select(store => Task.Run(() => store.GetRequiredService<IJournal>().PartitionCount)));

        Assert.Equal([64, 64, 64, 64], counts);
        Assert.Empty(PostgresMigrations.Apply(_postgres.Options));
        await Task.WhenAll(stores.Select(store => store.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Another_process_that_takes_a_partition_fences_this_one()
    {
        var old = await Journal.TakeEpochAsync(0, Cancellation);
        await using var another = Another();
        var current = await another.GetRequiredService<IJournal>().TakeEpochAsync(0, Cancellation);

        await Assert.ThrowsAsync<FencedException>(() => Journal.AppendAsync(new TestInstance().Next(old), Cancellation));

        Assert.Equal(old + 1, current);
        await another.GetRequiredService<IJournal>().AppendAsync(new TestInstance().Next(current), Cancellation);
    }

    [Fact]
    public async Task A_reader_of_the_tail_misses_nothing_while_owners_of_two_processes_take_turns()
    {
        await using var another = Another();
        IJournal[] owners = [Journal, another.GetRequiredService<IJournal>()];
        using var ended = new CancellationTokenSource();
        var reading = ReadTailAsync(ended.Token);
        var written = 0;
        var appends = new List<Task<long>>();
        for (var turn = 0; turn < 30; turn++)
        {
            var owner = owners[turn % 2];
            var epoch = await owner.TakeEpochAsync(0, Cancellation);
            appends.AddRange(Enumerable.Range(0, 40).Select(_ => owner.AppendAsync(new TestInstance().Next(epoch), Cancellation)));
        }

        foreach (var append in appends)
        {
            try
            {
                await append;
                written++;
            }
            catch (FencedException)
            {
                // The other one was faster.
            }
        }

        await ended.CancelAsync();
        var read = await reading;

        Assert.True(written > 40, $"{written}");
        Assert.Equal((await Journal.TailAsync(0, 0, int.MaxValue, Cancellation)).Select(record => record.Position), read);
        Assert.Equal(written, read.Count);
    }

    [Fact]
    public async Task A_takeover_ends_the_session_of_a_process_that_stopped_in_the_middle_of_a_transaction()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        await using var stopped = await _postgres.ConnectAsync();
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({LockClass}, 0)", stopped);
        await command.ExecuteNonQueryAsync(Cancellation);

        Assert.Equal(epoch + 1, await Journal.TakeEpochAsync(0, Cancellation));

        await Assert.ThrowsAsync<PostgresException>(async () => await command.ExecuteNonQueryAsync(Cancellation));
    }

    [Fact]
    public async Task A_lost_session_fails_its_appends_and_the_next_ones_get_another()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();
        await using var other = await _postgres.ConnectAsync();
        await ExecuteAsync(other, $"SELECT pg_advisory_lock({LockClass}, 0)");
        var append = Journal.AppendAsync(instance.Next(epoch), Cancellation);
        await UntilAsync(other, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)");

        await ExecuteAsync(other, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'sluice-writer-%'");
        await Assert.ThrowsAsync<JournalUnavailableException>(() => append);
        await ExecuteAsync(other, "SELECT pg_advisory_unlock_all()");

        Assert.Empty(await Journal.ReadAsync(instance.Id, Cancellation));
        await Journal.AppendAsync(instance.Turn(epoch, 1), Cancellation);
    }

    [Fact]
    public async Task When_a_commit_fails_all_of_it_fails_and_the_next_one_goes_on()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        await _postgres.ExecuteAsync(
            """
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is gone'; END $$;
            CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'poison') EXECUTE FUNCTION fail()
            """);
        var (before, poison, after) = (new TestInstance(), new TestInstance(), new TestInstance());
        Task<long>[] appends;
        await using (var other = await _postgres.ConnectAsync())
        {
            // While somebody else holds the lock, the writer waits; so the three meet in one transaction.
            await ExecuteAsync(other, $"SELECT pg_advisory_lock({LockClass}, 0)");
            var blocked = Journal.AppendAsync(new TestInstance().Next(epoch), Cancellation);
            await UntilAsync(other, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)");
            appends =
            [
                Journal.AppendAsync(before.Next(epoch), Cancellation),
                Journal.AppendAsync(poison.Next(epoch, kind: "poison"), Cancellation),
                Journal.AppendAsync(after.Next(epoch), Cancellation),
            ];
            await ExecuteAsync(other, "SELECT pg_advisory_unlock_all()");
            await blocked;
        }

        foreach (var append in appends)
        {
            var exception = await Assert.ThrowsAsync<JournalUnavailableException>(() => append);
            Assert.Contains("the disk is gone", exception.Message, StringComparison.Ordinal);
        }

        foreach (var instance in new[] { before, poison, after })
        {
            Assert.Empty(await Journal.ReadAsync(instance.Id, Cancellation));
            await Journal.AppendAsync(instance.Turn(epoch, 1), Cancellation);
        }
    }

    [Theory]
    [InlineData(0, 16_384, 16_384 + 1_024)]
    [InlineData(256 * 1024, 16_384 / 17, (16_384 + 1_024) / 17)]
    public async Task Past_the_queues_bound_an_append_is_refused_at_once_and_those_before_it_are_kept(int chars, int least, int most)
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var payload = new string('x', chars);
        var accepted = new List<Task<long>>();
        Task<long>? refused = null;
        await using (var other = await _postgres.ConnectAsync())
        {
            await ExecuteAsync(other, $"SELECT pg_advisory_lock({LockClass}, 0)");
            while (refused is null && accepted.Count <= most)
            {
                var append = Journal.AppendAsync(new TestInstance().Next(epoch, payload: payload), Cancellation);
                if (append.IsCompleted)
                {
                    refused = append;
                }
                else
                {
                    accepted.Add(append);
                }
            }

            await ExecuteAsync(other, "SELECT pg_advisory_unlock_all()");
        }

        Assert.NotNull(refused);
        await Assert.ThrowsAsync<JournalFullException>(() => refused);
        Assert.InRange(accepted.Count, least, most);
        await Task.WhenAll(accepted);
        await Journal.AppendAsync(new TestInstance().Next(epoch), Cancellation);
    }

    [Fact]
    public async Task What_waits_when_the_store_is_closed_is_committed_first()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instances = Enumerable.Range(0, 3_000).Select(_ => new TestInstance()).ToList();
        var journal = Journal;

        var appends = instances.Select(instance => journal.AppendAsync(instance.Next(epoch), Cancellation)).ToList();
        await ReopenAsync();

        await Task.WhenAll(appends);
        Assert.Equal(3_000, (await Journal.TailAsync(0, 0, 10_000, Cancellation)).Count);
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.AppendAsync(new TestInstance().Next(epoch), Cancellation));
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.ReadAsync(instances[0].Id, Cancellation));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await Journal.TakeEpochAsync(0, Cancellation);
        await _postgres.ExecuteAsync("INSERT INTO schemaversions (scriptname, applied) VALUES ('9999_future.sql', '2099-01-01')");

        await ReopenAsync();
        var exception = Assert.Throws<InvalidOperationException>(() => Journal);

        Assert.Contains("9999_future.sql", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_commit_says_why()
    {
        var health = Service<IStoreHealth>();
        Assert.Null(await health.CheckAsync(Cancellation));
        await _postgres.ExecuteAsync(
            """
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is gone'; END $$;
            CREATE TRIGGER fail BEFORE UPDATE ON settings FOR EACH ROW EXECUTE FUNCTION fail()
            """);

        Assert.Contains("the disk is gone", await health.CheckAsync(Cancellation), StringComparison.Ordinal);

        await _postgres.ExecuteAsync("DROP TRIGGER fail ON settings");
        Assert.Null(await health.CheckAsync(Cancellation));
    }

    private async Task<List<long>> ReadTailAsync(CancellationToken ended)
    {
        var read = new List<long>();
        while (true)
        {
            var last = ended.IsCancellationRequested;
            var page = await Journal.TailAsync(0, read.Count == 0 ? 0 : read[^1], 100, Cancellation);
            read.AddRange(page.Select(record => record.Position));
            if (last && page.Count == 0)
            {
                return read;
            }
        }
    }

    private ServiceProvider Another()
    {
        var services = new ServiceCollection().AddLogging();
        _postgres.Register(services);
        return services.BuildServiceProvider();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task UntilAsync(NpgsqlConnection connection, string condition)
    {
        await using var command = new NpgsqlCommand(condition, connection);
        while (await command.ExecuteScalarAsync(Cancellation) is not true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }
    }
}
