using System.Collections.Immutable;
using Sluice.Expressions;
using Bucket = System.Collections.Immutable.ImmutableList<Sluice.Server.Triggers.CompiledTrigger>;
using Buckets = System.Collections.Immutable.ImmutableDictionary<
    Sluice.Expressions.EqualityKey, System.Collections.Immutable.ImmutableList<Sluice.Server.Triggers.CompiledTrigger>>;

namespace Sluice.Server.Triggers;

/// <summary>
/// The triggers that look at events of one type and version. Those whose filters compare a value of the event with literals are found
/// by that value; the others are asked about every event. Immutable.
/// </summary>
/// <remarks>
/// A trigger is filed under one of the equalities that its filter requires: the one whose buckets are the emptiest, so that in
/// <c>event.ledger == "main" and event.reference == "r1"</c> the reference is what tells 10,000 triggers apart. Where a trigger is
/// filed is decided when it comes, and stays.
/// </remarks>
internal sealed class TriggerGroup
{
    private readonly Bucket _unfiled;
    private readonly ImmutableDictionary<ValuePath, Buckets> _filed;

    // The unfiled ones once more, made for the first event: an array is gone through many times faster.
    private CompiledTrigger[]? _asked;

    private TriggerGroup(Bucket unfiled, ImmutableDictionary<ValuePath, Buckets> filed) => (_unfiled, _filed) = (unfiled, filed);

    /// <summary>A group of none.</summary>
    public static TriggerGroup Empty { get; } = new([], ImmutableDictionary<ValuePath, Buckets>.Empty);

    /// <summary>Whether no trigger is in it.</summary>
    public bool IsEmpty => _unfiled.IsEmpty && _filed.IsEmpty;

    /// <summary>Adds the triggers that may want an event: those left out do not.</summary>
    /// <param name="environment">What their filters would be evaluated with.</param>
    /// <param name="candidates">Where they are added, each once.</param>
    public void AddCandidates(Value environment, List<CompiledTrigger> candidates)
    {
        candidates.AddRange(_asked ??= [.. _unfiled]);
        foreach (var (path, buckets) in _filed)
        {
            if (EqualityKey.Of(path.Read(environment)) is { } key && buckets.TryGetValue(key, out var bucket))
            {
                candidates.AddRange(bucket);
            }
        }
    }

    /// <summary>The group with one trigger more.</summary>
    public TriggerGroup With(CompiledTrigger trigger)
    {
        if (trigger.RequiredEqualities.MinBy(Crowd) is not { } equality)
        {
            return new TriggerGroup(_unfiled.Add(trigger), _filed);
        }

        var buckets = BucketsOf(equality.Path);
        foreach (var key in equality.Keys)
        {
            buckets = buckets.SetItem(key, BucketOf(buckets, key).Add(trigger));
        }

        return new TriggerGroup(_unfiled, _filed.SetItem(equality.Path, buckets));
    }

    /// <summary>The group without a trigger of it.</summary>
    public TriggerGroup Without(CompiledTrigger trigger)
    {
        if (trigger.RequiredEqualities.IsEmpty)
        {
            return new TriggerGroup(_unfiled.Remove(trigger), _filed);
        }

        // It is under one of them only; to look under all is simpler than to remember under which.
        var filed = _filed;
        foreach (var (path, keys) in trigger.RequiredEqualities)
        {
            var buckets = keys.Aggregate(filed.GetValueOrDefault(path, Buckets.Empty), (rest, key) => Without(trigger, rest, key));
            filed = buckets.IsEmpty ? filed.Remove(path) : filed.SetItem(path, buckets);
        }

        return new TriggerGroup(_unfiled, filed);
    }

    /// <summary>How many triggers an equality would share its buckets with; among equals, paths with more literals are the better ones.</summary>
    private (int Others, int Literals) Crowd(RequiredEquality equality)
    {
        var buckets = BucketsOf(equality.Path);
        return (equality.Keys.Sum(key => BucketOf(buckets, key).Count), -buckets.Count);
    }

    private Buckets BucketsOf(ValuePath path) => _filed.GetValueOrDefault(path, Buckets.Empty);

    private static Buckets Without(CompiledTrigger trigger, Buckets buckets, EqualityKey key)
    {
        var others = BucketOf(buckets, key).Remove(trigger);
        return others.IsEmpty ? buckets.Remove(key) : buckets.SetItem(key, others);
    }

    private static Bucket BucketOf(Buckets buckets, EqualityKey key) => buckets.GetValueOrDefault(key, []);
}
