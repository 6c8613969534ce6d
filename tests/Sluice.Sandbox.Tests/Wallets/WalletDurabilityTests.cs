using System.Net;
using System.Numerics;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Sandbox.Events;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Wallets.Commands;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Queries;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Tests.Wallets;

/// <summary>Rows of wallets, money and keys are durable together or not at all.</summary>
public sealed class WalletDurabilityTests
{
    private const int Calls = 100;

    [Fact]
    public async Task Whenever_it_crashes_each_hold_has_its_money_and_a_repetition_makes_no_second_one()
    {
        await using var app = await SandboxApp.StartAsync();
        var wallets = new WalletDriver(app);
        var id = await wallets.CreateFundedAsync("1000");

        var calls = Task.WhenAll(Enumerable.Range(0, Calls).Select(number => HoldAsync(wallets, id, number)));
        var crashed = new List<SandboxApp>();
        do
        {
            crashed.Add(await app.StartCopyAsync());
        }
        while (!calls.IsCompleted && crashed.Count < 5);

        Assert.All(await calls, answer => answer.Require(HttpStatusCode.Created));
        crashed.Add(await app.StartCopyAsync());
        foreach (var copy in crashed)
        {
            await RequireWholeAsync(copy, id);
            await copy.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_command_that_breaks_leaves_neither_rows_nor_money()
    {
        var directory = Directory.CreateTempSubdirectory("sluice-sandbox-").FullName;
        var database = new LedgerDatabase(new SandboxOptions { DataDirectory = directory });
        using var writer = new LedgerWriter(database, TimeProvider.System, [], new EventSignal(), NullLogger<LedgerWriter>.Instance);
        var before = writer.RunAsync(new CreateWallet("before", MetadataMap.Empty));
        var broken = writer.RunAsync(new BrokenCommand());
        var after = writer.RunAsync(new CreateWallet("after", MetadataMap.Empty));

        await writer.StartAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(before, after);
        var failure = await Assert.ThrowsAsync<RefusedException>(() => broken);
        await writer.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(503, failure.Refusal.Status);
        var everything = Ledger.Queries.PageRequest.Everything;
        new LedgerReader(database).Read(WalletLedger.Name, (snapshot, ledger) =>
        {
            var names = new WalletSnapshot(snapshot).Wallets(everything, new ListFilter(null, null, MetadataMap.Empty)).Select(wallet => wallet.Name);
            Assert.Equal(["before", "after"], names);
            Assert.Equal(0, snapshot.CountTransactions(ledger));
            return names;
        });
        database.Close();
        Directory.Delete(directory, recursive: true);
    }

    private static Task<Answer> HoldAsync(WalletDriver wallets, string id, int number) =>
        wallets.DebitAsync(id, "10", ""","pending":true""", $"k{number}");

    private static async Task RequireWholeAsync(SandboxApp copy, string id)
    {
        var wallets = new WalletDriver(copy);
        var holds = (await wallets.GetAsync("/holds?pageSize=1000")).Column("id").ToList();
        Assert.Equal(1000 - (10 * holds.Count), await wallets.BalanceAsync(id));
        Assert.Equal(1 + holds.Count, await wallets.TransactionCountAsync());
        foreach (var hold in holds)
        {
            Assert.Equal(10, await wallets.RemainingAsync(hold));
        }

        var repeated = await Task.WhenAll(Enumerable.Range(0, Calls).Select(number => HoldAsync(wallets, id, number)));

        Assert.All(repeated, answer => answer.Require(HttpStatusCode.Created));
        Assert.Equal(holds.Order(), repeated.Where(answer => answer.IsHit).Select(answer => answer.Data.Text("id")).Order());
        Assert.Equal(BigInteger.Zero, await wallets.BalanceAsync(id));
    }

    // Moves money and writes rows and only then fails, which no command may do: the commit must hold nevertheless.
    [method: System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private sealed class BrokenCommand() : WalletCommand
    {
        protected override CommandOutcome Execute(LedgerScope scope, WalletTables tables)
        {
            tables.InsertWallet(new WalletRow(0, WalletId.New(scope.Now), "broken", MetadataMap.Empty, scope.Now));
            scope.CommitMarked([new Posting("world", "a", 1, "USD")], MetadataMap.Empty, null, null);
            throw new InvalidOperationException("A bug.");
        }
    }
}
