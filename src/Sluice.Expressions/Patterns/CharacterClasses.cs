using System.Collections.Concurrent;
using System.Globalization;

namespace Sluice.Expressions.Patterns;

/// <summary>The classes of characters that patterns can name. Those with a letter or in brackets are ASCII.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterSet Digits = CharacterSet.Of(('0', '9'));
    private static readonly CharacterSet WordSet = CharacterSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CharacterSet Spaces = CharacterSet.Of(('\t', '\n'), ('\f', '\r'), (' ', ' '));

    private static readonly Dictionary<string, CharacterSet> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = CharacterSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
        ["alpha"] = CharacterSet.Of(('A', 'Z'), ('a', 'z')),
        ["ascii"] = CharacterSet.Of((0, 0x7F)),
        ["blank"] = CharacterSet.Of(('\t', '\t'), (' ', ' ')),
        ["cntrl"] = CharacterSet.Of((0, 0x1F), (0x7F, 0x7F)),
        ["digit"] = Digits,
        ["graph"] = CharacterSet.Of(('!', '~')),
        ["lower"] = CharacterSet.Of(('a', 'z')),
        ["print"] = CharacterSet.Of((' ', '~')),
        ["punct"] = CharacterSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
        ["space"] = CharacterSet.Of(('\t', '\r'), (' ', ' ')),
        ["upper"] = CharacterSet.Of(('A', 'Z')),
        ["word"] = WordSet,
        ["xdigit"] = CharacterSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
    };

    // Scripts whose characters are in few blocks; .NET knows no scripts.
    private static readonly Dictionary<string, CharacterSet> Scripts = new(StringComparer.Ordinal)
    {
        ["Any"] = CharacterSet.Any,
        ["Arabic"] = CharacterSet.Of(
            (0x600, 0x604),
            (0x606, 0x60B),
            (0x60D, 0x61A),
            (0x61C, 0x61E),
            (0x620, 0x63F),
            (0x641, 0x64A),
            (0x656, 0x66F),
            (0x671, 0x6DC),
            (0x6DE, 0x6FF),
            (0x750, 0x77F),
            (0x8A0, 0x8E1),
            (0x8E3, 0x8FF),
            (0xFB50, 0xFDFF),
            (0xFE70, 0xFEFC)),
        ["Armenian"] = CharacterSet.Of((0x531, 0x556), (0x559, 0x58A), (0x58D, 0x58F), (0xFB13, 0xFB17)),
        ["Cyrillic"] = CharacterSet.Of(
            (0x400, 0x484),
            (0x487, 0x52F),
            (0x1C80, 0x1C88),
            (0x1D2B, 0x1D2B),
            (0x1D78, 0x1D78),
            (0x2DE0, 0x2DFF),
            (0xA640, 0xA69F),
            (0xFE2E, 0xFE2F)),
        ["Devanagari"] = CharacterSet.Of((0x900, 0x950), (0x955, 0x963), (0x966, 0x97F), (0xA8E0, 0xA8FF)),
        ["Georgian"] = CharacterSet.Of(
            (0x10A0, 0x10C5), (0x10C7, 0x10C7), (0x10CD, 0x10CD), (0x10D0, 0x10FA), (0x10FC, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2D)),
        ["Greek"] = CharacterSet.Of(
            (0x370, 0x373),
            (0x375, 0x377),
            (0x37A, 0x37D),
            (0x37F, 0x37F),
            (0x384, 0x384),
            (0x386, 0x386),
            (0x388, 0x3E1),
            (0x3F0, 0x3FF),
            (0x1D26, 0x1D2A),
            (0x1D5D, 0x1D61),
            (0x1F00, 0x1FFE),
            (0x2126, 0x2126),
            (0xAB65, 0xAB65)),
        ["Han"] = CharacterSet.Of(
            (0x2E80, 0x2FD5),
            (0x3005, 0x3005),
            (0x3007, 0x3007),
            (0x3021, 0x3029),
            (0x3038, 0x303B),
            (0x3400, 0x4DBF),
            (0x4E00, 0x9FFF),
            (0xF900, 0xFAD9),
            (0x20000, 0x323AF)),
        ["Hangul"] = CharacterSet.Of(
            (0x1100, 0x11FF),
            (0x302E, 0x302F),
            (0x3131, 0x318E),
            (0x3200, 0x321E),
            (0x3260, 0x327E),
            (0xA960, 0xA97C),
            (0xAC00, 0xD7A3),
            (0xD7B0, 0xD7FB),
            (0xFFA0, 0xFFDC)),
        ["Hebrew"] = CharacterSet.Of((0x591, 0x5C7), (0x5D0, 0x5EA), (0x5EF, 0x5F4), (0xFB1D, 0xFB4F)),
        ["Hiragana"] = CharacterSet.Of((0x3041, 0x3096), (0x309D, 0x309F), (0x1B001, 0x1B11F), (0x1F200, 0x1F200)),
        ["Katakana"] = CharacterSet.Of(
            (0x30A1, 0x30FA), (0x30FD, 0x30FF), (0x31F0, 0x31FF), (0x32D0, 0x32FE), (0x3300, 0x3357), (0xFF66, 0xFF6F), (0xFF71, 0xFF9D)),
        ["Latin"] = CharacterSet.Of(
            ('A', 'Z'),
            ('a', 'z'),
            (0xAA, 0xAA),
            (0xBA, 0xBA),
            (0xC0, 0xD6),
            (0xD8, 0xF6),
            (0xF8, 0x2B8),
            (0x2E0, 0x2E4),
            (0x1D00, 0x1D25),
            (0x1D2C, 0x1D5C),
            (0x1D62, 0x1D65),
            (0x1D6B, 0x1D77),
            (0x1D79, 0x1DBE),
            (0x1E00, 0x1EFF),
            (0x2071, 0x2071),
            (0x207F, 0x207F),
            (0x2090, 0x209C),
            (0x212A, 0x212B),
            (0x2132, 0x2132),
            (0x214E, 0x214E),
            (0x2160, 0x2188),
            (0x2C60, 0x2C7F),
            (0xA722, 0xA787),
            (0xA78B, 0xA7CA),
            (0xA7F2, 0xA7FF),
            (0xAB30, 0xAB5A),
            (0xAB5C, 0xAB64),
            (0xFB00, 0xFB06),
            (0xFF21, 0xFF3A),
            (0xFF41, 0xFF5A)),
        ["Thai"] = CharacterSet.Of((0xE01, 0xE3A), (0xE40, 0xE5B)),
    };

    private static readonly string[] CategoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    // As many as there are categories.
    private static readonly ConcurrentDictionary<string, CharacterSet> Categories = new(StringComparer.Ordinal);

    /// <summary>What words are made of, where a pattern asks for their boundaries.</summary>
    public static CharacterSet Words => WordSet;

    /// <summary>The class of a letter such as <c>d</c>, in the case that does not negate.</summary>
    public static CharacterSet? OfLetter(char letter) => letter switch
    {
        'd' => Digits,
        'w' => WordSet,
        's' => Spaces,
        _ => null,
    };

    public static CharacterSet? OfPosix(string name) => Posix.GetValueOrDefault(name);

    /// <summary>The class of a Unicode category or script.</summary>
    public static CharacterSet? OfUnicode(string name)
    {
        if (Scripts.TryGetValue(name, out var script))
        {
            return script;
        }

        var known = name.Length is 1 or 2 && name != "Cn"
            && Array.Exists(CategoryNames, category => category.StartsWith(name, StringComparison.Ordinal));
        return known ? Categories.GetOrAdd(name, Scan) : null;
    }

    private static CharacterSet Scan(string name)
    {
        var set = new CharacterSet();
        var start = -1;
        for (var codePoint = 0; codePoint <= 0x110000; codePoint++)
        {
            var category = codePoint > 0x10FFFF ? "" : CategoryNames[(int)CharUnicodeInfo.GetUnicodeCategory(codePoint)];
            var belongs = category != "Cn" && category.StartsWith(name, StringComparison.Ordinal);
            if (belongs && start < 0)
            {
                start = codePoint;
            }
            else if (!belongs && start >= 0)
            {
                set.Add(start, codePoint - 1);
                start = -1;
            }
        }

        return set;
    }
}
