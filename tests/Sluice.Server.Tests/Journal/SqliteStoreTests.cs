using Microsoft.Extensions.DependencyInjection;
using Sluice.Server.Journal;
using Sluice.Server.Journal.Sqlite;

namespace Sluice.Server.Tests.Journal;

/// <summary>What is particular to SQLite.</summary>
public sealed class SqliteStoreTests : StoreContract
{
    private readonly SqliteUnderTest _sqlite;

    public SqliteStoreTests()
        : this(new SqliteUnderTest())
    {
    }

    private SqliteStoreTests(SqliteUnderTest sqlite)
        : base(sqlite) => _sqlite = sqlite;

    [Fact]
    public async Task A_second_opener_is_told_that_the_directory_is_taken()
    {
        await Journal.TakeEpochAsync(0, Cancellation);

        await using var second = new ServiceCollection().AddLogging().AddSqliteJournal(_sqlite.Options).BuildServiceProvider();
        var exception = Assert.Throws<DataDirectoryInUseException>(second.GetRequiredService<IJournal>);

        Assert.Contains(_sqlite.Options.DataDirectory, exception.Message, StringComparison.Ordinal);
        await Journal.TakeEpochAsync(0, Cancellation);
    }

    [Fact]
    public async Task A_missing_directory_is_created()
    {
        var options = new SqliteOptions { DataDirectory = Path.Combine(_sqlite.Options.DataDirectory, "a", "b") };

        await using var services = new ServiceCollection().AddLogging().AddSqliteJournal(options).BuildServiceProvider();

        Assert.Equal(1, await services.GetRequiredService<IJournal>().TakeEpochAsync(0, Cancellation));
    }

    [Fact]
    public async Task The_number_of_partitions_is_what_the_store_was_created_with()
    {
        Assert.Equal(64, Journal.PartitionCount);

        await _sqlite.ExecuteAsync("UPDATE settings SET partition_count = 16; DELETE FROM partitions WHERE partition >= 16");
        await ReopenAsync();

        Assert.Equal(16, Journal.PartitionCount);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await Journal.TakeEpochAsync(0, Cancellation);
        await _sqlite.ExecuteAsync("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_future.sql', '2099-01-01')");

        await ReopenAsync();
        var exception = Assert.Throws<InvalidOperationException>(() => Journal);

        Assert.Contains("9999_future.sql", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_commit_fails_all_of_it_fails_and_the_next_one_goes_on()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        await _sqlite.ExecuteAsync(
            "CREATE TRIGGER fail BEFORE INSERT ON journal WHEN new.kind = 'poison' BEGIN SELECT RAISE(ROLLBACK, 'the disk is gone'); END");
        var (before, poison, after) = (new TestInstance(), new TestInstance(), new TestInstance());
        Task<long>[] appends;
        await using (var connection = await _sqlite.ConnectAsync())
        {
            // While somebody else writes, the writer waits; so the three meet in one transaction.
            await using var other = await connection.BeginTransactionAsync(Cancellation);
            var blocked = Journal.AppendAsync(new TestInstance().Next(epoch), Cancellation);
            appends =
            [
                Journal.AppendAsync(before.Next(epoch), Cancellation),
                Journal.AppendAsync(poison.Next(epoch, kind: "poison"), Cancellation),
                Journal.AppendAsync(after.Next(epoch), Cancellation),
            ];
            await other.RollbackAsync(Cancellation);
            await blocked.ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
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

    // A transaction may have been taken from the queue already when the queue fills.
    [Theory]
    [InlineData(0, 16_384, 16_384 + 1_024)]
    [InlineData(1024 * 1024, 16_384 / 65, (16_384 + 1_024) / 65)]
    public async Task Past_the_queues_bound_an_append_is_refused_at_once_and_those_before_it_are_kept(int chars, int least, int most)
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var payload = new string('x', chars);
        var accepted = new List<Task<long>>();
        Task<long>? refused = null;
        await using (var connection = await _sqlite.ConnectAsync())
        {
            await using var other = await connection.BeginTransactionAsync(Cancellation);
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

            await other.RollbackAsync(Cancellation);
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
    public async Task A_clean_end_leaves_no_log_behind()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        await Journal.AppendAsync(new TestInstance().Next(epoch), Cancellation);
        await ReopenAsync();

        Assert.False(File.Exists(Path.Combine(_sqlite.Options.DataDirectory, "sluice.db-wal")));
    }

    [Fact]
    public async Task A_store_that_takes_writes_is_healthy() =>
        Assert.Null(await Service<IStoreHealth>().CheckAsync(Cancellation));

    [Fact]
    public async Task A_store_that_cannot_commit_says_why()
    {
        var health = Service<IStoreHealth>();
        await _sqlite.ExecuteAsync("CREATE TRIGGER fail BEFORE UPDATE ON settings BEGIN SELECT RAISE(ROLLBACK, 'the disk is gone'); END");

        Assert.Contains("the disk is gone", await health.CheckAsync(Cancellation), StringComparison.Ordinal);

        await _sqlite.ExecuteAsync("DROP TRIGGER fail");
        Assert.Null(await health.CheckAsync(Cancellation));
    }

    [Fact]
    public async Task People_can_read_the_tables()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();
        await Journal.AppendAsync(instance.Next(epoch, wakeAt: TestInstance.Noon), Cancellation);

        await using var connection = await _sqlite.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id || ' ' || status || ' ' || wake_at FROM readable_instances";

        Assert.Equal($"{instance.Id.Value:N} running 2026-03-01T12:00:00.000Z", await command.ExecuteScalarAsync(Cancellation));
    }
}
