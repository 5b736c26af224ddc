using System.Text.Json;
using System.Text.Json.Serialization;

namespace RpclPix2Seq.Training.History;

/// <summary>Sketches in the files of a run: rows [Δx, Δy, pen lifts], at least one.</summary>
internal sealed class SketchRows : JsonConverter<Sketch>
{
    public override Sketch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        float[][] rows = JsonSerializer.Deserialize<float[][]>(ref reader, options) ?? throw new JsonException("no rows");
        return rows.Length > 0 && rows.All(row => row is [_, _, _] && row.All(float.IsFinite))
            ? new Sketch([.. rows.Select(row => new StrokePoint(row[0], row[1], row[2] > 0))])
            : throw new JsonException("a sketch without rows, or a row without three numbers");
    }

    public override void Write(Utf8JsonWriter writer, Sketch value, JsonSerializerOptions options) => value.WriteRows(writer);
}
