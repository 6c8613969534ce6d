namespace Sluice.Display;

/// <summary>Rows in aligned columns, without borders, so that they can be read by people and cut by scripts.</summary>
/// <param name="columns">The columns' heads; one that begins with <c>&gt;</c> is aligned to the right.</param>
internal sealed class TextTable(params string[] columns)
{
    private const char AlignRight = '>';

    private readonly List<string[]> _rows = [[.. columns.Select(column => column.TrimStart(AlignRight))]];

    /// <summary>Adds a row of as many cells as there are columns.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the heads and the rows.</summary>
    public void WriteTo(TextWriter output)
    {
        var widths = Enumerable.Range(0, columns.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) =>
                columns[column] is [AlignRight, ..] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
