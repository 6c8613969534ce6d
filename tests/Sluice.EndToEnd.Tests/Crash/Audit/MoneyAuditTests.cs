using Sluice.Chaos.Audit;
using Sluice.Chaos.Flows;
using Sluice.Chaos.Observation;

namespace Sluice.EndToEnd.Tests.Crash.Audit;

/// <summary>Faults with transactions, balances, bookings and transfers, each planted in a sound world, are found.</summary>
public sealed class MoneyAuditTests
{
    private static readonly Flow CrossLedger = FlowCatalog.Named("cross-ledger");
    private static readonly Flow Debit = FlowCatalog.Named("wallet-to-account");
    private static readonly Flow Booking = FlowCatalog.Named("payment-to-account");
    private static readonly Flow Transfer = FlowCatalog.Named("account-to-payment");

    [Fact]
    public void A_doubled_posting_is_found()
    {
        AssertFinds("has 2 transactions for step first", CrossLedger, world => world.WithTransaction(Twin(world, 0)));
        AssertFinds("has 2 transactions for step first", Debit, world => world.WithTransaction(Twin(world, 0)));
    }

    [Fact]
    public void A_missing_posting_is_found()
    {
        AssertFinds(
            "has 0 transactions for step first in crash-south", CrossLedger, world => world.WithTransactions([world.Transactions[0]]));
        AssertFinds("has 0 transactions for step first in wallets-002", Debit, world => world.WithTransactions([]));
    }

    [Fact]
    public void A_posting_of_a_call_that_failed_is_found() => AssertFinds(
        "expected 0, the history shows the call failed", Debit, world => world.With(0, call => call with { End = CallEnd.Failed }));

    [Fact]
    public void A_posting_of_a_call_that_was_not_made_is_found() => AssertFinds(
        "expected 0, the history shows the call not made", Debit, world => world.With(instance => instance with { Calls = [] }));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_call_that_was_given_up_may_have_taken_effect_and_may_not(int effects)
    {
        var start = SoundWorld.Start(Debit);
        start.AbortSent = true;
        var world = SoundWorld.Of(start, error: "canceled").With(0, call => call with { End = CallEnd.Canceled, Error = "cancelled" });

        Assert.Empty(CrashAudit.Check([start], world.WithTransactions([.. world.Transactions.Take(effects)])));
    }

    [Fact]
    public void A_call_that_was_given_up_and_took_effect_twice_is_found()
    {
        AssertFinds(
            "has 2 transactions for step first",
            Debit,
            world => world.With(0, call => call with { End = CallEnd.Canceled }).WithTransaction(Twin(world, 0)));
    }

    [Fact]
    public void A_posting_of_another_amount_is_found() => AssertFinds(
        "has other postings than",
        CrossLedger,
        world => world.WithTransactions(
            [world.Transactions[0] with { Postings = [world.Transactions[0].Postings[0] with { Amount = -8 }] }, world.Transactions[1]]));

    [Fact]
    public void A_posting_of_another_step_is_found() => AssertFinds(
        "is of no step of instance i1", Debit, world => world.WithTransaction(Twin(world, 0) with { Step = "second" }));

    [Fact]
    public void A_posting_of_no_instance_is_found() => AssertFinds(
        "belongs to no instance", CrossLedger, world => world.WithTransaction(Twin(world, 0) with { Token = null }));

    [Fact]
    public void A_history_that_names_a_transaction_the_ledger_lacks_is_found() => AssertFinds(
        "which the ledger does not have for it",
        CrossLedger,
        world => world.With(0, call => call with { Transaction = new TransactionReference(Flow.North, 98) }));

    [Fact]
    public void A_history_that_omits_a_transaction_is_found() =>
        AssertFinds("whose history does not name it", CrossLedger, world => world.With(0, call => call with { Transaction = null }));

    [Fact]
    public void A_volume_that_disagrees_with_the_postings_is_found()
    {
        static Observations Fault(Observations world) =>
            world with { Volumes = [world.Volumes[0] with { Output = world.Volumes[0].Output + 1 }, .. world.Volumes.Skip(1)] };

        AssertFinds("its postings say", CrossLedger, Fault);
        AssertFinds("add up to", CrossLedger, Fault);
    }

    [Fact]
    public void A_wallet_that_shows_another_balance_than_its_account_has_is_found() => AssertFinds(
        "the wallets service shows 5 USD/2",
        Debit,
        world => world with { Balances = [world.Balances[0] with { Amount = 5 }] });

    [Fact]
    public void A_payment_booked_twice_is_found() => AssertFinds(
        "payment:pay_1 is booked 2 times", Booking, world => world.WithTransaction(Twin(world, 0)));

    [Fact]
    public void A_payment_that_is_said_to_be_booked_and_is_not_is_found() => AssertFinds(
        "payment:pay_1 is booked 0 times",
        Booking,
        world => world
            .With(0, call => call with { End = CallEnd.Failed, Error = "duplicate reference \"payment:pay_1\"", Transaction = null })
            .WithTransactions([.. world.Transactions.Skip(1)]));

    [Fact]
    public void A_payment_booked_in_part_is_found() => AssertFinds(
        "does not book payment:pay_1 whole",
        Booking,
        world => world.WithTransactions(
            [world.Transactions[0] with { Postings = [world.Transactions[0].Postings[0] with { Amount = 5 }] }, .. world.Transactions.Skip(1)]));

    [Fact]
    public void A_booking_that_no_history_names_is_found() => AssertFinds(
        "and no history names it",
        Booking,
        world => world.With(0, call => call with { Transaction = new TransactionReference(Flow.Internal, 77) }));

    [Fact]
    public void A_payment_used_without_being_booked_is_found() => AssertFinds(
        "does not show it booked", Booking, world => world.With(instance => instance with { Calls = [.. instance.Calls.Skip(1)] }));

    [Fact]
    public void A_booking_of_another_payment_is_found() =>
        AssertFinds("which is not its payment", Booking, world => world.With(0, call => call with { Booking = "payment:other" }));

    [Fact]
    public void A_transfer_asked_for_twice_is_found()
    {
        AssertFinds("has 2 transfers for step first", Transfer, world => world with
        {
            Transfers = [.. world.Transfers, world.Transfers[0] with { Reference = "i1-0-9" }],
        });
        AssertFinds("exists 2 times", Transfer, world => world with { Transfers = [.. world.Transfers, world.Transfers[0]] });
    }

    [Fact]
    public void A_lost_transfer_is_found() =>
        AssertFinds("has 0 transfers for step first", Transfer, world => world with { Transfers = [] });

    [Fact]
    public void A_transfer_of_a_call_that_failed_is_found() => AssertFinds(
        "has 1 transfers for step first, expected 0", Transfer, world => world.With(1, call => call with { End = CallEnd.Failed }));

    [Fact]
    public void A_transfer_under_another_reference_or_to_another_payee_is_found()
    {
        AssertFinds("is not the transfer", Transfer, world => world with { Transfers = [world.Transfers[0] with { Reference = "i1-0-2" }] });
        AssertFinds("is not the transfer", Transfer, world => world with { Transfers = [world.Transfers[0] with { Payee = "thief" }] });
    }

    [Fact]
    public void A_transfer_of_no_instance_and_one_of_no_step_are_found()
    {
        AssertFinds("belongs to no instance", Transfer, world => world with { Transfers = [world.Transfers[0] with { Token = null }] });
        AssertFinds("is of no step of", Transfer, world => world with { Transfers = [world.Transfers[0] with { Step = "second" }] });
    }

    private static ObservedTransaction Twin(Observations world, int of) =>
        world.Transactions[of] with { Reference = world.Transactions[of].Reference with { Id = 99 } };

    private static void AssertFinds(string expected, Flow flow, Func<Observations, Observations> plant)
    {
        var start = SoundWorld.Start(flow);

        Assert.Contains(
            CrashAudit.Check([start], plant(SoundWorld.Of(start))), finding => finding.Contains(expected, StringComparison.Ordinal));
    }
}
