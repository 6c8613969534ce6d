using System.Data.Common;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;
using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Server.Partitions;

/// <summary>
/// Asks the owner of an instance, on whatever node it is. A partition that is on its way to another node is waited for: a question
/// that met nobody, or whose answer was lost, is asked again for a while. So a question may arrive twice, and must be one whose
/// repetition the owner recognizes.
/// </summary>
public sealed class PartitionRouter(IGrainFactory grains, IJournal journal, TimeProvider clock)
{
    /// <summary>How long an owner may take to answer once when it waits for an instance's end.</summary>
    internal static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long it may take otherwise. A question to a node that dies is lost without a word; soon asked again, it is there when the
    /// partition wakes elsewhere.
    /// </summary>
    internal const string AnswerSoonWithin = "00:00:03";

    /// <summary>How long a question is repeated: longer than it takes to find out that a node died and to wake its partitions.</summary>
    private static readonly TimeSpan RepeatFor = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(500);

    /// <summary>A partition by its number.</summary>
    /// <exception cref="OrleansException">No node that executes instances is known yet.</exception>
    internal IPartitionGrain Partition(int number)
    {
        try
        {
            return grains.GetGrain<IPartitionGrain>(number);
        }
        catch (ArgumentException nobody)
        {
            throw new OrleansException("no node that executes instances is known", nobody);
        }
    }

    /// <summary>Asks the owner of an instance.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="ask">Asks, and is told whether it has asked before, in vain as far as is known.</param>
    /// <exception cref="OwnerAwayException">No owner answered in time. Whether it did what was asked is unknown.</exception>
    internal async Task<T> AskAsync<T>(InstanceId instance, Func<IPartitionGrain, bool, Task<T>> ask)
        where T : IOwnerAnswer
    {
        var number = instance.Partition(journal.PartitionCount);
        long? awaySince = null;
        for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            Exception? reason = null;
            try
            {
                var answer = await ask(Partition(number), awaySince is not null);
                if (!answer.Moved)
                {
                    return answer;
                }
            }
            catch (Exception exception) when (IsAway(exception))
            {
                reason = exception;
            }

            awaySince ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(awaySince.Value) + pause > RepeatFor)
            {
                throw new OwnerAwayException(number, reason);
            }

            await Task.Delay(pause, clock);
        }
    }

    // The directory of partitions is in the database, and so is what an owner reads before it is one: without the database there is
    // no owner for a while. What fails on another node, as a partition that cannot be opened there, may arrive as an exception whose
    // type is not known here, or as the news that its type cannot be sent.
    private static bool IsAway(Exception exception) =>
        exception is OrleansException or ConnectionFailedException or TimeoutException
            or DbException or JournalUnavailableException or UnavailableExceptionFallbackException or CodecNotFoundException;
}
