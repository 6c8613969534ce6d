using System.Text;

namespace Sluice.Expressions.Patterns;

/// <summary>
/// Which characters are the same but for their case: the simple case folding of Unicode, where a character folds to one character.
/// </summary>
internal static class CaseFolding
{
    // Behind it no script has cases.
    private const int CasedEnd = 0x1E944;

    // What fold together although .NET's mapping without culture leaves them alone or goes only one way.
    private static readonly (int, int)[] Exceptions =
    [
        (0xB5, 0x3BC), (0xDF, 0x1E9E), (0xE5, 0x212B), (0x17F, 's'), (0x1C4, 0x1C5), (0x1C5, 0x1C6), (0x1C7, 0x1C8), (0x1C8, 0x1C9),
        (0x1CA, 0x1CB), (0x1CB, 0x1CC), (0x1F1, 0x1F2), (0x1F2, 0x1F3), (0x345, 0x3B9), (0x3C2, 0x3C3), (0x3D0, 0x3B2), (0x3D1, 0x3B8),
        (0x3D5, 0x3C6), (0x3D6, 0x3C0), (0x3F0, 0x3BA), (0x3F1, 0x3C1), (0x3F4, 0x3B8), (0x3F5, 0x3B5), (0x1C80, 0x432), (0x1C81, 0x434),
        (0x1C82, 0x43E), (0x1C83, 0x441), (0x1C84, 0x442), (0x1C85, 0x442), (0x1C86, 0x44A), (0x1C87, 0x463), (0x1C88, 0xA64B),
        (0x1E9B, 0x1E61), (0x1FBE, 0x3B9), (0x2126, 0x3C9), (0x212A, 'k'),
    ];

    // Only Turkish gives them the cases that they seem to have.
    private static readonly int[] Turkish = [0x130, 0x131];

    private static readonly Lazy<Dictionary<int, int[]>> Orbits = new(Build);

    /// <summary>The characters that have other cases, in order.</summary>
    public static IEnumerable<int> Cased => Orbits.Value.Keys;

    /// <summary>A character in all its cases; none when it has no others.</summary>
    public static ReadOnlySpan<int> CasesOf(int codePoint) => Orbits.Value.TryGetValue(codePoint, out var orbit) ? orbit : [];

    private static Dictionary<int, int[]> Build()
    {
        var orbits = new SortedDictionary<int, List<int>>();
        for (var codePoint = 0; codePoint < CasedEnd; codePoint++)
        {
            if (Rune.IsValid(codePoint) && Array.IndexOf(Turkish, codePoint) < 0)
            {
                var rune = new Rune(codePoint);
                Join(orbits, codePoint, Rune.ToUpperInvariant(rune).Value);
                Join(orbits, codePoint, Rune.ToLowerInvariant(rune).Value);
            }
        }

        foreach (var (one, other) in Exceptions)
        {
            Join(orbits, one, other);
        }

        return orbits.ToDictionary(orbit => orbit.Key, orbit => orbit.Value.ToArray());
    }

    private static void Join(SortedDictionary<int, List<int>> orbits, int one, int other)
    {
        if (one == other)
        {
            return;
        }

        var first = orbits.GetValueOrDefault(one) ?? [one];
        var second = orbits.GetValueOrDefault(other) ?? [other];
        List<int> both = [.. first.Union(second)];
        foreach (var codePoint in both)
        {
            orbits[codePoint] = both;
        }
    }
}
