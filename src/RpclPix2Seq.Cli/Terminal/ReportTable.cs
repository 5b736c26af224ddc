using Spectre.Console;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// A table of results: columns of plain text where output is redirected. On a terminal it is framed if it fits, if need be with lines
/// broken in its widest column; a narrower one gets plain columns, and one that is too narrow for these a list of each row's values.
/// </summary>
internal sealed class ReportTable(params IReadOnlyList<Column> columns)
{
    private const int FramePerColumn = 3, Gap = 2, LeastText = 24;
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with one cell per column.</summary>
    public ReportTable Add(params string[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Count);
        _rows.Add(cells);
        return this;
    }

    /// <summary>Writes the table to standard output.</summary>
    public void Write(CliHost host)
    {
        int[] widths = Widths();
        int frame = (FramePerColumn * widths.Length) + 1, widest = widths.IndexOf(widths.Max());
        int forText = host.Width - frame - widths.Sum() + widths[widest];
        if (!host.OutIsTerminal)
            WritePlain(host.Out);
        else if (forText >= Math.Min(widths[widest], LeastText))
            WriteFramed(host, widest);
        else if (widths.Sum() + (Gap * (widths.Length - 1)) <= host.Width)
            WritePlain(host.Out);
        else
            WriteList(host.Out);
    }

    /// <summary>Writes headings and rows, columns two spaces apart, no trailing spaces.</summary>
    public void WritePlain(TextWriter writer)
    {
        int[] widths = Widths();
        foreach (string[] row in _rows.Prepend([.. columns.Select(column => column.Title)]))
        {
            IEnumerable<string> cells = row.Select((cell, i) => columns[i].IsRight ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            writer.Write(string.Join(new string(' ', Gap), cells).TrimEnd() + "\n");
        }
    }

    private int[] Widths() => [.. columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Title.Length).Max())];

    private void WriteList(TextWriter writer)
    {
        int titles = columns.Skip(1).Max(column => column.Title.Length);
        foreach (string[] row in _rows)
        {
            writer.Write($"{row[0]}\n");
            for (int i = 1; i < row.Length; i++)
                writer.Write($"  {columns[i].Title.PadRight(titles)}  {row[i]}".TrimEnd() + "\n");
        }
    }

    private void WriteFramed(CliHost host, int breakable)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = host.Color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = host.Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(host.Out),
        });
        console.Profile.Width = host.Width;
        console.Profile.Capabilities.Unicode = true;
        Table table = new() { Border = TableBorder.Rounded };
        for (int i = 0; i < columns.Count; i++)
        {
            Spectre.Console.TableColumn shown = new(new Text(columns[i].Title, new Style(decoration: Decoration.Bold)))
            {
                NoWrap = i != breakable,
                Alignment = columns[i].IsRight ? Justify.Right : null,
            };
            table.AddColumn(shown);
        }

        foreach (string[] row in _rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsRight">Whether its cells are right-aligned, as numbers are.</param>
internal sealed record Column(string Title, bool IsRight = false);
