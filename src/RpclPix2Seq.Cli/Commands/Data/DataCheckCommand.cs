using System.CommandLine;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Checking;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary><c>rpcl data check</c>: notes on what may make training on a dataset worse.</summary>
internal static class DataCheckCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> data = new("DATA") { Description = "Dataset, or folder of CATEGORY.npz files." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("check", "Find outliers, duplicates and gaps of a dataset before training.")
        {
            data, json, CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) =>
            Run(options.GetRequiredValue(data), options.GetValue(json), host, cancellationToken));
    }

    /// <summary>Says the notes on a dataset that training begins with; those on splits are said where it is read.</summary>
    public static void Say(SketchDataset data, CliHost host, CancellationToken cancellationToken)
    {
        if (host.Quiet)
            return;
        foreach (DatasetNote note in DatasetCheck.Of(data, isQuick: true, cancellationToken))
        {
            if (note.Kind != NoteKind.Split || note.Count > 0)
                host.Say($"note: {note.Text}");
        }
    }

    private static int Run(string folder, bool json, CliHost host, CancellationToken cancellationToken)
    {
        if (DatasetFolder.IsAt(folder))
            Verify(folder, cancellationToken);
        IReadOnlyList<string> categories = SketchDataset.CategoriesIn(folder);
        if (!Directory.Exists(folder))
        {
            string found = File.Exists(folder) ? "a file" : "nothing";
            throw new InputException(
                folder, "", "a dataset, or a folder of CATEGORY.npz files", found, "rpcl data import makes a dataset");
        }

        if (categories.Count == 0)
            throw SketchDataset.NoSketches(folder);
        SketchDataset data = SketchDataset.Read(folder, categories, int.MaxValue, maxLength: -1);
        _ = OffsetSums.Of(data.Train).ToScale(folder);
        IReadOnlyList<DatasetNote> notes = DatasetCheck.Of(data, cancellationToken: cancellationToken);
        if (json)
            host.Out.Write(Json(folder, data, notes));
        else
            host.Out.Write(string.Concat(notes.Select(note => $"{NameOf(note.Kind)}: {note.Text}\n")));
        host.Say($"{folder}: {Plural.Sketches(data.Train.Count)} for training, {data.Valid.Count} for validation, {data.Test.Count} for "
            + "testing; " + (notes.Count == 0 ? "nothing to note" : Plural.Of(notes.Count, "note")));
        return ExitCode.Done;
    }

    private static void Verify(string folder, CancellationToken cancellationToken)
    {
        using DatasetFolder dataset = DatasetFolder.Open(folder);
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
            dataset.Verify(split, cancellationToken);
    }

    private static string NameOf(NoteKind kind) => kind.ToString().ToLowerInvariant();

    private static string Json(string folder, SketchDataset data, IReadOnlyList<DatasetNote> notes)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("data", folder);
            json.WriteStartObject("sketches");
            foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
                json.WriteNumber(DatasetManifest.NameOf(split), data.Of(split).Count);
            json.WriteEndObject();
            json.WriteStartArray("notes");
            SketchNames names = new(folder, data);
            foreach (DatasetNote note in notes)
                WriteNote(json, note, names);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteNote(Utf8JsonWriter json, DatasetNote note, SketchNames names)
    {
        json.WriteStartObject();
        json.WriteString("kind", NameOf(note.Kind));
        json.WriteString("text", note.Text);
        json.WriteNumber("count", note.Count);
        if (note.Limit is { } limit)
            json.WriteNumber("limit", limit);
        json.WriteStartArray("examples");
        foreach (CheckedSketch sketch in note.Examples)
        {
            json.WriteStartObject();
            json.WriteString("category", sketch.Category);
            json.WriteString("split", DatasetManifest.NameOf(sketch.Split));
            json.WriteNumber("index", sketch.Index);
            json.WriteString("input", names.Of(sketch.Split, sketch.Category, sketch.Index));
            if (note.Limit is not null)
                json.WriteNumber("value", sketch.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
