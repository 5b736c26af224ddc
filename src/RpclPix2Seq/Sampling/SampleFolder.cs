using RpclPix2Seq.Codes;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sampling;

/// <summary>
/// A folder of samples, with the original's names: <c>NAME.svg</c>, <c>NAME.png</c> (black on white at the model's size),
/// <c>code_NAME.npy</c> [1, Z] and <c>gau_idx_NAME.npy</c> [1], with NAME = CATEGORY_i, or componentK_i for sketches from the mixture; all
/// sketches again in <c>sketches.npz</c> (split test); and <c>manifest.json</c>, written last. When the folder is read, only the manifest
/// says what belongs to it: listed files that are missing, and sketches, pictures or codes that are not listed, are errors (the original
/// takes whatever is in the folder, defect D-23).
/// </summary>
/// <param name="Manifest">Describes the samples.</param>
/// <param name="Sketches">The sketches with their codes, in the order of the manifest.</param>
internal sealed record SampleFolder(SampleManifest Manifest, IReadOnlyList<GeneratedSketch> Sketches)
{
    /// <summary>The name, without extension, of a sheet of all sketches in the same folder.</summary>
    public const string SheetName = "contact";

    private const string ManifestFile = "manifest.json", SketchFile = "sketches.npz", Strokes = ".svg", Picture = ".png", Movie = ".gif";
    private const int MovieSize = 256;
    private const int MostListed = 12;

    /// <summary>Writes a folder, which must be new.</summary>
    /// <param name="folder">The folder; made by the caller.</param>
    /// <param name="sketches">The sketches, in the order of the manifest's entries.</param>
    /// <param name="manifest">Describes the sketches.</param>
    /// <param name="pictures">How pictures are drawn.</param>
    /// <exception cref="InputException">A name is not that of a file in the folder.</exception>
    public static void Write(string folder, IReadOnlyList<GeneratedSketch> sketches, SampleManifest manifest, RasterOptions pictures)
    {
        RequireNames(Path.Combine(folder, ManifestFile), manifest, "give the drawings other categories");
        Rasterizer rasterizer = new(pictures);
        byte[] pixels = new byte[pictures.Size * pictures.Size];
        SvgOptions svg = new() { FirstRow = pictures.FirstRow };
        for (int i = 0; i < sketches.Count; i++)
        {
            GeneratedSketch sketch = sketches[i];
            string name = manifest.Samples[i].Name;
            if (manifest.Has(SampleFile.Svg))
                SvgWriter.Write(Path.Combine(folder, name + Strokes), sketch.Sketch.Points, svg);
            if (manifest.Has(SampleFile.Gif))
                AtomicFile.WriteAllBytes(Path.Combine(folder, name + Movie),
                    sketch.Sketch.ToGif(manifest.Size ?? MovieSize, firstRow: pictures.FirstRow));
            if (manifest is { Size: { } size } && manifest.Has(SampleFile.Png))
                AtomicFile.WriteAllBytes(Path.Combine(folder, name + Picture), sketch.Sketch.ToPng(size, firstRow: pictures.FirstRow));
            else if (manifest.Has(SampleFile.Png))
            {
                rasterizer.Draw(sketch.Sketch.Points, pixels);
                PngWriter.Write(Path.Combine(folder, name + Picture), pixels, pictures.Size, pictures.Size, channels: 1);
            }

            if (manifest.Has(SampleFile.Codes))
            {
                NpyWriter.Write<float>(Path.Combine(folder, CodeFile(name)), sketch.Code, 1, sketch.Code.Length);
                NpyWriter.Write<long>(Path.Combine(folder, ComponentFile(name)), new long[] { sketch.Component }, 1);
            }
        }

        if (manifest.Has(SampleFile.Npz))
            SketchNpz.Write(Path.Combine(folder, SketchFile), InSplit(manifest.Split, [.. sketches.Select(s => s.Sketch)]));
        AtomicFile.WriteAllText(Path.Combine(folder, ManifestFile), Text(manifest));
    }

    /// <summary>Whether a folder holds samples.</summary>
    public static bool IsAt(string path) => File.Exists(Path.Combine(path, ManifestFile));

    /// <summary>The text of a manifest's file.</summary>
    public static string Text(SampleManifest manifest) => RecordJson.Render(manifest);

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">A folder that rpcl sample wrote.</param>
    /// <param name="codeSize">Z.</param>
    /// <exception cref="InputException">It is not such a folder, files are missing or stale, or one is damaged.</exception>
    public static SampleFolder Read(string folder, int codeSize)
    {
        SampleManifest manifest = ReadManifest(folder);
        if (!manifest.Has(SampleFile.Npz) || !manifest.Has(SampleFile.Codes))
        {
            throw new InputException(
                folder, ManifestFile, "samples with npz and codes", $"{string.Join(" and ", manifest.Files!).ToLowerInvariant()} alone",
                "draw the samples again without --only");
        }

        CheckFiles(folder, manifest);
        SketchSplits splits = SketchNpz.Read(Path.Combine(folder, SketchFile), SplitRequirement.None);
        Sketch[] sketches = [.. splits.Train, .. splits.Valid, .. splits.Test];
        if (sketches.Length != manifest.Samples.Count)
            throw new InputException(
                Path.Combine(folder, SketchFile), "", $"{manifest.Samples.Count} sketches, as the manifest lists", $"{sketches.Length}",
                "draw the samples again");
        return new SampleFolder(manifest, [.. manifest.Samples.Select((entry, i) => Sample(folder, entry, sketches[i], codeSize))]);
    }

    private static GeneratedSketch Sample(string folder, SampleEntry entry, Sketch sketch, int codeSize)
    {
        if (sketch.Length != entry.Rows)
            throw new InputException(
                Path.Combine(folder, SketchFile), entry.Name, $"{entry.Rows} rows, as the manifest says", $"{sketch.Length}",
                "draw the samples again");
        float[] code = SketchCodeFile.ReadMeans(Path.Combine(folder, CodeFile(entry.Name)), codeSize);
        return code.Length == codeSize
            ? new GeneratedSketch(sketch, code, entry.Component)
            : throw new InputException(
                Path.Combine(folder, CodeFile(entry.Name)), "", "one code", $"{code.Length / codeSize}", "draw the samples again");
    }

    /// <summary>Reads the manifest of a folder, but not the files it lists.</summary>
    /// <exception cref="InputException">There is none, or it is damaged.</exception>
    internal static SampleManifest ReadManifest(string folder)
    {
        string path = Path.Combine(folder, ManifestFile);
        if (!File.Exists(path))
        {
            string found = Directory.Exists(folder) ? $"a folder without {ManifestFile}" : File.Exists(folder) ? "a file" : "nothing";
            throw new InputException(folder, "", "a folder of samples", found, "name what rpcl sample --out made");
        }

        SampleManifest manifest = RecordJson.Read<SampleManifest>(path, "the manifest of a folder of samples");
        if (manifest.Format != SampleManifest.CurrentFormat)
            throw new InputException(path, "format", SampleManifest.CurrentFormat, manifest.Format, "name what rpcl sample --out made");
        RequireNames(path, manifest, "draw the samples again");
        return manifest;
    }

    private static void RequireNames(string path, SampleManifest manifest, string remedy)
    {
        if (manifest.Samples.FirstOrDefault(entry => entry.Name.Length == 0 || Path.GetFileName(entry.Name) != entry.Name) is { } wrong)
            throw new InputException(path, "samples", "names of files in the folder", $"'{wrong.Name}'", remedy);
    }

    private static SketchSplits InSplit(DatasetSplit? split, Sketch[] sketches) => split switch
    {
        DatasetSplit.Train => new SketchSplits(sketches, [], []),
        DatasetSplit.Valid => new SketchSplits([], sketches, []),
        _ => new SketchSplits([], [], sketches),
    };

    private static IEnumerable<string> FilesOf(SampleEntry entry, SampleManifest manifest)
    {
        if (manifest.Has(SampleFile.Svg))
            yield return entry.Name + Strokes;
        if (manifest.Has(SampleFile.Png))
            yield return entry.Name + Picture;
        if (manifest.Has(SampleFile.Gif))
            yield return entry.Name + Movie;
        yield return CodeFile(entry.Name);
        yield return ComponentFile(entry.Name);
    }

    private static void CheckFiles(string folder, SampleManifest manifest)
    {
        HashSet<string> listed = [SketchFile, .. manifest.Samples.SelectMany(entry => FilesOf(entry, manifest))];
        HashSet<string> there = [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>()];
        Refuse(folder, "missing", "every file that the manifest lists", listed.Where(name => !there.Contains(name)));
        Refuse(
            folder, "stale", "no sketches, pictures or codes but those that the manifest lists",
            there.Where(name => IsSample(name) && !listed.Contains(name)));
    }

    private static bool IsSample(string name) =>
        Path.GetExtension(name) is ".svg" or ".png" or ".gif" or ".npy" or ".npz" && Path.GetFileNameWithoutExtension(name) != SheetName;

    private static void Refuse(string folder, string kind, string expected, IEnumerable<string> names)
    {
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        if (sorted.Length == 0)
            return;
        throw new InputException(
            folder, "", expected, $"{sorted.Length} {kind}: {Plural.Names(sorted, MostListed)}",
            kind == "stale" ? "remove them, or draw the samples again" : "draw the samples again");
    }

    private static string CodeFile(string name) => $"code_{name}.npy";

    private static string ComponentFile(string name) => $"gau_idx_{name}.npy";
}
