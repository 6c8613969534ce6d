using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Sandbox.Events;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Tests;

/// <summary>The writer by itself: commands wait while it is not started, so batches are what a test says they are.</summary>
public sealed class WriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sluice-sandbox-").FullName;
    private readonly LedgerDatabase _database;
    private readonly LedgerWriter _writer;

    public WriterTests()
    {
        _database = new LedgerDatabase(new SandboxOptions { DataDirectory = _directory });
        _writer = new LedgerWriter(_database, TimeProvider.System, [], new EventSignal(), NullLogger<LedgerWriter>.Instance);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _database.Close();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_says_when_to_come_back()
    {
        var waiting = Enumerable.Range(0, LedgerWriter.QueuedMax).Select(_ => _writer.RunAsync(Save("a"))).ToList();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => _writer.RunAsync(Save("a")));
        await _writer.StartAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(waiting);
        await _writer.RunAsync(Save("a"));
        await _writer.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((503, "INTERNAL", 1), (refused.Refusal.Status, refused.Refusal.Code, refused.Refusal.RetryAfterSeconds));
    }

    [Fact]
    public async Task A_stop_carries_out_what_waits_and_takes_nothing_more()
    {
        var waiting = Enumerable.Range(0, 1000).Select(n => _writer.RunAsync(Save($"a:{n}"))).ToList();

        await _writer.StartAsync(TestContext.Current.CancellationToken);
        await _writer.StopAsync(TestContext.Current.CancellationToken);

        Assert.All(waiting, call => Assert.True(call.IsCompletedSuccessfully));
        Assert.Equal(1000, CountAccounts());
        await Assert.ThrowsAsync<RefusedException>(() => _writer.RunAsync(Save("a")));
    }

    [Fact]
    public async Task A_command_that_breaks_takes_no_neighbour_with_it()
    {
        var before = _writer.RunAsync(Save("before"));
        var broken = _writer.RunAsync(new BrokenCommand { Ledger = "default" });
        var refused = _writer.RunAsync(new SaveTransactionMetadata(7, MetadataMap.Empty) { Ledger = "default" });
        var after = _writer.RunAsync(Save("after"));

        await _writer.StartAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(before, after);
        var failure = await Assert.ThrowsAsync<RefusedException>(() => broken);
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => refused);
        await _writer.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(503, failure.Refusal.Status);
        Assert.Equal("NOT_FOUND", refusal.Refusal.Code);
        Assert.Equal(2, CountAccounts());
    }

    private static SaveAccountMetadata Save(string address) => new(address, MetadataMap.Empty) { Ledger = "default" };

    private long CountAccounts() => new LedgerReader(_database).Read("default", (snapshot, ledger) => snapshot.CountAccounts(ledger));

    // Writes and only then fails, which no command may do: the writer must hold nevertheless.
    private sealed class BrokenCommand : LedgerCommand
    {
        protected override CommandOutcome Execute(LedgerScope scope)
        {
            scope.SaveAccountMetadata("half", MetadataMap.Empty, scope.Now);
            throw new InvalidOperationException("A bug.");
        }
    }
}
