using System.Globalization;

namespace Sluice.Peers;

/// <summary>What processes and all their descendants use.</summary>
/// <param name="roots">The processes that the trees grow from.</param>
internal sealed class ProcessTree(IReadOnlyList<int> roots)
{
    private const double TicksPerSecond = 100;

    /// <summary>The CPU seconds spent so far, those of children that have ended included.</summary>
    public double CpuSeconds() => Members().Sum(id => Stat(id) is { } stat ? stat[11..15].Sum(long.Parse) / TicksPerSecond : 0);

    /// <summary>The resident memory in MiB; pages that several processes share are counted once.</summary>
    public double ResidentMiB() => Members().Sum(ProportionalKiB) / 1024;

    private HashSet<int> Members()
    {
        var members = roots.ToHashSet();
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Parent: Stat(id) is { } stat ? int.Parse(stat[1], CultureInfo.InvariantCulture) : 0))
            .ToLookup(process => process.Parent, process => process.Id);
        var unvisited = new Stack<int>(roots);
        while (unvisited.TryPop(out var parent))
        {
            foreach (var child in parents[parent].Where(members.Add))
            {
                unvisited.Push(child);
            }
        }

        return members;
    }

    // The fields after the command's name, which may hold spaces: state, parent, … and from the 12th on utime, stime, cutime, cstime.
    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // It ended meanwhile.
        }
    }

    private static double ProportionalKiB(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It ended meanwhile.
        }
    }
}
