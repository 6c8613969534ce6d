using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Sluice.Expressions.Times;

/// <summary>
/// The zones of the IANA database, read from the zone files of the platform because they have what <see cref="TimeZoneInfo"/> keeps
/// to itself: abbreviations. Where there are no such files the platform's own zones do.
/// </summary>
internal static class ZoneFiles
{
    private const int FileBytesMax = 64 * 1024;
    private const int NameLengthMax = 64;

    private static readonly string[] Directories =
        ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    // As many as there are zones: a name that is not one is not kept.
    private static readonly ConcurrentDictionary<string, Zone> Zones = new(StringComparer.Ordinal);

    /// <summary>The zone of this IANA name; null when there is none.</summary>
    public static Zone? Find(string name)
    {
        if (name.Length == 0 || name == "UTC")
        {
            return Zone.Utc;
        }

        if (Zones.TryGetValue(name, out var known))
        {
            return known;
        }

        // The name is part of a path.
        if (name.Length > NameLengthMax || name[0] == '/' || name.Contains("..", StringComparison.Ordinal)
            || name.AsSpan().IndexOfAnyExcept(NameCharacters) >= 0)
        {
            return null;
        }

        return Load(name) is { } zone ? Zones.GetOrAdd(name, zone) : null;
    }

    /// <summary>The zone that a clock calls local.</summary>
    public static Zone Local(TimeZoneInfo local) => local.Id == "UTC" ? Zone.Utc : Find(local.Id) ?? new SystemZone("Local", local);

    private static Zone? Load(string name)
    {
        foreach (var directory in Directories)
        {
            var file = new FileInfo(Path.Combine(directory, name));
            try
            {
                if (file is { Exists: true, Length: <= FileBytesMax } && Read(name, File.ReadAllBytes(file.FullName)) is { } zone)
                {
                    return zone;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Then another directory, or the platform, may have it.
            }
        }

        return !Directory.Exists(Directories[0]) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var info)
            ? new SystemZone(name, info)
            : null;
    }

    /// <summary>Reads a zone file (RFC 8536); null when it is none. Its second part, with 64-bit times, is the one that counts.</summary>
    internal static Zone? Read(string name, ReadOnlySpan<byte> file)
    {
        var second = Header.Read(file) is { } first ? first.End(timeBytes: 4) : file.Length;
        if (second > file.Length || Header.Read(file[second..]) is not { } header || second + header.End(timeBytes: 8) > file.Length)
        {
            return null;
        }

        var body = file[(second + Header.Bytes)..];
        var kinds = body[(header.Transitions * 8)..];
        var records = kinds[header.Transitions..];
        var names = records[(header.Kinds * 6)..];
        var offsets = new ZoneOffset[header.Kinds];
        for (var i = 0; i < offsets.Length; i++)
        {
            var abbreviation = names[records[(i * 6) + 5]..];
            abbreviation = abbreviation[..abbreviation.IndexOf((byte)0)];

            // Zones without abbreviations have their offset in that place: +03.
            offsets[i] = new ZoneOffset(
                BinaryPrimitives.ReadInt32BigEndian(records[(i * 6)..]), Encoding.ASCII.GetString(abbreviation), records[(i * 6) + 4] != 0);
        }

        var transitions = new long[header.Transitions];
        var starting = new ZoneOffset[header.Transitions];
        for (var i = 0; i < transitions.Length; i++)
        {
            transitions[i] = BinaryPrimitives.ReadInt64BigEndian(body[(i * 8)..]);
            starting[i] = offsets[kinds[i]];
        }

        var footer = Encoding.ASCII.GetString(file[(second + header.End(timeBytes: 8))..]).Trim('\n');
        var rule = ZoneRule.Parse(footer);
        var standard = Array.FindIndex(offsets, offset => !offset.IsDaylight);
        if (transitions.Length == 0)
        {
            return new FileZone(name, [long.MinValue], [offsets[0]], offsets[0], rule);
        }

        return new FileZone(name, transitions, starting, offsets[Math.Max(standard, 0)], rule);
    }

    /// <summary>The counts at the start of each part.</summary>
    private readonly record struct Header(int UtcMarks, int StandardMarks, int LeapSeconds, int Transitions, int Kinds, int NameBytes)
    {
        public const int Bytes = 44;

        public static Header? Read(ReadOnlySpan<byte> part)
        {
            if (part.Length < Bytes || !part.StartsWith("TZif"u8))
            {
                return null;
            }

            Span<int> counts = stackalloc int[6];
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] = BinaryPrimitives.ReadInt32BigEndian(part[(20 + (i * 4))..]);
                if (counts[i] is < 0 or > FileBytesMax)
                {
                    return null;
                }
            }

            return new Header(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
        }

        public int End(int timeBytes) => Bytes + (Transitions * (timeBytes + 1)) + (Kinds * 6) + NameBytes
            + (LeapSeconds * (timeBytes + 4)) + StandardMarks + UtcMarks;
    }
}
