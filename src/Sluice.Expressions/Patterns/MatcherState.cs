namespace Sluice.Expressions.Patterns;

/// <summary>Where in a program the search may be, and what the character before was if that matters.</summary>
internal sealed class MatcherState
{
    /// <summary>The pattern was found.</summary>
    public static readonly MatcherState Found = new([], Neighbor.Other, 0);

    /// <summary>The pattern can no longer be found.</summary>
    public static readonly MatcherState Lost = new([], Neighbor.Other, 0);

    public MatcherState(int[] threads, Neighbor before, int steps) => (Threads, Before, Steps) = (threads, before, steps);

    /// <summary>The characters and assertions that are next, in order.</summary>
    public int[] Threads { get; }

    public Neighbor Before { get; }

    /// <summary>What it costs to leave it. The same whether it was left before, so that what fails does not depend on the past.</summary>
    public int Steps { get; }

    /// <summary>The states that follow, by class of character, with the end of the text last; null when they are not kept.</summary>
    public MatcherState?[]? Next { get; set; }

    public bool IsFinal => ReferenceEquals(this, Found) || ReferenceEquals(this, Lost);

    /// <summary>Compares what a state is made of.</summary>
    public sealed class Comparer : IEqualityComparer<MatcherState>
    {
        public bool Equals(MatcherState? x, MatcherState? y) =>
            x!.Before == y!.Before && x.Threads.AsSpan().SequenceEqual(y.Threads);

        public int GetHashCode(MatcherState obj)
        {
            var hash = new HashCode();
            hash.Add(obj.Before);
            foreach (var thread in obj.Threads)
            {
                hash.Add(thread);
            }

            return hash.ToHashCode();
        }
    }
}
