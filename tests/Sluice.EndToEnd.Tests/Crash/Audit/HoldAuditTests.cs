using Sluice.Chaos.Audit;
using Sluice.Chaos.Flows;
using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;

namespace Sluice.EndToEnd.Tests.Crash.Audit;

/// <summary>Faults with holds, each planted in a sound world, are found.</summary>
public sealed class HoldAuditTests
{
    [Fact]
    public void A_hold_that_is_open_after_a_failure_is_found() => AssertFinds(
        "was forgotten",
        "hold-fail",
        world => WithoutLast(world));

    [Fact]
    public void A_hold_that_is_open_after_an_abort_is_found()
    {
        var start = SoundWorld.Start(FlowCatalog.Named("hold-wait-confirm"));
        start.AbortSent = true;

        AssertFinds("was forgotten", start, WithoutLast(SoundWorld.Of(start, calls: 1, error: "canceled")));
    }

    [Fact]
    public void A_kept_hold_that_was_voided_is_found()
    {
        var start = SoundWorld.Start(FlowCatalog.Named("hold-keep"));
        var world = SoundWorld.Of(start).WithTransactions(SoundWorld.Of(SoundWorld.Start(FlowCatalog.Named("hold-fail"))).Transactions);

        AssertFinds("was to stay open and is closed", start, world);
        AssertFinds("took money out of its hold, and no call explains it", start, world);
    }

    [Fact]
    public void A_hold_left_open_that_was_to_be_confirmed_is_found() => AssertFinds(
        "was forgotten", "hold-confirm", world => world.WithTransactions([world.Transactions[0]]));

    [Fact]
    public void A_confirmation_without_a_movement_is_found() => AssertFinds(
        "shows ConfirmHold of stage 1 succeeded, and no money left the hold for it",
        "hold-confirm",
        world => world.WithTransactions([world.Transactions[0]]));

    [Fact]
    public void A_voiding_without_a_movement_is_found() => AssertFinds(
        "shows VoidHold of stage 0 succeeded, and no money left the hold for it",
        "hold-fail",
        world => world.WithTransactions([world.Transactions[0]]));

    [Fact]
    public void A_hold_confirmed_where_it_was_to_be_voided_is_found() => AssertFinds(
        "took money out of its hold, and no call explains it",
        "hold-void",
        world => world.WithTransactions(
        [
            world.Transactions[0],
            world.Transactions[1] with { Postings = [world.Transactions[1].Postings[0] with { Destination = "sales" }] },
        ]));

    [Fact]
    public void A_hold_released_twice_is_found() => AssertFinds(
        "took money out of its hold, and no call explains it",
        "hold-confirm",
        world => world.WithTransaction(world.Transactions[1] with { Reference = new TransactionReference(Flow.Wallets, 99) }));

    [Fact]
    public void A_hold_opened_twice_is_found()
    {
        static Observations Plant(Observations world)
        {
            var twin = world.Holds[0] with { Id = "01990000-0000-7000-8000-000000000002" };
            var opening = world.Transactions[0];
            return (world with { Holds = [world.Holds[0], twin] }).WithTransaction(opening with
            {
                Reference = new TransactionReference(Flow.Wallets, 99),
                Postings = [opening.Postings[0] with { Destination = twin.Account }],
            });
        }

        AssertFinds("has 2 transactions for step deposit", "hold-confirm", Plant);
        AssertFinds("whose history does not name it", "hold-confirm", Plant);
        AssertFinds("was forgotten", "hold-confirm", Plant);
    }

    [Fact]
    public void A_hold_that_its_history_does_not_name_is_found() => AssertFinds(
        "whose history does not name it", "hold-leave", world => world.With(0, call => call with { Hold = null }));

    [Fact]
    public void A_hold_that_only_its_history_names_is_found() => AssertFinds(
        "which the wallets service does not have for it", "hold-leave", world => world with { Holds = [] });

    [Fact]
    public void A_hold_of_no_instance_is_found() => AssertFinds(
        "belongs to no instance", "hold-leave", world => world with { Holds = [world.Holds[0] with { Token = "stranger" }] });

    [Fact]
    public void A_hold_that_shows_another_rest_than_its_account_has_is_found() => AssertFinds(
        "the wallets service shows 3 USD/2", "hold-leave", world => world with { Holds = [world.Holds[0] with { Remaining = 3 }] });

    [Fact]
    public void A_given_up_confirmation_that_closed_the_hold_is_no_finding()
    {
        var start = SoundWorld.Start(FlowCatalog.Named("hold-confirm"));
        start.AbortSent = true;
        var world = SoundWorld.Of(start, error: "canceled")
            .With(1, call => call with { End = CallEnd.Canceled, Error = "cancelled" })
            .WithCall(new ObservedCall(1, 1, "VoidHold", CallEnd.Failed) { Error = "the hold is closed" });

        Assert.Empty(CrashAudit.Check([start], world));
    }

    /// <summary>Takes back the last call and the last transaction: the voiding of a hold.</summary>
    private static Observations WithoutLast(Observations world) => world
        .With(instance => instance with { Calls = [.. instance.Calls.SkipLast(1)] })
        .WithTransactions([.. world.Transactions.SkipLast(1)]);

    private static void AssertFinds(string expected, string flow, Func<Observations, Observations> plant)
    {
        var start = SoundWorld.Start(FlowCatalog.Named(flow));
        AssertFinds(expected, start, plant(SoundWorld.Of(start)));
    }

    private static void AssertFinds(string expected, StartRecord start, Observations seen) =>
        Assert.Contains(CrashAudit.Check([start], seen), finding => finding.Contains(expected, StringComparison.Ordinal));
}
