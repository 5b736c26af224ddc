using System.Text;
using System.Text.Json;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Images.Maps;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>
/// An interactive map: the wheel or the buttons zoom, dragging pans, pointing at a place shows its drawing, and the legend shows and hides
/// groups. Its script needs nothing from elsewhere.
/// </summary>
/// <param name="Material">What it shows.</param>
internal sealed record MapSection(MapMaterial Material) : ReportSection
{
    // Paths of sketches are written in a box of ten units: hundredths of them are finer than any screen shows.
    private const double Box = 10, Inset = 1.3;
    private const int EllipseSides = 72;

    private const string Style =
        """
        main { max-width: 1500px; } .map { display: flex; gap: 20px; align-items: flex-start; }
        .map .plane { position: relative; flex: 1; min-width: 0; height: min(78vh, 980px); min-height: 420px; background: var(--card);
          border: 1px solid var(--border);
          border-radius: 8px; overflow: hidden; }
        .map canvas { display: block; width: 100%; height: 100%; touch-action: none; cursor: grab; }
          .map canvas:active { cursor: grabbing; }
        .map canvas:focus-visible { outline: 2px solid var(--s1); outline-offset: -2px; }
        .map aside { flex: 0 0 210px; max-height: min(78vh, 980px); overflow-y: auto; font-size: 13.5px; }
        .map .choice { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 14px; } .map .choice span { flex: 0 0 100%;
          color: var(--muted); font-size: 12.5px; }
        .map button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--border); border-radius: 6px;
          padding: 3px 10px; cursor: pointer; }
        .map button[aria-pressed=true] { border-color: var(--ink); }
        .map .groups { list-style: none; } .map .groups button { display: flex; width: 100%; align-items: center; gap: 8px; border: 0;
          background: none; padding: 3px 2px;
          text-align: left; font-variant-numeric: tabular-nums; } .map .groups i { flex: none; width: 11px; height: 11px;
            border-radius: 50%; }
        .map .groups span { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .map .groups b { font-weight: 400;
          color: var(--muted); }
        .map .groups button[aria-pressed=false] { opacity: .35; }
        .map .zoom { position: absolute; right: 10px; top: 10px; display: flex; gap: 6px; }
        .map .tip { position: absolute; pointer-events: none; width: 172px; background: var(--card); border: 1px solid var(--border);
          border-radius: 8px; padding: 8px 10px;
          font-size: 12.5px; line-height: 1.4; color: var(--muted); box-shadow: 0 4px 18px rgb(0 0 0 / .16); }
            .map .tip[hidden] { display: none; }
        .map .tip b { display: block; color: var(--ink); overflow-wrap: anywhere; } .map .tip svg, .map .tip img { display: block;
          width: 150px; height: 150px; }
        .map .tip path { fill: none; stroke: var(--ink); stroke-width: .15; stroke-linecap: round; stroke-linejoin: round; }
        .map .note { margin-top: 14px; color: var(--muted); font-size: 12.5px; }
        @media (max-width: 760px) { .map { display: block; } .map aside { margin-top: 14px; max-height: none; }
          .map .plane { height: 70vh; } }
        """;

    internal override void AppendBody(StringBuilder html)
    {
        // The script may contain any character: comments hide the markers, which only XML reads, from HTML.
        html.Append($"<style>\n{Style}\n</style>\n<div class=\"map\" id=\"map\">\n<div class=\"plane\"><canvas tabindex=\"0\" "
            + "aria-label=\"map of drawings\"></canvas>")
            .Append("<div class=\"zoom\"><button type=\"button\" data-zoom=\"1.5\" aria-label=\"closer\">+</button>")
            .Append("<button type=\"button\" data-zoom=\"0.6667\" aria-label=\"further\">\u2212</button><button type=\"button\" "
                + "data-zoom=\"0\">all</button></div>")
            .Append("<div class=\"tip\" hidden=\"hidden\"></div></div>\n<aside></aside>\n</div>\n")
            .Append("<script type=\"application/json\" id=\"map-data\">").Append(Data()).Append("</script>\n<script>\n//<![CDATA[\n")
                .Append(Script()).Append("//]]>\n</script>\n");
    }

    private static string Script()
    {
        using StreamReader reader = new(typeof(MapSection).Assembly.GetManifestResourceStream("RpclPix2Seq.Cli.Reports.MapSection.js")!);
        return reader.ReadToEnd();
    }

    private static double Round(double value) => value == 0
        ? 0
        : Math.Round(value, Math.Clamp(4 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));

    // Values from files are text, in which the serializer escapes everything that could end a script.
    private string Data() => JsonSerializer.Serialize(
        new
        {
            Material.Names,
            Paths = Material.Cells.Select(cell => cell.Sketch is { } sketch
                ? SvgWriter.PathData(sketch.Points, new SvgOptions { Size = Box, Margin = Inset, FirstRow = Material.FirstRow }) : ""),
            Pictures = Material.Cells.Select((cell, i) => (cell.Picture, i)).Where(cell => cell.Picture is not null)
                .ToDictionary(cell => cell.i, cell => Embedded(cell.Picture!)),
            Projections = Material.Projections.Select(projection => new
            {
                projection.Title,
                projection.Note,
                Places = projection.Places.Select(Round),
                Ellipses = projection.Ellipses.Select(ellipse => new
                {
                    ellipse.Label,
                    Middle = (double[])[Round(ellipse.X), Round(ellipse.Y)],
                    Outline = ellipse.Outline(EllipseSides).SelectMany(p => (double[])[Round(p.X), Round(p.Y)]),
                    Color = ellipse.Color is { } color ? GroupColor.Css(color) : null,
                }),
            }),
            Colorings = Material.Colorings.Select(coloring => new
            {
                coloring.Name,
                Groups = coloring.Groups.Select(group => new { group.Name, Color = GroupColor.Css(group.Color) }),
                coloring.Of,
            }),
        },
        RecordJson.Line);

    private static string Embedded(SheetPicture picture) =>
        "data:image/png;base64," + Convert.ToBase64String(PngWriter.Encode(picture.Pixels, picture.Width, picture.Height, 1));
}
