using Sluice.Server.Publishing;
using Sluice.Simulation.Kernel;
using Sluice.Simulation.Runs;

namespace Sluice.Simulation.Publishing;

/// <summary>A bus that takes messages, sometimes refuses them, and sometimes takes them without saying so.</summary>
internal sealed class SimulatedBus(Kernel.Kernel kernel, SimulationSettings settings, SeededRandom random)
{
    private readonly int _rate = settings.Has(Fault.Bus) ? random.Pick([0, 200, 3_000]) : 0;

    /// <summary>Whether faults happen at all; false once the run is to come to rest.</summary>
    internal bool Active { get; set; } = true;

    /// <summary>Every message that was taken, in order, repetitions included.</summary>
    internal List<PublishedMessage> Taken { get; } = [];

    internal IEventTransport TransportOf(SimulatedProcess process) => new Transport(this, kernel, process, random);

    private bool Fails() => Active && random.Chance(_rate);

    private sealed class Transport(SimulatedBus bus, Kernel.Kernel kernel, SimulatedProcess process, SeededRandom random) : IEventTransport
    {
        public async Task PublishAsync(PublishedMessage message, CancellationToken cancellationToken)
        {
            var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var givenUp = cancellationToken.UnsafeRegister(
                static answered => ((TaskCompletionSource)answered!).TrySetCanceled(), answered);
            var fails = bus.Fails();
            kernel.After(random.Micros(10, 2_000), () =>
            {
                if (!fails || random.Below(2) == 0)
                {
                    bus.Taken.Add(message);
                }

                kernel.After(random.Micros(10, 2_000), () => answered.TrySetResult(), process);
            });
            await answered.Task;
            if (fails)
            {
                throw new PublishFailedException("the bus did not say that it has the message");
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
