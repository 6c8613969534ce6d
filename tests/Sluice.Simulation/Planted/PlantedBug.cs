using Sluice.Engine.Activities;
using Sluice.Engine.Instances;
using Sluice.Server.Activities;

namespace Sluice.Simulation.Planted;

/// <summary>A bug that the simulation must find.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="SeedsMax">Within how many seeds, from 0 on, it must be found.</param>
/// <param name="Wiring">Where it sits.</param>
internal sealed record PlantedBug(string Name, int SeedsMax, Wiring Wiring)
{
    /// <summary>Every bug there is.</summary>
    internal static IReadOnlyList<PlantedBug> All { get; } =
    [
        // What is written.
        Appends("fence-not-checked", BrokenAppends.WithoutFence),
        Appends("fenced-owner-goes-on", BrokenAppends.DeafToFence),
        Appends("fenced-owner-writes-again", BrokenAppends.AgainAfterFence),
        Appends("acknowledged-before-durable", BrokenAppends.BeforeDurable),
        Appends("unknown-commit-assumed-written", BrokenAppends.UnknownIsWritten),
        Appends("unknown-commit-assumed-lost", BrokenAppends.UnknownIsLost),
        Appends("any-sequence-taken", BrokenAppends.AnySequence),
        Appends("wake-not-recorded", BrokenAppends.WithoutWake),
        new("duplicate-start-begins-anew", 300, new Wiring { Journal = surroundings => new BlindStarts(surroundings) }),

        // What is read back after an instance was evicted, or its owner died.
        Reads("mailbox-lost-on-evict", @event => @event is not InstanceEvent.EventPosted),
        Reads("event-consumed-twice", @event => @event is not InstanceEvent.EventConsumed),
        Reads("abort-forgotten-on-evict", @event => @event is not InstanceEvent.AbortRequested),
        Reads("outcome-forgotten-on-evict", @event => @event is not InstanceEvent.ActivitySucceeded),
        Reads("failures-forgotten-on-evict", @event => @event is not InstanceEvent.AttemptFailed),
        Reads("variable-forgotten-on-evict", @event => @event is not InstanceEvent.VariableSet),
        new("overdue-wake-lost-after-crash", 300, new Wiring
        {
            Journal = surroundings => new BrokenWakes(surroundings, wakes => wakes.Where(wake => wake.At > surroundings.Kernel.Now)),
        }),

        // Time.
        new("timer-early", 300, new Wiring { Clock = surroundings => new FastClock(surroundings.Process.Clock) }),

        // What is sent, and what its answer is taken for.
        new("key-depends-on-attempt", 300, new Wiring { Runner = (runner, _) => new BrokenRunner(runner, BrokenRunner.KeyPerAttempt()) }),
        Runs("body-depends-on-attempt", BrokenRunner.BodyPerAttempt),
        Runs("conflict-is-failure", BrokenRunner.ConflictIsFailure, seedsMax: 2_000),
        Runs("hold-not-voided", BrokenRunner.WithoutVoid),
        Runs("no-answer-is-failure", BrokenRunner.NoAnswerIsFailure),
        Runs("any-page-is-success", BrokenRunner.AnyPageIsSuccess),
        Runs("retried-behind-the-engine", BrokenRunner.RetriedUnderAnotherKey),

        // What is told.
        new("cursor-moved-before-publishing", 300, new Wiring { Feed = (feed, surroundings) => new HastyFeed(feed, surroundings.Store) }),
        new("bus-refusal-ignored", 300, new Wiring { Transport = (transport, _) => new DeafTransport(transport) }),
    ];

    private static PlantedBug Appends(string name, Func<OwnerSurroundings, Server.Journal.Append, Task<long>> append) =>
        new(name, 300, new Wiring { Journal = surroundings => new BrokenAppends(surroundings, append) });

    private static PlantedBug Reads(string name, Func<InstanceEvent, bool> kept) =>
        new(name, 300, new Wiring { Journal = surroundings => new BrokenReads(surroundings, events => events.Where(kept)) });

    private static PlantedBug Runs(string name, Func<IActivityRunner, ActivityAttempt, Task<ActivityOutcome?>> run, int seedsMax = 300) =>
        new(name, seedsMax, new Wiring { Runner = (runner, _) => new BrokenRunner(runner, run) });
}
