using System.Numerics;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Studio.Tests;

/// <summary>Built-in sketches as files.</summary>
internal static class TestData
{
    /// <summary>A file of the Quick, Draw! game with sketches of several categories.</summary>
    public static byte[] Ndjson(int perCategory)
    {
        SketchDataset data = SketchDataset.BuiltIn(perCategory);
        StringBuilder text = new();
        for (int i = 0; i < data.Train.Count; i++)
        {
            LabeledSketch sketch = data.Train[i];
            List<Vector2[]> strokes = Polylines.FromStroke3(sketch.Sketch.Points, FirstRow.Move);
            float[][][] drawing = [.. strokes
                .Select(stroke => new[] { stroke.Select(point => point.X).ToArray(), [.. stroke.Select(point => point.Y)] })];
            text.Append(JsonSerializer.Serialize(new { word = data.Categories[sketch.Category], recognized = true, drawing })).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Writes a dataset into a new folder.</summary>
    public static void Write(string folder, int perCategory)
    {
        string file = folder + ".ndjson";
        File.WriteAllBytes(file, Ndjson(perCategory));
        new DatasetImporter(ImportOptions.Default).Import([file], folder);
    }
}
