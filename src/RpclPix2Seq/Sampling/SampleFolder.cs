using System.Text.Json;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sampling;

/// <summary>
/// Writes generated sketches as the original names them: <c>NAME.svg</c>, <c>NAME.png</c> (black on white at the model's size),
/// <c>code_NAME.npy</c> [1, Z] and <c>gau_idx_NAME.npy</c> [1], with NAME = CATEGORY_i, or componentK_i for sketches from the mixture; all
/// sketches once more in <c>sketches.npz</c> (split test), and <c>manifest.json</c>, written last.
/// </summary>
public static class SampleFolder
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Writes a folder, which must be new.</summary>
    /// <param name="folder">The folder; made by the caller.</param>
    /// <param name="sketches">The sketches, in the order of the manifest's entries.</param>
    /// <param name="manifest">What they are.</param>
    /// <param name="pictures">How pictures are drawn.</param>
    public static void Write(string folder, IReadOnlyList<GeneratedSketch> sketches, SampleManifest manifest, RasterOptions pictures)
    {
        Rasterizer rasterizer = new(pictures);
        byte[] pixels = new byte[pictures.Size * pictures.Size];
        SvgOptions svg = new() { FirstRow = pictures.FirstRow };
        for (int i = 0; i < sketches.Count; i++)
        {
            GeneratedSketch sketch = sketches[i];
            string name = manifest.Samples[i].Name;
            SvgWriter.Write(Path.Combine(folder, name + ".svg"), sketch.Sketch.Points, svg);
            rasterizer.Draw(sketch.Sketch.Points, pixels);
            PngWriter.Write(Path.Combine(folder, name + ".png"), pixels, pictures.Size, pictures.Size, channels: 1);
            NpyWriter.Write<float>(Path.Combine(folder, $"code_{name}.npy"), sketch.Code, 1, sketch.Code.Length);
            NpyWriter.Write<long>(Path.Combine(folder, $"gau_idx_{name}.npy"), new long[] { sketch.Component }, 1);
        }

        SketchNpz.Write(Path.Combine(folder, "sketches.npz"), new SketchSplits([], [], [.. sketches.Select(s => s.Sketch)]));
        AtomicFile.WriteAllText(Path.Combine(folder, "manifest.json"), JsonSerializer.Serialize(manifest, Json) + "\n");
    }
}
