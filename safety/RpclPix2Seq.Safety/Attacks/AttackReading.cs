using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Safety.Attacks;

/// <summary>Reads a file with the reader that its name selects, under the limits that apply to users.</summary>
internal static class AttackReading
{
    private static readonly DrawingFormats Formats = new();

    /// <summary>The reasons for which parts of a file were left out.</summary>
    /// <exception cref="InputException">The file is refused.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        List<string> skipped = [];
        string name = Path.GetFileName(path);
        switch (Path.GetExtension(name))
        {
            case ".npz":
                SketchNpz.Read(path, SplitRequirement.None);
                break;
            case ".npy":
                NpyReader.Read(path);
                break;
            case ".png":
                PictureReader.Read(path, RasterOptions.Default);
                break;
            case ".safetensors":
                SafetensorsReader.Open(path).Dispose();
                break;
            case ".index":
                TensorBundleReader.Open(path).Dispose();
                break;
            case ".sketches":
                SketchContainer.Open(path).Dispose();
                break;
            case ".hparams":
                new ConfigBuilder().ApplyHParams(File.ReadAllText(path));
                break;
            case ".jsonl":
                LatentHistoryFile.Read(path);
                break;
            case ".json" when name.StartsWith("manifest-", StringComparison.Ordinal):
                DatasetManifest.Read(path);
                break;
            case ".json" when name.StartsWith("config-", StringComparison.Ordinal):
                ModelConfig.Load(path);
                break;
            default:
                ReadDrawings(path, skipped);
                break;
        }

        return skipped;
    }

    private static void ReadDrawings(string path, List<string> skipped)
    {
        DrawingFile file = DrawingFile.At(path);
        IDrawingFormat format = Formats.Recognize(file) ?? throw new InputException(path, "", "a known format", "another");
        foreach (Drawing _ in format.Read(file, one => skipped.Add(one.Reason)))
        {
        }
    }
}
