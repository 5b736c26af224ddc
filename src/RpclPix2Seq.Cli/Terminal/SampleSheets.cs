using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Contact sheets of generated sketches.</summary>
internal static class SampleSheets
{
    private const int MostCells = 400;

    /// <summary>The contact sheet of samples.</summary>
    /// <param name="sketches">The samples.</param>
    /// <param name="originals">What they were drawn from, as the sheet shows it, or null.</param>
    /// <param name="manifest">Their manifest.</param>
    /// <param name="firstRow">The meaning of the sketches' first row.</param>
    /// <param name="names">The names of the components.</param>
    public static Sheet Contact(
        IReadOnlyList<GeneratedSketch> sketches, IReadOnlyList<SheetCell>? originals, SampleManifest manifest, FirstRow firstRow,
        ComponentNames names) => new()
        {
            Title = originals is not null ? "Originals and reconstructions"
                : manifest.Mode == "codes" ? "Drawn from given codes" : "Drawn from the mixture",
            Subtitle = Subtitle(manifest),
            Rows = originals is null ? ByComponent(sketches, names) : ByCategory(sketches, originals, manifest),
            Columns = originals is null ? 10 : 12,
            FirstRow = firstRow,
        };

    /// <summary>How samples were drawn, in one line.</summary>
    public static string Subtitle(SampleManifest manifest)
    {
        string how = TemperatureText.Of(manifest);
        how = how.StartsWith(TemperatureText.Greedy, StringComparison.Ordinal) ? how : $"temperature {how}";
        string best = manifest.BestOf is { } tries ? $"best of {tries}, " : "";
        string shown = manifest.Samples.Count > MostCells ? $"{MostCells} of {manifest.Samples.Count}" : $"{manifest.Samples.Count}";
        string sketches = manifest.Samples.Count == 1 ? "sketch" : "sketches";
        return $"{shown} {sketches}, {best}{how}, seed {manifest.Seed}, model after {manifest.Step} steps";
    }

    /// <summary>Cells of drawings, as a sheet shows what a model made.</summary>
    public static IEnumerable<SheetCell> Drawn(IEnumerable<GeneratedSketch> sketches) =>
        sketches.Select(sketch => SheetCell.Of(sketch.Sketch, tone: SheetTone.Pale));

    /// <summary>Writes a sheet as PNG and as SVG.</summary>
    /// <param name="path">The files' path without an extension.</param>
    /// <param name="sheet">The sheet.</param>
    public static void Write(string path, Sheet sheet)
    {
        SheetPng.Write(path + ".png", sheet);
        SheetSvg.Write(path + ".svg", sheet);
    }

    /// <summary>A sheet of samples from every component.</summary>
    public static Sheet ComponentSheet(IReadOnlyList<GeneratedSketch> sketches, long step, ComponentNames names) => new()
    {
        Title = "Drawn from the mixture",
        Subtitle = $"new sketches of every live component, model after {step} steps",
        Rows = ByComponent(sketches, names),
    };

    /// <summary>A row per component, the one with the most sketches first.</summary>
    public static SheetRow[] ByComponent(IReadOnlyList<GeneratedSketch> sketches, ComponentNames names) =>
    [
        .. sketches.Take(MostCells).GroupBy(s => s.Component).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(
            group => new SheetRow([.. Drawn(group)])
            {
                Heading = names.Heading(group.Key),
                Detail = names[group.Key] is null ? $"{group.Count()} drawn" : $"component {group.Key}, {group.Count()} drawn",
            }),
    ];

    /// <summary>A pair of an original and its reconstruction.</summary>
    public static SheetCell[] Pair(Sketch original, Sketch drawn, string caption = "") =>
        Pair(SheetCell.Of(original, caption), drawn);

    /// <summary>A pair of any input and its reconstruction.</summary>
    public static SheetCell[] Pair(SheetCell original, Sketch drawn) => [original, SheetCell.Of(drawn, tone: SheetTone.Pale, joined: true)];

    private static SheetRow[] ByCategory(
        IReadOnlyList<GeneratedSketch> sketches, IReadOnlyList<SheetCell> originals, SampleManifest manifest) =>
    [
        .. Enumerable.Range(0, Math.Min(MostCells, sketches.Count)).GroupBy(i => manifest.Samples[i].Category ?? "pictures").Select(
            group =>
                new SheetRow(
                    [.. group.SelectMany(i => Pair(originals[i], sketches[i].Sketch))]) { Heading = group.Key,
                    Detail = $"{group.Count()} pairs" }),
    ];
}
