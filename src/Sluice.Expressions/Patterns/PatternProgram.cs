namespace Sluice.Expressions.Patterns;

/// <summary>A pattern as instructions. Repetitions are written out, as often as they say.</summary>
internal sealed class PatternProgram
{
    private readonly List<Instruction> _instructions = [new Instruction(Operation.Match)];

    public PatternProgram(PatternNode pattern)
    {
        Start = Emit(pattern, next: 0);
        Sets = [.. _instructions.Select(instruction => instruction.Set).OfType<CharacterSet>()];
        HasAssertions = _instructions.Exists(instruction => instruction.Operation == Operation.Assert);
        IsAnchored = OnlyStartsAtTextStart();
    }

    public enum Operation
    {
        /// <summary>The pattern was found.</summary>
        Match,

        /// <summary>Goes on in two places.</summary>
        Split,

        /// <summary>Goes on behind a character.</summary>
        Character,

        /// <summary>Goes on if the place is as it should be.</summary>
        Assert,
    }

    public int Start { get; }

    public int Count => _instructions.Count;

    public HashSet<CharacterSet> Sets { get; }

    public bool HasAssertions { get; }

    /// <summary>Whether the pattern can only be found at the beginning of the text.</summary>
    public bool IsAnchored { get; }

    public Instruction this[int index] => _instructions[index];

    /// <summary>Emits what goes on at an instruction that is already there, so that most places are known when they are needed.</summary>
    private int Emit(PatternNode node, int next)
    {
        switch (node)
        {
            case CharacterNode character:
                return Add(new Instruction(Operation.Character, next, Set: character.Set));
            case AssertionNode assertion:
                return Add(new Instruction(Operation.Assert, next, Assertion: assertion.Assertion));
            case SequenceNode sequence:
                for (var i = sequence.Parts.Count - 1; i >= 0; i--)
                {
                    next = Emit(sequence.Parts[i], next);
                }

                return next;
            case AlternativesNode alternatives:
                var entry = Emit(alternatives.Branches[^1], next);
                for (var i = alternatives.Branches.Count - 2; i >= 0; i--)
                {
                    entry = Add(new Instruction(Operation.Split, Emit(alternatives.Branches[i], next), entry));
                }

                return entry;
            default:
                return EmitRepeat((RepeatNode)node, next);
        }
    }

    private int EmitRepeat(RepeatNode repeat, int next)
    {
        var (entry, required) = (next, repeat.Min);
        if (repeat.Max is { } max)
        {
            for (var i = repeat.Min; i < max; i++)
            {
                entry = Add(new Instruction(Operation.Split, Emit(repeat.Body, entry), next));
            }
        }
        else
        {
            // The last one that is required is the one that repeats, so that nesting repetitions does not double them.
            var loop = Add(new Instruction(Operation.Split));
            var body = Emit(repeat.Body, loop);
            _instructions[loop] = new Instruction(Operation.Split, body, next);
            entry = required > 0 ? body : loop;
            required--;
        }

        for (; required > 0; required--)
        {
            entry = Emit(repeat.Body, entry);
        }

        return entry;
    }

    private int Add(in Instruction instruction)
    {
        _instructions.Add(instruction);
        return _instructions.Count - 1;
    }

    private bool OnlyStartsAtTextStart()
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([Start]);
        while (open.TryPop(out var index))
        {
            var instruction = this[index];
            if (!seen.Add(index) || instruction is { Operation: Operation.Assert, Assertion: Assertion.TextStart })
            {
                continue;
            }

            if (instruction.Operation is Operation.Match or Operation.Character)
            {
                return false;
            }

            open.Push(instruction.Next);
            if (instruction.Operation == Operation.Split)
            {
                open.Push(instruction.Other);
            }
        }

        return true;
    }

    public readonly record struct Instruction(
        Operation Operation, int Next = 0, int Other = 0, CharacterSet? Set = null, Assertion Assertion = default);
}
