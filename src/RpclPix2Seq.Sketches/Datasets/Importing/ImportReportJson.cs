using System.Text.Json;
using RpclPix2Seq.Sketches.Datasets.Containers;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Writes the report of an import as JSON.</summary>
internal static class ImportReportJson
{
    private const int Version = 2;
    private const int MostBytes = 256 << 20;
    private const int MostListed = 1 << 20;

    /// <summary>Writes the report, indented, with a line feed at the end.</summary>
    public static void Write(ImportReport report, Stream stream)
    {
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteNumber("files", report.Files);
            json.WriteNumber("drawings", report.Drawings);
            json.WriteNumber("kept", report.Kept);
            json.WriteNumber("simplified", report.Simplified);
            WriteDrops(json, "dropped", report.Drops);
            WriteDrops(json, "dropped_files", report.FileDrops);
            WriteDrops(json, "read_in_part", report.InPart);
            WriteLengths(json, "points_before", report.Before);
            WriteLengths(json, "points_after", report.After);
            WriteCategories(json, report.Categories);
            json.WriteStartArray("remarks");
            foreach (ImportRemark remark in report.Remarks)
                json.WriteStringValue(remark.Text);
            json.WriteEndArray();
            WriteOptions(json, report.Options);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>
    /// The drawings and files left out by the import that made a dataset, without the examples; empty if the dataset has no report.
    /// </summary>
    /// <param name="folder">The dataset.</param>
    /// <exception cref="InputException">The report is damaged.</exception>
    public static (IReadOnlyList<ImportDrop> Drawings, IReadOnlyList<ImportDrop> Files) ReadDrops(string folder)
    {
        string path = Path.Combine(folder, DatasetImporter.ReportFileName);
        return File.Exists(path) ? JsonFields.Read(path, MostBytes, "a report", Read) : ([], []);

        static (IReadOnlyList<ImportDrop>, IReadOnlyList<ImportDrop>) Read(JsonFields json)
        {
            // The first version did not count by category.
            bool byCategory = json.Whole("version", 1, Version) > 1;
            return (Drops("dropped"), Drops("dropped_files"));

            ImportDrop[] Drops(string name) =>
                [.. json.Objects(name, MostListed)
                .Select(drop => new ImportDrop(drop.Text("reason"), drop.Whole("count", 0, long.MaxValue), [])
            {
                Categories = byCategory
                    ? [.. drop.Objects("categories", MostListed)
                        .Select(category => (category.Text("name"), category.Whole("count", 0, long.MaxValue)))]
                    : [],
            })];
        }
    }

    private static void WriteDrops(Utf8JsonWriter json, string name, IReadOnlyList<ImportDrop> drops)
    {
        json.WriteStartArray(name);
        foreach (ImportDrop drop in drops)
        {
            json.WriteStartObject();
            json.WriteString("reason", drop.Reason);
            json.WriteNumber("count", drop.Count);
            json.WriteStartArray("categories");
            foreach ((string category, long count) in drop.Categories)
            {
                json.WriteStartObject();
                json.WriteString("name", category);
                json.WriteNumber("count", count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("worst");
            foreach (ImportOffender offender in drop.Worst)
            {
                json.WriteStartObject();
                json.WriteString("file", offender.File);
                json.WriteString("where", offender.Where);
                json.WriteString("detail", offender.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLengths(Utf8JsonWriter json, string name, LengthTally lengths)
    {
        json.WriteStartObject(name);
        json.WriteNumber("drawings", lengths.Count);
        json.WriteNumber("points", lengths.Sum);
        json.WriteNumber("median", lengths.Quantile(0.5));
        json.WriteNumber("percentile_95", lengths.Quantile(0.95));
        json.WriteNumber("longest", lengths.Longest);

        // Bins that are empty are left out: [first, last, count].
        json.WriteStartArray("histogram");
        for (int i = 0; i < lengths.Bins.Length; i++)
        {
            if (lengths.Bins[i] == 0)
                continue;
            (int first, int last) = LengthHistogram.RangeOf(i);
            json.WriteRawValue($"[{first},{last},{lengths.Bins[i]}]");
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCategories(Utf8JsonWriter json, IReadOnlyList<ImportedCategory> categories)
    {
        json.WriteStartArray("categories");
        foreach (ImportedCategory category in categories)
        {
            json.WriteStartObject();
            json.WriteString("name", category.Name);
            json.WriteNumber("train", category.Train);
            json.WriteNumber("valid", category.Valid);
            json.WriteNumber("test", category.Test);
            json.WriteNumber("duplicates", category.Duplicates);
            json.WriteNumber("twins", category.Twins);
            json.WriteNumber("over_limit", category.OverLimit);
            json.WriteNumber("taken_from_train", category.TakenFromTrain);
            json.WriteNumber("own_valid", category.OwnValid);
            json.WriteNumber("own_test", category.OwnTest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOptions(Utf8JsonWriter json, ImportOptions options)
    {
        json.WriteStartObject("options");
        json.WriteString("category", options.Category);
        json.WriteString("from", options.Format);
        json.WriteString("simplify", Lower(options.Simplify));
        json.WriteBoolean("align", options.Simplification.Align);
        json.WriteBoolean("scale", options.Simplification.Scale);
        json.WriteBoolean("resample", options.Simplification.Resample);
        json.WriteNumber("epsilon", options.Simplification.Reduce ? options.Simplification.Epsilon : 0);
        json.WriteBoolean("round", options.Simplification.Round);
        json.WriteNumber("min_points", options.MinPoints);
        json.WriteNumber("max_points", options.MaxPoints);
        json.WriteNumber("max_strokes", options.MaxStrokes);
        json.WriteNumber("limit", options.Limit);
        json.WriteBoolean("recognized_only", options.RecognizedOnly);
        json.WriteString("duplicates", Lower(options.Duplicates));
        json.WriteString("valid", options.Valid.ToString());
        json.WriteString("test", options.Test.ToString());
        json.WriteNumber("seed", options.Seed);
        json.WriteString("first_row", Lower(options.FirstRow));
        json.WriteBoolean("strict", options.IsStrict);
        json.WriteEndObject();
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
