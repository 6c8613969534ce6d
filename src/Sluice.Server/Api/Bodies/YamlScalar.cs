using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using ScalarEvent = YamlDotNet.Core.Events.Scalar;

namespace Sluice.Server.Api.Bodies;

/// <summary>
/// The core schema of YAML 1.2: which unquoted texts are null, booleans and numbers. Numbers are rewritten as text only, never
/// through a binary number, so an amount of any size and a fraction of any length come out as they were written.
/// </summary>
internal static partial class YamlScalar
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <summary>Writes a scalar as JSON.</summary>
    /// <returns>False when JSON has no such value, or the scalar is not what its tag says.</returns>
    public static bool TryWrite(ScalarEvent scalar, Utf8JsonWriter writer)
    {
        if (IsText(scalar))
        {
            writer.WriteStringValue(scalar.Value);
            return true;
        }

        var kind = KindOf(scalar.Value);
        return (scalar.Tag.IsEmpty || Fits(scalar.Tag.Value, kind)) && TryWrite(scalar.Value, kind, writer);
    }

    private static bool IsText(ScalarEvent scalar) => scalar.Tag.IsEmpty
        ? scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any)
        : scalar.Tag.IsNonSpecific || scalar.Tag.Value == TagPrefix + "str";

    private static bool Fits(string tag, Kind kind) => (tag, kind) is (TagPrefix + "null", Kind.Null)
        or (TagPrefix + "bool", Kind.Boolean)
        or (TagPrefix + "int", Kind.Integer)
        or (TagPrefix + "float", Kind.Float or Kind.Integer);

    private static bool TryWrite(string text, Kind kind, Utf8JsonWriter writer)
    {
        switch (kind)
        {
            case Kind.Null:
                writer.WriteNullValue();
                return true;
            case Kind.Boolean:
                writer.WriteBooleanValue(text[0] is 't' or 'T');
                return true;
            case Kind.Integer:
                writer.WriteRawValue(Integer(text), skipInputValidation: true);
                return true;
            case Kind.Float:
                writer.WriteRawValue(Float(text), skipInputValidation: true);
                return true;
            case Kind.NotFinite:
                return false;
            default:
                writer.WriteStringValue(text);
                return true;
        }
    }

    private static Kind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => Kind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => Kind.Boolean,
        _ when IntegerPattern.IsMatch(text) => Kind.Integer,
        _ when FloatPattern.IsMatch(text) => Kind.Float,
        _ when NotFinitePattern.IsMatch(text) => Kind.NotFinite,
        _ => Kind.Text,
    };

    private static string Integer(string text) => text switch
    {
        ['0', 'x', .. var digits] => Decimal(digits, NumberStyles.AllowHexSpecifier),
        ['0', 'o', .. var digits] => Decimal(Bits(digits), NumberStyles.AllowBinarySpecifier),
        _ => Signed(text, digits => digits),
    };

    private static string Bits(string octal) => string.Concat(octal.Select(digit => (digit - '0').ToString("b3", CultureInfo.InvariantCulture)));

    // The leading zero keeps the first digit from being read as a sign.
    private static string Decimal(string digits, NumberStyles style) =>
        BigInteger.Parse($"0{digits}", style, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    // YAML allows .5, 5. and 5.e3, JSON does not.
    private static string Float(string text) => Signed(text, digits =>
    {
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        return point >= 0 && (point + 1 == digits.Length || !char.IsAsciiDigit(digits[point + 1])) ? digits.Insert(point + 1, "0") : digits;
    });

    // Neither a plus sign nor leading zeros are JSON.
    private static string Signed(string text, Func<string, string> rewrite)
    {
        var digits = text.TrimStart('+', '-').TrimStart('0');
        var whole = digits.Length > 0 && char.IsAsciiDigit(digits[0]) ? digits : $"0{digits}";
        return text[0] == '-' ? $"-{rewrite(whole)}" : rewrite(whole);
    }

    [GeneratedRegex(@"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex IntegerPattern { get; }

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z")]
    private static partial Regex FloatPattern { get; }

    [GeneratedRegex(@"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex NotFinitePattern { get; }

    private enum Kind
    {
        Text = 1,
        Null = 2,
        Boolean = 3,
        Integer = 4,
        Float = 5,
        NotFinite = 6,
    }
}
