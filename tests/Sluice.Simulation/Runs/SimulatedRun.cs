using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Engine.Stages;
using Sluice.Engine.Workflows;
using Sluice.Server.Activities;
using Sluice.Server.Publishing;
using Sluice.Server.Workflows;
using Sluice.Simulation.Clients;
using Sluice.Simulation.Invariants;
using Sluice.Simulation.Kernel;
using Sluice.Simulation.Network;
using Sluice.Simulation.Owners;
using Sluice.Simulation.Planted;
using Sluice.Simulation.Publishing;
using Sluice.Simulation.Stack;
using Sluice.Simulation.Store;
using Sluice.Simulation.Workflows;

namespace Sluice.Simulation.Runs;

/// <summary>
/// One run: a time of chaos that the settings describe, then the faults stop and everything must come to its end. Everything happens
/// on the calling thread, which must have no synchronization context.
/// </summary>
internal sealed class SimulatedRun
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Uri StackAddress = new("http://stack/");

    /// <summary>How long nothing is done for instances that wait for somebody.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(3);

    /// <summary>Rounds after which what has not come to its end never will: more than the longest delay and the longest waits together.</summary>
    private const int RoundsMax = 200;

    /// <summary>Steps after which a run goes in circles.</summary>
    private const long StepsMax = 400_000;

    private readonly SimulationSettings _settings;
    private readonly Wiring _wiring;
    private readonly Kernel.Kernel _kernel;
    private readonly SimulatedStore _store;
    private readonly SimulatedStack _stack = new();
    private readonly SimulatedNetwork _network;
    private readonly SimulatedBus _bus;
    private readonly Cluster _cluster;
    private readonly SimulatedClients _clients;
    private readonly Checks _checks;
    private readonly Dictionary<WorkflowId, Workflow> _workflows = [];
    private readonly TimeSpan _chaos;
    private readonly SeededRandom _chances;
    private readonly SeededRandom _permits;
    private bool _calm;
    private int _owners;

    private SimulatedRun(SimulationSettings settings, Wiring wiring, Trace? trace)
    {
        (_settings, _wiring) = (settings, wiring);
        var plans = new SeededRandom(settings.Seed, 1);
        var partitionCount = plans.Between(1, 2);
        _chaos = plans.Millis(5_000, plans.Pick([10_000, 60_000, 180_000]));
        _chances = new SeededRandom(settings.Seed, 2);
        _permits = new SeededRandom(settings.Seed, 3);
        _kernel = new Kernel.Kernel(new SeededRandom(settings.Seed, 4), Start, trace);
        var storeRandom = new SeededRandom(settings.Seed, 5);
        _store = new SimulatedStore(_kernel, new CommittedData(partitionCount), new StoreFaults(settings, storeRandom), storeRandom);
        var networkRandom = new SeededRandom(settings.Seed, 6);
        _network = new SimulatedNetwork(_kernel, _stack, new NetworkFaults(settings, networkRandom, Start, _chaos), networkRandom);
        _bus = new SimulatedBus(_kernel, settings, new SeededRandom(settings.Seed, 7));
        _checks = new Checks(_kernel, _store.Data, _stack, _workflows);
        _cluster = new Cluster(_kernel, new SeededRandom(settings.Seed, 8), partitionCount, MakeOwner);
        _clients = new SimulatedClients(_kernel, _cluster, _checks, new SeededRandom(settings.Seed, 9), partitionCount);
        _store.Data.Committed = _checks.OnCommitted;
        _store.Troubled = _checks.Timeliness.OnTroubled;
        _cluster.Troubled = _checks.Timeliness.OnTroubled;
        _network.Sent = _checks.Requests.OnSent;
        PlanInstances(plans);
        PlanDisturbances(partitionCount);
    }

    /// <summary>Runs a simulation to its end.</summary>
    /// <param name="settings">What it is made from.</param>
    /// <param name="wiring">The bug that is planted; null for none.</param>
    /// <param name="trace">Where to write down what happens; null for nowhere.</param>
    internal static SimulationResult Run(SimulationSettings settings, Wiring? wiring = null, Trace? trace = null)
    {
        var simulation = new SimulatedRun(settings, wiring ?? Wiring.Sound, trace);
        simulation.RunToEnd();
        return simulation.Result();
    }

    private void RunToEnd()
    {
        Fund(_chances, 1_000);
        _cluster.OpenAll();
        RunUntil(Start + _chaos, () => false);
        Heal();
        for (var round = 0; round < RoundsMax && !AtRest && _kernel.Violation is null; round++)
        {
            RunUntil(_kernel.Now + Round, () => AtRest);
            Nudge();
        }

        if (_kernel.Violation is null)
        {
            CheckRest();
        }
    }

    private bool AtRest => _clients.Busy == 0 && _checks.AtRest && _network.UnderWay == 0 && PublishingChecks.AtRest(_checks);

    private void RunUntil(DateTimeOffset time, Func<bool> enough)
    {
        while (_kernel.Now < time && _kernel.Step())
        {
            if (_kernel.Steps > StepsMax)
            {
                _kernel.Fail("I8", $"the run goes in circles: {StepsMax} steps and no end");
            }

            if (_kernel.Steps % 64 == 0 && enough())
            {
                return;
            }
        }
    }

    private void Heal()
    {
        _kernel.Note("run", "the faults stop");
        _calm = true;
        _store.Faults.Active = false;
        _network.Faults.Active = false;
        _bus.Active = false;
        _checks.Timeliness.OnTroubled();
        _cluster.ResumeAll();
        Fund(null, 1_000_000);
    }

    private void Nudge()
    {
        foreach (var book in _checks.Books)
        {
            if (book.OverlooksEvent)
            {
                _kernel.Fail("I4", $"{book.Id} waits for an event that it has");
            }
            else if (book.State is { Terminated: false, Stage.Input: WaitEventInput wait })
            {
                _clients.Post(book.Id, wait.Event);
            }
        }
    }

    private void CheckRest()
    {
        _checks.OnRest();
        if (_kernel.Violation is null && !AtRest)
        {
            _kernel.Fail("I8", $"it does not come to rest: {_clients.Busy} clients, {_network.UnderWay} requests, published: {PublishingChecks.AtRest(_checks)}");
        }

        PublishingChecks.OnRest(_checks, _bus);
    }

    private SimulationResult Result() => new(
        _kernel.Violation, _kernel.Steps, _checks.Books.Count, _store.Data.Log.Count, _stack.Effects.Count, _owners, _checks.Answers.Count, _kernel.Now - Start);

    private void PlanInstances(SeededRandom plans)
    {
        var count = plans.Between(1, _settings.InstancesMax);
        for (var number = 0; number < count; number++)
        {
            if (_workflows.Count == 0 || plans.Below(3) > 0)
            {
                var workflow = RandomWorkflow.Make(plans, _settings.StagesMax, Start);
                _workflows.Add(workflow.Id, workflow);
                _kernel.Note("plan", $"workflow {workflow.Id}: {workflow.Definition.Config.GetRawText()}");
            }

            _clients.Follow(ClientPlan.Make(plans, _settings, plans.Pick([.. _workflows.Values]), number, _chaos));
        }
    }

    private void PlanDisturbances(int partitionCount)
    {
        var random = new SeededRandom(_settings.Seed, 10);
        Fault[] kinds = [.. new[] { Fault.Crash, Fault.Crash, Fault.Takeover, Fault.Pause, Fault.Handover }.Where(_settings.Has)];
        var count = kinds.Length == 0 ? 0 : random.Below(_settings.DisturbancesMax + 1);
        for (var i = 0; i < count; i++)
        {
            var (kind, partition, down) = (random.Pick(kinds), random.Below(partitionCount), random.Millis(1, random.Pick([50, 3_000, 30_000])));
            var takeOver = _settings.Has(Fault.Takeover) && random.Below(2) == 0;
            _kernel.After(random.Micros(0, (int)_chaos.TotalMicroseconds), kind switch
            {
                Fault.Crash => () => _cluster.Crash(partition, down),
                Fault.Takeover => () => _cluster.TakeOver(partition),
                Fault.Pause => () => _cluster.Pause(partition, down, takeOver),
                _ => () => _cluster.HandOver(partition),
            });
        }
    }

    private Owner MakeOwner(int partition, Action<Owner> lost)
    {
        var process = new SimulatedProcess(_kernel, $"owner-{++_owners}");
        var store = new StoreConnection(_store, process, _workflows);
        var surroundings = new OwnerSurroundings(_kernel, process, _store.Data, store);
        var clock = _wiring.Clock(surroundings);
        var journal = _wiring.Journal(surroundings);
        var client = new HttpClient(_network.HandlerOf(process)) { BaseAddress = StackAddress, Timeout = Timeout.InfiniteTimeSpan };
        IActivityRunner runner = new WaitingRunner(
            new HttpActivityRunner(client, int.MaxValue, clock), process, _permits, () => !_calm && _settings.Has(Fault.Permit));
        var feed = new JournalFeed(partition, store, store, NullLogger.Instance);
        return new Owner(
            new OwnerParts(
                _kernel,
                _permits,
                partition,
                process,
                clock,
                journal,
                store,
                _wiring.Runner(runner, surroundings),
                store,
                _wiring.Feed(feed, surroundings),
                _wiring.Transport(_bus.TransportOf(process), surroundings)),
            lost);
    }

    /// <summary>Puts money wherever a workflow may look for it.</summary>
    /// <param name="random">Leaves some places without; null leaves none without.</param>
    /// <param name="most">How much at most.</param>
    private void Fund(SeededRandom? random, int most)
    {
        foreach (var ledger in (string[])["default", "main", "other", "wallets", "orchestration-000-internal"])
        {
            foreach (var account in FundedAccounts)
            {
                if (random is null || random.Below(2) == 0)
                {
                    _stack.Books.Move(ledger, "world", account, "USD/2", random?.Below(most) ?? most);
                }
            }
        }
    }

    private static readonly string[] FundedAccounts =
    [
        "alice", "carol", "dave", "payee", "shop:1", "bridge", "payment:pay_1", "payment:pay_22", "payment:pay_333",
        .. Enumerable.Range(1, 5).SelectMany(wallet => new[] { WalletService.Account($"w{wallet}", "main"), WalletService.Account($"w{wallet}", "savings") }),
    ];
}
