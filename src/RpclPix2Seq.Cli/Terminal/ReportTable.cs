using Spectre.Console;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>A table of results: framed on a terminal, columns of plain text where output is redirected.</summary>
internal sealed class ReportTable(params IReadOnlyList<Column> columns)
{
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
        if (host.OutIsTerminal)
            WriteFramed(host);
        else
            WritePlain(host.Out);
    }

    /// <summary>Writes headings and rows, columns two spaces apart, no trailing spaces.</summary>
    public void WritePlain(TextWriter writer)
    {
        int[] widths = [.. columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Title.Length).Max())];
        foreach (string[] row in _rows.Prepend([.. columns.Select(column => column.Title)]))
        {
            IEnumerable<string> cells = row.Select((cell, i) => columns[i].IsRight ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            writer.Write(string.Join("  ", cells).TrimEnd() + "\n");
        }
    }

    private void WriteFramed(CliHost host)
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
        foreach (Column column in columns)
        {
            Spectre.Console.TableColumn shown = new(new Text(column.Title, new Style(decoration: Decoration.Bold)));
            table.AddColumn(column.IsRight ? shown.RightAligned() : shown);
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
