using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sampling;

/// <summary>
/// A folder of samples, read again. The manifest alone says what belongs to it: files that it lists and that are not there, and sketches,
/// pictures or codes that are there and that it does not list, are refused (the original takes whatever lies in the folder, defect D-23).
/// </summary>
/// <param name="Manifest">What they are.</param>
/// <param name="Sketches">The sketches with their codes, in the order of the manifest.</param>
public sealed record SampleSet(SampleManifest Manifest, IReadOnlyList<GeneratedSketch> Sketches)
{
    private const string ManifestFile = "manifest.json", SketchFile = "sketches.npz", SheetName = "contact";
    private const int MostListed = 12;

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">What rpcl sample wrote.</param>
    /// <param name="codeSize">Z.</param>
    /// <exception cref="InputException">It is no such folder, files are missing or stale, or one is damaged.</exception>
    public static SampleSet Read(string folder, int codeSize)
    {
        SampleManifest manifest = ReadManifest(folder);
        CheckFiles(folder, manifest);
        Sketch[] sketches = SketchNpz.Read(Path.Combine(folder, SketchFile), SplitRequirement.Test).Test;
        if (sketches.Length != manifest.Samples.Count)
            throw new InputException(
                Path.Combine(folder, SketchFile), "", $"{manifest.Samples.Count} sketches, as the manifest lists", $"{sketches.Length}",
                "draw the samples again");
        return new SampleSet(manifest, [.. manifest.Samples.Select((entry, i) => Sample(folder, entry, sketches[i], codeSize))]);
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

    /// <summary>Reads the manifest of a folder, and not what it lists.</summary>
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
        return manifest.Samples.FirstOrDefault(entry => entry.Name.Length == 0 || Path.GetFileName(entry.Name) != entry.Name) is { } wrong
            ? throw new InputException(path, "samples", "names of files in the folder", $"'{wrong.Name}'", "draw the samples again")
            : manifest;
    }

    private static void CheckFiles(string folder, SampleManifest manifest)
    {
        HashSet<string> listed =
        [
            SketchFile,
            .. manifest.Samples.SelectMany(
                entry => (string[])[entry.Name + ".svg", entry.Name + ".png", CodeFile(entry.Name), $"gau_idx_{entry.Name}.npy"]),
        ];
        HashSet<string> there = [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>()];
        Refuse(folder, "missing", "every file that the manifest lists", listed.Where(name => !there.Contains(name)));
        Refuse(folder, "stale", "no sketches, pictures or codes but those that the manifest lists", there.Where(
            name => IsSample(name) && !listed.Contains(name)));
    }

    private static bool IsSample(string name) =>
        Path.GetExtension(name) is ".svg" or ".png" or ".npy" or ".npz" && Path.GetFileNameWithoutExtension(name) != SheetName;

    private static void Refuse(string folder, string kind, string expected, IEnumerable<string> names)
    {
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        if (sorted.Length == 0)
            return;
        string more = sorted.Length > MostListed ? $" and {sorted.Length - MostListed} more" : "";
        throw new InputException(
            folder, "", expected, $"{sorted.Length} {kind}: {string.Join(", ", sorted.Take(MostListed))}{more}",
            kind == "stale" ? "remove them, or draw the samples again" : "draw the samples again");
    }

    private static string CodeFile(string name) => $"code_{name}.npy";
}
