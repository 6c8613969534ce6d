using System.Globalization;
using System.Text;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions;

/// <summary>
/// A place in an environment: a name in it, and the keys and indexes that lead on from there, such as <c>event.postings[0].asset</c>.
/// Immutable; paths of the same steps are equal, however they were written.
/// </summary>
public sealed class ValuePath : IEquatable<ValuePath>
{
    private readonly Step[] _steps;
    private readonly string _text;

    private ValuePath(Step[] steps, string text) => (_steps, _text) = (steps, text);

    /// <summary>Looks for the value at this place.</summary>
    /// <param name="environment">The environment that a program would be evaluated with.</param>
    /// <returns>Nil where nothing is there, also where the program would fail because the way to it is broken.</returns>
    public Value Read(in Value environment)
    {
        var value = environment;
        foreach (var step in _steps)
        {
            if (!step.LeadsInto(value))
            {
                return Value.Nil;
            }

            value = step.From(value);
        }

        return value;
    }

    /// <inheritdoc/>
    public bool Equals(ValuePath? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValuePath);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The path as an expression.</summary>
    public override string ToString() => _text;

    internal static ValuePath Of(string name) => new([new Step(Value.FromText(name))], name);

    /// <summary>The path to what is at a key, which is text, or at an index, which is an integer.</summary>
    internal ValuePath Append(in Value key) => new(
        [.. _steps, new Step(key)],
        $"{_text}[{(key.Kind == ValueKind.String ? Quoting.Quote(key.Text) : key.Bits.ToString(CultureInfo.InvariantCulture))}]");

    private sealed class Step(Value key)
    {
        private readonly byte[]? _utf8 = key.Kind == ValueKind.String ? Encoding.UTF8.GetBytes(key.Text) : null;

        /// <summary>Whether a value can have what the step leads to.</summary>
        public bool LeadsInto(in Value value) => value.Kind switch
        {
            ValueKind.Map => _utf8 is not null || value is { IsJson: false, Map: KeyedMap },
            ValueKind.Array or ValueKind.Bytes or ValueKind.String => _utf8 is null,
            _ => false,
        };

        public Value From(in Value value) => _utf8 is null ? Access.Find(value, key, new Meter())
            : value.IsJson ? value.Member(_utf8)
            : value.Map.Find(key);
    }
}
