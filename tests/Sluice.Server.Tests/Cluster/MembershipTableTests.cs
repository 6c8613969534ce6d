using System.Net;
using Sluice.Server.Cluster;
using Sluice.Server.Journal.Postgres;
using Sluice.Server.Tests.Journal;

namespace Sluice.Server.Tests.Cluster;

/// <summary>What Orleans' membership protocol relies on: every change takes the next version of the whole table, or does not happen.</summary>
public sealed class MembershipTableTests : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private ClusterDatabase _database = null!;
    private IMembershipTable _table = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new PostgresOptions { Uri = await SharedPostgres.CreateDatabaseAsync() };
        PostgresMigrations.Apply(options);
        _database = ClusterDatabase.Of(options);
        _table = new PostgresMembershipTable(_database);
        await _table.InitializeMembershipTableAsync(true, Cancellation);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_empty_table_has_a_version()
    {
        var read = await _table.ReadAllAsync(Cancellation);

        Assert.Empty(read.Members);
        Assert.Equal(0, read.Version.Version);
        Assert.Equal(read.Version, (await _table.ReadRowAsync(Node(1), Cancellation)).Version);
    }

    [Fact]
    public async Task A_member_comes_back_as_it_was_written()
    {
        var entry = Member(1);
        entry.AddSuspector(Node(2), Start.AddSeconds(3));
        entry.AddSuspector(Node(3), Start.AddSeconds(4));

        Assert.True(await InsertAsync(entry));
        var (read, _) = (await _table.ReadRowAsync(Node(1), Cancellation)).Members.Single();

        Assert.Equal(entry.ToFullString(), read.ToFullString());
        Assert.Equal(
            (entry.SiloAddress, entry.Status, entry.SiloName, entry.HostName, entry.RoleName, entry.ProxyPort, entry.StartTime, entry.IAmAliveTime),
            (read.SiloAddress, read.Status, read.SiloName, read.HostName, read.RoleName, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(entry.SuspectTimes, read.SuspectTimes);
    }

    [Fact]
    public async Task Every_change_takes_the_next_version()
    {
        await InsertAsync(Member(1));
        await InsertAsync(Member(2));
        var read = await _table.ReadAllAsync(Cancellation);
        Assert.Equal(2, read.Version.Version);

        var (entry, etag) = read.TryGet(Node(1))!;
        entry.Status = SiloStatus.ShuttingDown;
        Assert.True(await _table.UpdateRowAsync(entry, etag, read.Version.Next(), Cancellation));

        var now = await _table.ReadAllAsync(Cancellation);
        Assert.Equal(3, now.Version.Version);
        Assert.Equal(SiloStatus.ShuttingDown, now.TryGet(Node(1))!.Item1.Status);
        Assert.NotEqual(etag, now.TryGet(Node(1))!.Item2);
        Assert.Equal(read.TryGet(Node(2))!.Item2, now.TryGet(Node(2))!.Item2);
    }

    [Fact]
    public async Task Nothing_changes_at_a_version_that_somebody_else_has_taken()
    {
        await InsertAsync(Member(1));
        var old = await _table.ReadAllAsync(Cancellation);
        await InsertAsync(Member(2));
        var (entry, etag) = old.TryGet(Node(1))!;
        entry.Status = SiloStatus.Dead;

        Assert.False(await _table.UpdateRowAsync(entry, etag, old.Version.Next(), Cancellation));
        Assert.False(await _table.InsertRowAsync(Member(3), old.Version.Next(), Cancellation));

        var now = await _table.ReadAllAsync(Cancellation);
        Assert.Equal(2, now.Version.Version);
        Assert.Equal(SiloStatus.Active, now.TryGet(Node(1))!.Item1.Status);
        Assert.Null(now.TryGet(Node(3)));
    }

    [Fact]
    public async Task Neither_a_member_that_is_there_is_inserted_nor_one_that_is_not_or_has_changed_is_updated()
    {
        await InsertAsync(Member(1));
        var first = (await _table.ReadAllAsync(Cancellation)).TryGet(Node(1))!;
        await UpdateAsync(first.Item1, first.Item2);
        var before = await _table.ReadAllAsync(Cancellation);

        Assert.False(await InsertAsync(Member(1)));
        Assert.False(await UpdateAsync(Member(2), first.Item2));
        Assert.False(await UpdateAsync(Member(1), first.Item2));

        Assert.Equal(before.Version, (await _table.ReadAllAsync(Cancellation)).Version);
    }

    [Fact]
    public async Task Of_many_changes_at_one_version_one_happens()
    {
        await InsertAsync(Member(0));
        for (var round = 0; round < 20; round++)
        {
            var read = await _table.ReadAllAsync(Cancellation);
            var (entry, etag) = read.TryGet(Node(0))!;
            var happened = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => n % 2 == 0
                ? _table.UpdateRowAsync(entry, etag, read.Version.Next(), Cancellation)
                : _table.InsertRowAsync(Member((round * 10) + n), read.Version.Next(), Cancellation)));

            Assert.Equal(1, happened.Count(each => each));
            Assert.Equal(read.Version.Version + 1, (await _table.ReadAllAsync(Cancellation)).Version.Version);
        }
    }

    [Fact]
    public async Task A_sign_of_life_changes_neither_version_nor_etag_and_is_not_undone_by_an_older_one()
    {
        await InsertAsync(Member(1));
        var before = await _table.ReadAllAsync(Cancellation);
        var later = Member(1);
        later.IAmAliveTime = Start.AddMinutes(5);

        await _table.UpdateIAmAliveAsync(later, Cancellation);
        var after = await _table.ReadAllAsync(Cancellation);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.TryGet(Node(1))!.Item2, after.TryGet(Node(1))!.Item2);
        Assert.Equal(Start.AddMinutes(5), after.TryGet(Node(1))!.Item1.IAmAliveTime);

        Assert.True(await UpdateAsync(Member(1), before.TryGet(Node(1))!.Item2));
        Assert.Equal(Start.AddMinutes(5), (await _table.ReadAllAsync(Cancellation)).TryGet(Node(1))!.Item1.IAmAliveTime);
    }

    [Fact]
    public async Task Only_dead_members_that_have_been_silent_are_cleaned_up()
    {
        foreach (var (node, status) in new[] { (1, SiloStatus.Dead), (2, SiloStatus.Active), (3, SiloStatus.Dead) })
        {
            var entry = Member(node);
            entry.Status = status;
            entry.IAmAliveTime = node == 3 ? Start.AddHours(1) : Start;
            await InsertAsync(entry);
        }

        await _table.CleanupDefunctSiloEntriesAsync(Start.AddMinutes(1), Cancellation);

        var left = (await _table.ReadAllAsync(Cancellation)).Members.Select(member => member.Item1.SiloAddress);
        Assert.Equal([Node(2), Node(3)], left.Order());
    }

    private async Task<bool> InsertAsync(MembershipEntry entry) =>
        await _table.InsertRowAsync(entry, (await _table.ReadAllAsync(Cancellation)).Version.Next(), Cancellation);

    private async Task<bool> UpdateAsync(MembershipEntry entry, string etag) =>
        await _table.UpdateRowAsync(entry, etag, (await _table.ReadAllAsync(Cancellation)).Version.Next(), Cancellation);

    private static SiloAddress Node(int number) => SiloAddress.New(IPAddress.Loopback, 1000 + number, 7);

    private static MembershipEntry Member(int number) => new()
    {
        SiloAddress = Node(number),
        Status = SiloStatus.Active,
        SiloName = $"node {number}",
        HostName = "host",
        RoleName = "sluice",
        ProxyPort = 30_000,
        StartTime = Start,
        IAmAliveTime = Start,
        SuspectTimes = [],
    };
}
