using System.Globalization;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary>What <c>rpcl data info</c> reports about one split of a dataset, of a file, or of several files.</summary>
internal sealed record SplitSummary
{
    /// <summary>The dataset or file as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>train, valid, test, or none for files without splits.</summary>
    public required string Split { get; init; }

    /// <summary>The number of sketches.</summary>
    public required long Sketches { get; init; }

    /// <summary>The number of rows.</summary>
    public required long Points { get; init; }

    /// <summary>The number of pen strokes.</summary>
    public required long Strokes { get; init; }

    /// <summary>The number of rows of the longest sketch.</summary>
    public required int Longest { get; init; }

    /// <summary>The number of sketches by category.</summary>
    public required IReadOnlyDictionary<string, int> Categories { get; init; }

    /// <summary>The format.</summary>
    public required string Format { get; init; }

    /// <summary>The container, for a dataset.</summary>
    public ContainerFacts? Container { get; init; }

    /// <summary>The meaning of the first row, if the data state it.</summary>
    public FirstRow? FirstRow { get; init; }

    /// <summary>Sketches that are missing from the file, over all its splits: left out by the import, or unreadable.</summary>
    public IReadOnlyList<ImportDrop> LeftOut { get; init; } = [];

    /// <summary>Whether all checksums were verified.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Writes a table to standard output.</summary>
    public static void WriteTable(CliHost host, IReadOnlyList<SplitSummary> summaries)
    {
        ReportTable table = new(
            new Column("file"),
            new Column("split"),
            new Column("sketches", IsRight: true),
            new Column("points", IsRight: true),
            new Column("points per sketch", IsRight: true),
            new Column("strokes per sketch", IsRight: true),
            new Column("longest", IsRight: true));
        foreach (SplitSummary s in summaries)
        {
            table.Add(
                s.File, s.Split, Count(s.Sketches), Count(s.Points), Mean(s.Points, s.Sketches), Mean(s.Strokes, s.Sketches),
                Count(s.Longest));
        }

        table.Write(host);
    }

    /// <summary>Writes a JSON array.</summary>
    public static void WriteJson(TextWriter writer, IReadOnlyList<SplitSummary> summaries)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (SplitSummary summary in summaries)
                summary.WriteJson(json);
            json.WriteEndArray();
        }

        writer.Write(Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }

    private void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("file", File);
        json.WriteString("format", Format);
        json.WriteString("split", Split);
        json.WriteNumber("sketches", Sketches);
        json.WriteNumber("points", Points);
        json.WriteNumber("strokes", Strokes);
        json.WriteNumber("longest", Longest);
        json.WriteStartObject("categories");
        foreach ((string name, int count) in Categories.OrderBy(category => category.Key, StringComparer.Ordinal))
            json.WriteNumber(name, count);
        json.WriteEndObject();
        json.WriteStartArray("left_out");
        foreach (ImportDrop drop in LeftOut)
        {
            json.WriteStartObject();
            json.WriteString("reason", drop.Reason);
            json.WriteNumber("count", drop.Count);
            json.WriteStartObject("categories");
            foreach ((string name, long count) in drop.Categories)
                json.WriteNumber(name, count);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (Container is { } container)
        {
            json.WriteString("offsets", container.Offsets.ToString().ToLowerInvariant());
            json.WriteNumber("bytes", container.Bytes);
            json.WriteString("checksum", $"{container.Checksum:x16}");
            json.WriteBoolean("checked", IsChecked);
        }

        if (FirstRow is { } firstRow)
            json.WriteString("first_row", firstRow.ToString().ToLowerInvariant());
        json.WriteEndObject();
    }

    private static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Mean(long sum, long count) => count == 0 ? "-" : $"{(double)sum / count:F1}";
}
