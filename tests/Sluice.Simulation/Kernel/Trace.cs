using System.Globalization;

namespace Sluice.Simulation.Kernel;

/// <summary>What happened in a run, one line each, for people.</summary>
internal sealed class Trace
{
    /// <summary>Most lines kept; a run that is longer keeps its beginning and counts the rest.</summary>
    private const int LinesMax = 200_000;

    private readonly List<string> _lines = [];
    private DateTimeOffset? _start;

    internal IReadOnlyList<string> Lines => _lines;

    /// <summary>A hash of all lines (FNV-1a), the same on every machine.</summary>
    internal ulong Fingerprint { get; private set; } = 14695981039346656037UL;

    internal void Add(DateTimeOffset at, string who, string what)
    {
        _start ??= at;
        var line = string.Create(CultureInfo.InvariantCulture, $"{(at - _start.Value).TotalSeconds,14:F6}  {who,-10} {what}");
        foreach (var character in line)
        {
            Fingerprint = (Fingerprint ^ character) * 1099511628211UL;
        }

        if (_lines.Count < LinesMax)
        {
            _lines.Add(line);
        }
    }
}

/// <summary>An invariant that did not hold.</summary>
/// <param name="Invariant">Which, such as <c>I2</c>.</param>
/// <param name="Text">What was found.</param>
internal sealed record Violation(string Invariant, string Text);
