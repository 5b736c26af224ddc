using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Cli.Rendering;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Formats.Npz;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl data info</c>: what is in sketch files.</summary>
internal static class DataInfoCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Sketch files, CATEGORY.npz.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> json = CommonOptions.Json();
        Command command = new("info", "Count what is in sketch files.") { files, json, CommonOptions.Quiet() };
        return command.Runs((options, host, cancel) => Run(options.GetRequiredValue(files), options.GetValue(json), host, cancel));
    }

    private static int Run(IReadOnlyList<string> files, bool json, CliHost host, CancellationToken cancel)
    {
        List<SplitSummary> summaries = [];
        foreach (string file in files)
        {
            cancel.ThrowIfCancellationRequested();
            SketchSplits splits = SketchNpz.Read(file, SplitRequirement.None);
            summaries.Add(Summarise(file, "train", splits.Train));
            summaries.Add(Summarise(file, "valid", splits.Valid));
            summaries.Add(Summarise(file, "test", splits.Test));
        }

        if (json)
            WriteJson(host.Out, summaries);
        else
            WriteTable(host, summaries);
        return ExitCode.Done;
    }

    private static SplitSummary Summarise(string file, string split, Sketch[] sketches)
    {
        long points = 0;
        long strokes = 0;
        int longest = 0;
        foreach (Sketch sketch in sketches)
        {
            points += sketch.Length;
            longest = Math.Max(longest, sketch.Length);
            foreach (StrokePoint point in sketch.Points)
                strokes += point.PenUp ? 1 : 0;
        }

        return new SplitSummary(file, split, sketches.Length, points, strokes, longest);
    }

    private static void WriteTable(CliHost host, List<SplitSummary> summaries)
    {
        ReportTable table = new(
            new TableColumn("file"),
            new TableColumn("split"),
            new TableColumn("sketches", IsRight: true),
            new TableColumn("points", IsRight: true),
            new TableColumn("points a sketch", IsRight: true),
            new TableColumn("strokes a sketch", IsRight: true),
            new TableColumn("longest", IsRight: true));
        foreach (SplitSummary s in summaries)
        {
            table.Add(
                s.File, s.Split, Count(s.Sketches), Count(s.Points), Mean(s.Points, s.Sketches), Mean(s.PenLifts, s.Sketches), Count(s.Longest));
        }

        table.Write(host);
    }

    private static void WriteJson(TextWriter writer, List<SplitSummary> summaries)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (SplitSummary s in summaries)
            {
                json.WriteStartObject();
                json.WriteString("file", s.File);
                json.WriteString("split", s.Split);
                json.WriteNumber("sketches", s.Sketches);
                json.WriteNumber("points", s.Points);
                json.WriteNumber("strokes", s.PenLifts);
                json.WriteNumber("longest", s.Longest);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        writer.Write(Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }

    private static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Mean(long sum, int count) => count == 0 ? "-" : $"{(double)sum / count:F1}";

    private sealed record SplitSummary(string File, string Split, int Sketches, long Points, long PenLifts, int Longest);
}
