using System.Net;
using Sluice.Server.Cluster;
using Sluice.Server.Journal.Postgres;
using Sluice.Server.Tests.Journal;

namespace Sluice.Server.Tests.Cluster;

/// <summary>That nodes agree on where a partition is awake: who comes first is there, and gives way only when it is named as gone.</summary>
public sealed class GrainDirectoryTests : IAsyncLifetime
{
    private static readonly GrainId Partition = GrainId.Create("partition", "7");
    private ClusterDatabase _database = null!;
    private PostgresGrainDirectory _directory = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new PostgresOptions { Uri = await SharedPostgres.CreateDatabaseAsync() };
        PostgresMigrations.Apply(options);
        _database = ClusterDatabase.Of(options);
        _directory = new PostgresGrainDirectory(_database);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task What_is_registered_first_stays_and_is_found()
    {
        var (first, second) = (Activation(1), Activation(2));

        Assert.Null(await _directory.Lookup(Partition));
        Assert.Equal(first, await _directory.Register(first));
        Assert.Equal(first, await _directory.Register(second));

        var found = await _directory.Lookup(Partition);
        Assert.Equal(first, found);
        Assert.Equal(first.MembershipVersion, found!.MembershipVersion);
    }

    [Fact]
    public async Task It_gives_way_to_one_that_names_it_as_gone_and_to_no_other()
    {
        var (first, second, third) = (Activation(1), Activation(2), Activation(3));
        await _directory.Register(first);

        Assert.Equal(second, await _directory.Register(second, first));
        Assert.Equal(second, await _directory.Register(third, first));
        Assert.Equal(second, await _directory.Lookup(Partition));
    }

    [Fact]
    public async Task Only_the_activation_that_is_named_is_taken_out()
    {
        var (first, second) = (Activation(1), Activation(2));
        await _directory.Register(first);

        await _directory.Unregister(second);
        Assert.Equal(first, await _directory.Lookup(Partition));
        await _directory.Unregister(first);
        Assert.Null(await _directory.Lookup(Partition));
    }

    [Fact]
    public async Task What_was_on_nodes_that_are_gone_is_taken_out()
    {
        var here = Activation(1);
        var there = new GrainAddress
        {
            GrainId = GrainId.Create("partition", "8"),
            ActivationId = ActivationId.NewId(),
            SiloAddress = Node(2),
            MembershipVersion = new(5),
        };
        await _directory.Register(here);
        await _directory.Register(there);

        await _directory.UnregisterSilos([Node(2), Node(3)]);

        Assert.Equal(here, await _directory.Lookup(Partition));
        Assert.Null(await _directory.Lookup(there.GrainId));
    }

    [Fact]
    public async Task Of_many_that_register_at_a_time_one_wins_and_all_are_told_which()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 16).Select(n => _directory.Register(Activation(n))));

        Assert.Single(answers.Distinct());
        Assert.Equal(answers[0], await _directory.Lookup(Partition));
    }

    private static SiloAddress Node(int number) => SiloAddress.New(IPAddress.Loopback, 1000 + number, 7);

    private static GrainAddress Activation(int node) =>
        new() { GrainId = Partition, ActivationId = ActivationId.NewId(), SiloAddress = Node(node), MembershipVersion = new(4) };
}
