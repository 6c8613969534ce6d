using System.Collections.Concurrent;
using Sluice.Chaos.Load;
using Sluice.Testing;

namespace Sluice.Chaos.Observation;

/// <summary>Reads the world after a run through the public interfaces of the service and the stack.</summary>
internal sealed class Observer(ISystemUnderTest sluice, JsonOverHttp http, Stock stock)
{
    private const int ReadersMax = 8;

    private readonly StackReader _stack = new(sluice, http, stock);
    private readonly InstanceReader _instances = new(sluice, http);

    public async Task<Observations> ObserveAsync(CancellationToken cancellationToken) => new()
    {
        Instances = await EachAsync(await _instances.ListAsync(cancellationToken), _instances.ReadAsync, cancellationToken),
        Transactions = await _stack.TransactionsAsync(cancellationToken),
        Volumes = await _stack.VolumesAsync(cancellationToken),
        Marks = await _stack.MarksAsync(cancellationToken),
        Holds = await EachAsync(await _stack.HoldsAsync(cancellationToken), _stack.HoldAsync, cancellationToken),
        Balances = await _stack.BalancesAsync(cancellationToken),
        Transfers = await _stack.TransfersAsync(cancellationToken),
    };

    private static async Task<IReadOnlyList<TOut>> EachAsync<TIn, TOut>(
        IReadOnlyList<TIn> items, Func<TIn, CancellationToken, Task<TOut>> read, CancellationToken cancellationToken)
    {
        var results = new ConcurrentBag<TOut>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadersMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(items, options, async (item, stop) => results.Add(await read(item, stop)));
        return [.. results];
    }
}
