namespace Sluice.Simulation.Kernel;

/// <summary>
/// Random numbers that follow from a seed on every machine and runtime (SplitMix64). Each concern has a stream of its own, so that
/// leaving one kind of fault out changes as little as possible of the rest.
/// </summary>
internal sealed class SeededRandom(ulong seed, ulong stream)
{
    private ulong _state = Mix(seed + (stream * 0x9E3779B97F4A7C15UL));

    internal ulong State => _state;

    internal ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>A number from 0 to one below the bound.</summary>
    internal int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>A number between two bounds, both included.</summary>
    internal int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True so many times in ten thousand.</summary>
    internal bool Chance(int inTenThousand) => Below(10_000) < inTenThousand;

    internal T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A span in whole microseconds between two numbers of microseconds.</summary>
    internal TimeSpan Micros(int least, int most) => TimeSpan.FromMicroseconds(Between(least, most));

    internal TimeSpan Millis(int least, int most) => Micros(least * 1_000, most * 1_000);

    internal Guid Guid(byte version)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
