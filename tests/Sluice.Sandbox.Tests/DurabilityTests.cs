using System.Net;
using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Tests;

public sealed class DurabilityTests
{
    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        await using var app = await SandboxApp.StartAsync();
        var body = """{"reference":"r","metadata":{"a":"b"},"postings":[{"source":"world","destination":"users:1","amount":1000000000000000000000000000000,"asset":"USD/2"}]}""";
        var created = (await app.TransactAsync(body, "k")).Require(HttpStatusCode.OK);
        (await app.PostAsync("/api/ledger/v2/default/accounts/users:1/metadata", """{"a":"b"}""")).Require(HttpStatusCode.NoContent);
        var account = await app.GetAsync("/api/ledger/v2/default/accounts/users:1?expand=volumes");

        await app.RestartAsync();

        Assert.Equal(created.Body, (await app.GetAsync("/api/ledger/v2/default/transactions/1")).Body);
        Assert.Equal(account.Body, (await app.GetAsync("/api/ledger/v2/default/accounts/users:1?expand=volumes")).Body);
        var replayed = (await app.TransactAsync(body, "k")).Require(HttpStatusCode.OK);
        Assert.True(replayed.IsHit);
        Assert.Equal(created.Body, replayed.Body);
        (await app.TransactAsync(body)).RequireError(HttpStatusCode.Conflict, "CONFLICT");
        Assert.Equal(2, (await app.MoveAsync("world", "users:1", "1")).Data.GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task A_commit_waits_for_the_disk()
    {
        await using var app = await SandboxApp.StartAsync();
        using var connection = new LedgerDatabase(new SandboxOptions { DataDirectory = app.DataDirectory }).OpenForWriting();

        Assert.Equal(2L, Read(connection, "PRAGMA synchronous"));
        Assert.Equal("wal", Read(connection, "PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_copy_of_the_files_taken_after_the_answer_holds_what_was_answered()
    {
        await using var app = await SandboxApp.StartAsync();
        await app.MoveAsync("world", "users:1", "100", "k");

        var directory = Directory.CreateTempSubdirectory("sluice-sandbox-copy-").FullName;
        app.CopyFiles(directory);

        var database = new LedgerDatabase(new SandboxOptions { DataDirectory = directory });
        database.Migrate();
        var count = new LedgerReader(database).Read("default", (snapshot, ledger) => snapshot.CountTransactions(ledger));
        database.Close();
        Directory.Delete(directory, recursive: true);

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Calls_taken_in_before_a_stop_are_carried_out()
    {
        await using var app = await SandboxApp.StartAsync();

        var calls = Enumerable.Range(0, 100).Select(n => app.TransactAsync(SandboxApp.Move("world", $"users:{n}", "1"))).ToList();
        var answers = await Task.WhenAll(calls);
        await app.RestartAsync();

        Assert.All(answers, answer => answer.Require(HttpStatusCode.OK));
        Assert.Equal("""{"data":{"accounts":101,"transactions":100}}""", (await app.GetAsync("/api/ledger/v2/default/stats")).Body);
    }

    private static object? Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
