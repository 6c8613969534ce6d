using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Syntax;

/// <summary>Which characters make up names, and which can be shown in a message.</summary>
internal static class Characters
{
    public static bool IsLetter(Rune rune) =>
        rune.IsAscii ? char.IsAsciiLetter((char)rune.Value) || rune.Value is '_' or '$' : Rune.IsLetter(rune);

    public static bool IsLetterOrDigit(Rune rune) =>
        IsLetter(rune) || (rune.IsAscii ? char.IsAsciiDigit((char)rune.Value) : Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber);

    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);

    /// <summary>Whether a word that is an operator, such as <c>in</c>, could be a name.</summary>
    public static bool IsName(string text) => text.Length > 0 && char.IsAsciiLetter(text[0]);

    public static int HexDigit(int character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'f' => character - 'a' + 10,
        >= 'A' and <= 'F' => character - 'A' + 10,
        _ => 16,
    };
}
