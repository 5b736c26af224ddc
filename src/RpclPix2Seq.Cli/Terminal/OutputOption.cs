using System.CommandLine;
using System.Text.Json.Nodes;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// The option for a new folder. Where none is named, folders are numbered: <c>out/samples-1</c>, <c>out/samples-2</c> and so on.
/// </summary>
internal sealed class OutputOption
{
    private const string Parent = "out";
    private readonly Option<string> _option;
    private readonly string _series;

    /// <param name="series">The name before the number.</param>
    /// <param name="description">What the folder is for, as a sentence.</param>
    public OutputOption(string series, string description)
    {
        _series = series;
        _option = new("--out")
        {
            Description = $"{description} Default: {Parent}/{series}-1, or the next free number.",
            HelpName = "FOLDER",
        };
    }

    /// <summary>The option itself.</summary>
    public Option Option => _option;

    /// <summary>The folder that is named, or null.</summary>
    public string? Named(ParseResult options) => options.GetValue(_option);

    /// <summary>The folder: the named one, or the first free one of the series.</summary>
    public string Read(ParseResult options) => Named(options) ?? Next();

    /// <summary>A record as JSON for standard output: with the folder, whose name may be a number.</summary>
    /// <param name="json">The record, an object.</param>
    /// <param name="folder">The folder.</param>
    public static string Located(string json, string folder)
    {
        JsonObject record = JsonNode.Parse(json)!.AsObject();
        record.Insert(0, "folder", folder);
        return RecordJson.Render(record);
    }

    /// <summary>The first free folder of the series.</summary>
    public string Next() => Enumerable.Range(1, int.MaxValue).Select(n => Path.Combine(Parent, $"{_series}-{n}"))
        .First(path => !Path.Exists(path));
}
