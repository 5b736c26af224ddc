using System.Text.Encodings.Web;
using System.Text.Json;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>Writes manifests as JSON, in a readable order and with lists of counts on one line.</summary>
internal static class ManifestWriter
{
    public const string Format = "rpcl-sketches";

    public static void Write(DatasetManifest manifest, Stream stream)
    {
        DatasetDescription description = manifest.Description;
        JsonWriterOptions readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using Utf8JsonWriter json = new(stream, readable);
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", DatasetManifest.Version);
        json.WriteString("name", description.Name);
        json.WriteString("created_by", description.CreatedBy);
        json.WriteString("first_row", description.FirstRow == FirstRow.Move ? "move" : "ink");
        WriteText(json, "licence", manifest.HasLicense ? DatasetManifest.LicenseFileName : null);
        json.WriteStartArray("categories");
        foreach (string category in description.Categories)
            json.WriteStringValue(category);
        json.WriteEndArray();
        json.WriteStartObject("splits");
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
            WriteSplit(json, DatasetManifest.NameOf(split), manifest[split], description.Categories.Count);
        json.WriteEndObject();
        json.WriteStartArray("sources");
        foreach (DatasetSource source in description.Sources)
            WriteSource(json, source);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.Write("\n"u8);
    }

    private static void WriteSplit(Utf8JsonWriter json, string name, ContainerFacts facts, int categories)
    {
        SplitStatistics statistics = facts.Statistics;
        json.WriteStartObject(name);
        json.WriteString("file", facts.File);
        json.WriteNumber("bytes", facts.Bytes);
        json.WriteString("checksum", facts.Checksum.ToString("x16"));
        json.WriteString("offsets", facts.Offsets == OffsetType.Int16 ? "int16" : "float32");
        json.WriteNumber("sketches", statistics.Sketches);
        json.WriteNumber("points", statistics.Points);
        json.WriteNumber("strokes", statistics.Strokes);
        json.WriteNumber("longest", statistics.Longest);
        json.WriteStartObject("offset_sums");
        json.WriteNumber("count", statistics.Sums.Count);
        json.WriteNumber("sum", statistics.Sums.Sum);
        json.WriteNumber("sum_of_squares", statistics.Sums.SumOfSquares);
        json.WriteEndObject();
        int[] perCategory = new int[categories];
        for (int i = 0; i < statistics.SketchesPerCategory.Count; i++)
            perCategory[i] = statistics.SketchesPerCategory[i];
        WriteCounts(json, "sketches_per_category", perCategory);
        WriteCounts(json, "lengths", statistics.Lengths.Counts);
        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, DatasetSource source)
    {
        json.WriteStartObject();
        json.WriteString("name", source.Name);
        json.WriteString("format", source.Format);
        json.WriteNumber("files", source.Files);
        json.WriteNumber("sketches", source.Sketches);
        WriteText(json, "licence", source.License);
        WriteText(json, "xxh128", source.Checksum);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null)
            json.WriteNull(name);
        else
            json.WriteString(name, text);
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, ReadOnlySpan<int> counts)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", counts.ToArray())}]");
    }
}
