using System.Text;
using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions.Patterns;

/// <summary>
/// Searches for a pattern in time linear in the text: it follows all the ways through the program at once. Sets of places that came up
/// once are kept with what follows them, as long as there are few, so that most characters only cost a look at a table.
/// </summary>
internal sealed class PatternMatcher
{
    // About what the states that are kept take, in words.
    private const long KeptWordsMax = 250_000;
    private const int StateWords = 16;

    // Following a thread takes about a step where what follows is not kept, and nothing where it is.
    private const int ThreadsPerStep = 2;

    private readonly PatternProgram _program;
    private readonly CharacterPartition _classes;
    private readonly Neighbor[] _neighbors;
    private readonly MatcherState _start;
    private readonly HashSet<MatcherState> _kept = new(new MatcherState.Comparer());
    private readonly Lock _keeping = new();
    private long _keptWords;
    private Workspace? _idle;

    public PatternMatcher(PatternProgram program)
    {
        _program = program;
        _classes = new CharacterPartition(
            program.HasAssertions ? [.. program.Sets, CharacterClasses.Words, CharacterSet.LineFeed] : program.Sets);
        _neighbors = new Neighbor[_classes.Count + 1];
        for (var i = 0; i < _classes.Count; i++)
        {
            var character = _classes.Representative(i);
            _neighbors[i] = character == '\n' ? Neighbor.LineFeed
                : CharacterClasses.Words.Contains(character) ? Neighbor.Word
                : Neighbor.Other;
        }

        _neighbors[End] = Neighbor.Edge;
        var workspace = new Workspace(program.Count);
        _start = Follow(program.Start, workspace) ? MatcherState.Found : Keep(workspace, Neighbor.Edge);
        _idle = workspace;
    }

    /// <summary>How much work it was to make it.</summary>
    public long Work => _classes.Work + _program.Count;

    /// <summary>The class of the end of the text.</summary>
    private int End => _classes.Count;

    public bool IsMatch(string text, Meter meter)
    {
        var state = _start;
        for (var i = 0; i < text.Length && !state.IsFinal; i++)
        {
            int codePoint = text[i];
            if (char.IsSurrogate(text[i]))
            {
                // A byte without its character counts as the replacement character.
                Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
                codePoint = rune.Value;
                i += length - 1;
            }

            state = Leave(state, _classes.ClassOf(codePoint), meter);
        }

        return (state.IsFinal ? state : Leave(state, End, meter)) == MatcherState.Found;
    }

    private MatcherState Leave(MatcherState state, int characterClass, Meter meter)
    {
        meter.Step(state.Steps);
        if (state.Next?[characterClass] is { } known)
        {
            return known;
        }

        var workspace = Interlocked.Exchange(ref _idle, null) ?? new Workspace(_program.Count);
        var next = Advance(state, characterClass, workspace);
        Volatile.Write(ref _idle, workspace);
        if (state.Next is { } followers)
        {
            followers[characterClass] = next;
        }

        return next;
    }

    private MatcherState Advance(MatcherState state, int characterClass, Workspace workspace)
    {
        var (here, next) = (workspace.Here, workspace.Next);
        var after = _neighbors[characterClass];
        here.Clear();
        foreach (var thread in state.Threads)
        {
            workspace.Open.Push(thread);
        }

        if (Close(here, workspace.Open, (state.Before, after)))
        {
            return MatcherState.Found;
        }

        next.Clear();
        if (characterClass == End)
        {
            return MatcherState.Lost;
        }

        var character = _classes.Representative(characterClass);
        for (var i = 0; i < here.Count; i++)
        {
            var instruction = _program[here[i]];
            if (instruction.Operation == PatternProgram.Operation.Character && instruction.Set!.Contains(character)
                && Follow(instruction.Next, workspace))
            {
                return MatcherState.Found;
            }
        }

        // The pattern may also begin here.
        return !_program.IsAnchored && Follow(_program.Start, workspace) ? MatcherState.Found : Keep(workspace, after);
    }

    /// <summary>Adds to the next threads what can be reached from a place without knowing what comes; true when that is the end.</summary>
    private bool Follow(int index, Workspace workspace)
    {
        workspace.Open.Push(index);
        return Close(workspace.Next, workspace.Open, null);
    }

    private bool Close(ThreadSet threads, Stack<int> open, (Neighbor Before, Neighbor After)? place)
    {
        while (open.TryPop(out var index))
        {
            if (!threads.Add(index))
            {
                continue;
            }

            var instruction = _program[index];
            switch (instruction.Operation)
            {
                case PatternProgram.Operation.Match:
                    open.Clear();
                    return true;
                case PatternProgram.Operation.Split:
                    open.Push(instruction.Other);
                    open.Push(instruction.Next);
                    break;
                case PatternProgram.Operation.Assert when place is var (before, after) && Holds(instruction.Assertion, before, after):
                    open.Push(instruction.Next);
                    break;
            }
        }

        return false;
    }

    private static bool Holds(Assertion assertion, Neighbor before, Neighbor after) => assertion switch
    {
        Assertion.TextStart => before == Neighbor.Edge,
        Assertion.TextEnd => after == Neighbor.Edge,
        Assertion.LineStart => before is Neighbor.Edge or Neighbor.LineFeed,
        Assertion.LineEnd => after is Neighbor.Edge or Neighbor.LineFeed,
        Assertion.WordBoundary => (before == Neighbor.Word) != (after == Neighbor.Word),
        _ => (before == Neighbor.Word) == (after == Neighbor.Word),
    };

    /// <summary>The state of the next threads: the one that is kept, or a new one, which is kept if there is room.</summary>
    private MatcherState Keep(Workspace workspace, Neighbor before)
    {
        var (threads, asserts) = (new List<int>(), false);
        for (var i = 0; i < workspace.Next.Count; i++)
        {
            var operation = _program[workspace.Next[i]].Operation;
            asserts |= operation == PatternProgram.Operation.Assert;
            if (operation is PatternProgram.Operation.Assert or PatternProgram.Operation.Character)
            {
                threads.Add(workspace.Next[i]);
            }
        }

        if (threads.Count == 0)
        {
            return MatcherState.Lost;
        }

        threads.Sort();

        // Behind an assertion that holds there may be any part of the program.
        var steps = 1 + ((threads.Count + (asserts ? _program.Count : 0)) / ThreadsPerStep);
        var state = new MatcherState([.. threads], asserts ? before : Neighbor.Other, steps);
        var words = threads.Count + _neighbors.Length + StateWords;
        lock (_keeping)
        {
            if (_kept.TryGetValue(state, out var known))
            {
                return known;
            }

            if (_keptWords + words <= KeptWordsMax)
            {
                _keptWords += words;
                state.Next = new MatcherState?[_neighbors.Length];
                _kept.Add(state);
            }
        }

        return state;
    }

    /// <summary>What advancing needs and leaves behind for the next time.</summary>
    private sealed class Workspace(int size)
    {
        public ThreadSet Here { get; } = new(size);

        public ThreadSet Next { get; } = new(size);

        public Stack<int> Open { get; } = new();
    }
}
