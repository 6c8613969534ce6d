using Sluice.Simulation.Kernel;
using Sluice.Simulation.Runs;

namespace Sluice.Simulation.Network;

/// <summary>What becomes of one request.</summary>
internal enum DeliveryFate
{
    /// <summary>It arrives and its answer comes back.</summary>
    Delivered = 1,

    /// <summary>It does not arrive, and the caller sees a broken connection.</summary>
    RequestLost,

    /// <summary>It has its effect, and the caller sees a broken connection.</summary>
    AnswerLost,

    /// <summary>It has its effect, and the caller hears nothing until it gives up.</summary>
    AnswerSwallowed,

    /// <summary>It arrives long after the caller has given up.</summary>
    VeryLate,

    /// <summary>It arrives twice.</summary>
    Twice,

    /// <summary>Somebody on the way answers for the service, which never hears of it.</summary>
    AnsweredOnTheWay,

    /// <summary>It has its effect, and somebody on the way answers for the service.</summary>
    AnswerReplaced,
}

/// <summary>Decides what goes wrong between owners and the stack.</summary>
internal sealed class NetworkFaults
{
    private readonly SeededRandom _random;
    private readonly List<DeliveryFate> _fates = [];
    private readonly List<(string Service, DateTimeOffset From, DateTimeOffset Until)> _outages = [];
    private readonly int _rate;

    internal NetworkFaults(SimulationSettings settings, SeededRandom random, DateTimeOffset start, TimeSpan chaos)
    {
        _random = random;
        Add(Fault.LostRequest, DeliveryFate.RequestLost);
        Add(Fault.LostAnswer, DeliveryFate.AnswerLost, DeliveryFate.AnswerSwallowed);
        Add(Fault.SlowNetwork, DeliveryFate.VeryLate);
        Add(Fault.Duplicate, DeliveryFate.Twice, DeliveryFate.Twice);
        Add(Fault.BadAnswer, DeliveryFate.AnsweredOnTheWay, DeliveryFate.AnswerReplaced);
        _rate = _fates.Count == 0 ? 0 : random.Pick([0, 300, 1_000, 2_500]);
        if (settings.Has(Fault.Outage) && random.Chance(3_000))
        {
            var from = start + random.Millis(0, (int)chaos.TotalMilliseconds);
            _outages.Add((random.Pick(["ledger", "wallets", "payments"]), from, from + random.Millis(1_000, 60_000)));
        }

        void Add(Fault fault, params ReadOnlySpan<DeliveryFate> fates)
        {
            if (settings.Has(fault))
            {
                _fates.AddRange(fates);
            }
        }
    }

    /// <summary>Whether faults happen at all; false once the run is to come to rest.</summary>
    internal bool Active { get; set; } = true;

    internal bool IsOut(string service, DateTimeOffset now) =>
        Active && _outages.Exists(outage => outage.Service == service && outage.From <= now && now < outage.Until);

    internal DeliveryFate NextFate() => Active && _random.Chance(_rate) ? _random.Pick(_fates) : DeliveryFate.Delivered;

    internal TimeSpan NextDelay() => Active && _random.Chance(_rate / 4) ? _random.Millis(1, 20_000) : _random.Micros(50, 20_000);
}
