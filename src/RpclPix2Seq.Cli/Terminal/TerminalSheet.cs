using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>A sheet of sketches as text, as many side by side as fit the terminal. Needs neither color nor a terminal.</summary>
internal static class TerminalSheet
{
    private const int CellWidth = 16;
    private const int Gap = 2;
    private const int Size = CellWidth * BraillePicture.CharacterWidth;

    /// <summary>Writes a sheet to standard output.</summary>
    public static void Write(Sheet sheet, CliHost host)
    {
        Rasterizer rasterizer = new(new RasterOptions { Size = Size, FirstRow = sheet.FirstRow });
        byte[] pixels = new byte[Size * Size];
        int columns = Math.Max(1, (host.Width + Gap) / (CellWidth + Gap));
        foreach (SheetRow row in sheet.Rows)
        {
            WriteLine(host.Out, row.Detail.Length == 0 ? row.Heading : $"{row.Heading} ({row.Detail})");
            foreach (SheetCell[] line in row.Cells.Where(cell => cell.Sketch is not null).Chunk(columns))
            {
                string[][] pictures = [.. line.Select(Draw)];
                for (int i = 0; i < pictures[0].Length; i++)
                    WriteLine(host.Out, Join(pictures.Select(picture => picture[i])));
                if (line.Any(cell => cell.Caption.Length > 0))
                    WriteLine(host.Out, Join(line.Select(cell => Fit(cell.Caption))));
            }
        }

        string[] Draw(SheetCell cell)
        {
            rasterizer.Draw(cell.Sketch!.Points, pixels);
            return BraillePicture.Lines(pixels, Size);
        }
    }

    private static string Join(IEnumerable<string> cells) => string.Join(new string(' ', Gap), cells);

    private static string Fit(string caption) => caption.Length > CellWidth ? caption[..CellWidth] : caption.PadRight(CellWidth);

    // The same line ends on every system, and no trailing spaces on the right.
    private static void WriteLine(TextWriter writer, string line) => writer.Write(line.TrimEnd() + "\n");
}
