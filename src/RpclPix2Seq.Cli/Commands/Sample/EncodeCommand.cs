using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Tracing;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary><c>rpcl encode</c>: the latent codes of pictures and sketches, for other programs.</summary>
internal static class EncodeCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model folder, or the folder of a training run." };
        Argument<string[]> inputs = new("INPUT")
        {
            Description = $"What to encode: {InputSources.Description}.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> output = new("--out")
        {
            Description = "The file for the codes. By its extension: .npz, .json and .csv hold names, components, means, variances and "
                + "posteriors, .npy the means alone.",
            HelpName = "FILE",
            Required = true,
        };
        Option<PictureMode> mode = InputSources.ModeOption();
        MachineOptions machine = new();
        Option<bool> force = new("--force") { Description = "Replace a file that exists." };
        Command command = new("encode")
        {
            model, inputs, output, mode, force, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        machine.AddTo(command);
        return command.Runs((options, host, cancellationToken) => Ranks.Share(host, (ranks, here) => Run(
            options.GetRequiredValue(model), options.GetRequiredValue(inputs),
            CheckOutput(options.GetRequiredValue(output), options.GetValue(force)),
            options.GetValue(mode), machine.Read(options), CommonOptions.WantsJson(options), ranks, here,
            cancellationToken), cancellationToken));
    }

    private static string CheckOutput(string output, bool force)
    {
        if (string.IsNullOrWhiteSpace(output))
            throw new InputException("--out", "", "the name of a file", "an empty name", "for example --out codes.npz");
        if (!SketchCodeFile.IsKnown(output))
            throw new UsageException(
                $"--out: expected a file that ends in {SketchCodeFile.KnownExtensions}, found {output}; for example --out codes.npz");
        if (Directory.Exists(output))
            throw new InputException(output, "", "a file", "a folder", "name a file in it");
        if (File.Exists(output) && !force)
            throw new InputException(output, "", "no such file yet", "a file", "give --force to replace it");
        return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(output)))
            ? output
            : throw new InputException(output, "", "a file in a folder that exists", "no such folder", "make it first");
    }

    private static int Run(
        string model, string[] inputs, string output, PictureMode mode, MachineChoice machine, bool json, ICollective ranks,
        CliHost host, CancellationToken cancellationToken)
    {
        using LoadedModel loaded = TorchSetup.LoadModel(model, machine, host, ranks);
        NamedInput[] drawings = InputSources.Read(inputs, loaded.Config, mode, host, cancellationToken);
        ranks.RequireSame("inputs", NamedInput.Extent(drawings));
        SketchCodes codes = InputEncoder.Encode(loaded, drawings, host, cancellationToken);
        if (ranks.Rank > 0)
            return ExitCode.Done;
        SketchCodeFile.Write(output, codes, NamedInput.Names([.. drawings.Select(drawing => drawing.Group)]));
        if (json)
            WriteSummary(model, loaded, drawings, codes, output, host);
        else
            host.Out.Write(output + "\n");
        return ExitCode.Done;
    }

    private static void WriteSummary(
        string model, LoadedModel loaded, NamedInput[] drawings, SketchCodes codes, string output, CliHost host)
    {
        int pictures = drawings.Count(drawing => drawing.Input.Sketch is null);
        host.Out.Write(RecordJson.Render(
            new
            {
                file = output,
                model,
                step = loaded.Facts.Step,
                pictures,
                sketches = drawings.Length - pictures,
                z_size = codes.CodeSize,
                components = codes.Component.CountBy(k => k).OrderByDescending(count => count.Value).ThenBy(count => count.Key)
                    .Select(count => new { component = count.Key, count = count.Value }),
            }));
    }
}
