using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>A job in which a model draws into a new folder of samples.</summary>
/// <param name="Model">The model, as the user named it.</param>
/// <param name="Output">The folder.</param>
/// <param name="Drawing">How to draw.</param>
/// <param name="Machine">Where to compute.</param>
/// <param name="Json">Whether the manifest is printed instead of the folder's name.</param>
internal sealed record SamplingJob(string Model, string Output, SamplingChoice Drawing, MachineChoice Machine, bool Json)
{
    /// <summary>Loads the model, if the output folder does not exist yet.</summary>
    /// <exception cref="InputException">The folder exists, or the model cannot be loaded.</exception>
    public LoadedModel Load(CliHost host, ICollective? ranks = null)
    {
        OutputFolder.RequireNew(Output);
        return TorchSetup.LoadModel(Model, Machine, host, ranks, Output);
    }

    /// <summary>A generator with the chosen options.</summary>
    public SketchGenerator Generator(LoadedModel loaded) => new(loaded, Drawing.Options(loaded));

    /// <summary>The manifest of the samples.</summary>
    /// <param name="loaded">The model.</param>
    /// <param name="mode">The kind of samples.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="fromMixture">Whether their codes come from the mixture.</param>
    public SampleManifest Manifest(LoadedModel loaded, string mode, IReadOnlyList<SampleEntry> samples, bool fromMixture = false)
    {
        SamplingOptions options = Drawing.Options(loaded);
        return new SampleManifest(
            SampleManifest.CurrentFormat, Model, loaded.Facts.Step, mode, Drawing.Seed, options.Temperature, samples)
        {
            SpreadTemperature = options.SpreadTemperature,
            PenTemperature = options.PenTemperature,
            CodeTemperature = fromMixture ? options.RecordedCodeTemperature : null,
            BestOf = Drawing.BestOf > 1 ? Drawing.BestOf : null,
            MaxLength = options.MaxLength,
        };
    }

    /// <summary>Writes the folder and prints its name or its manifest.</summary>
    /// <param name="sketches">The samples, in the order of the manifest.</param>
    /// <param name="manifest">Their manifest.</param>
    /// <param name="sheet">Their contact sheet, <c>contact.png</c> and <c>contact.svg</c>.</param>
    /// <param name="pictures">How the model's pictures are drawn.</param>
    /// <param name="host">Where it is printed.</param>
    /// <returns>The exit code.</returns>
    public int Finish(IReadOnlyList<GeneratedSketch> sketches, SampleManifest manifest, Sheet sheet, RasterOptions pictures, CliHost host)
    {
        OutputFolder.Write(Output, folder =>
        {
            SampleFolder.Write(folder, sketches, manifest, pictures);
            SampleSheets.Write(Path.Combine(folder, SampleFolder.SheetName), sheet);
        });
        if (manifest.Unfinished > 0)
        {
            host.Warn($"{manifest.Unfinished} of {Plural.Sketches(manifest.Samples.Count)} reached the maximum of {manifest.MaxLength} "
                + "rows without an end; a higher --pen-temperature ends sketches sooner");
        }

        host.Out.Write(Json ? OutputOption.Located(SampleFolder.Text(manifest), Output) : Output + "\n");
        return ExitCode.Done;
    }
}

/// <summary>The shared command line of all verbs that let a model draw into a new folder of samples.</summary>
internal sealed class SamplingVerb
{
    private readonly ModelArgument _model = new();
    private readonly OutputOption _output;
    private readonly SamplingArguments _drawing = new();
    private readonly MachineOptions _machine = new();

    /// <param name="series">The name of numbered folders for the sketches.</param>
    public SamplingVerb(string series) => _output = new(series, "New folder for the sketches.");

    /// <summary>
    /// Creates the command: the model first, then the verb's own arguments and options, then how to draw and where to compute.
    /// </summary>
    public Command Create(string name, params IEnumerable<Symbol> own)
    {
        Command command = new(name) { _model.Argument };
        foreach (Argument argument in own.OfType<Argument>())
            command.Add(argument);
        command.Add(_output.Option);
        foreach (Option option in own.OfType<Option>())
            command.Add(option);
        _drawing.AddTo(command);
        _machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command;
    }

    /// <summary>The chosen values.</summary>
    public SamplingJob Read(ParseResult options) => Job(options, _model.Read(options));

    /// <summary>The chosen values, and the arguments after the model.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="inputs">The verb's own arguments; null for those that are absent.</param>
    public (SamplingJob Job, string[] Inputs) Read(ParseResult options, IEnumerable<string?> inputs)
    {
        (string model, string[] own) = _model.Read(options, inputs);
        return (Job(options, model), own);
    }

    private SamplingJob Job(ParseResult options, string model) => new(
        model, _output.Read(options), _drawing.Read(options), _machine.Read(options),
        CommonOptions.WantsJson(options));
}
