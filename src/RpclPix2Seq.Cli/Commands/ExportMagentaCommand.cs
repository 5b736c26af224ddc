using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Magenta;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl export magenta</c>: writes a decoder and one code for sketch-rnn's players.</summary>
internal static class ExportMagentaCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        ModelArgument model = new();
        Option<string> output = new("--out")
        {
            Description = "The file, NAME.gen.json; one that exists is replaced.",
            HelpName = "FILE",
            Required = true,
        };
        Option<int?> component = NumberOptions.Index("--component", "Draw the mean of this component of the mixture.", "K");
        Option<string> code = new("--code")
        {
            Description = "Draw this code: .npy [1, Z], or .npz as rpcl encode writes it; FILE#INDEX for one of several.",
            HelpName = "FILE",
        };
        Option<string> name = new("--name") { Description = "The name that players show. Default: that of the file.", HelpName = "TEXT" };
        Option<long> seed = NumberOptions.Seed("--seed", "Seed of the code where neither is given: one is drawn from the mixture.", 1);
        MachineOptions machine = new();
        Command command = new("magenta", "Write a decoder and one code for sketch-rnn's players (.gen.json): lstm alone.")
        {
            model.Argument, output, component, code, name, seed,
        };
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, _) =>
        {
            if (options.GetValue(component) is not null && options.GetValue(code) is not null)
                throw new UsageException("expected at most one of --component and --code, found both");
            string file = options.GetRequiredValue(output);
            Request request = new(
                model.Read(options), file, options.GetValue(component), options.GetValue(code),
                options.GetValue(name) ?? Path.GetFileName(file).Split('.')[0], options.GetValue(seed));
            return Run(request, machine.Read(options), CommonOptions.WantsJson(options), host);
        });
    }

    private static int Run(Request request, MachineChoice machine, bool json, CliHost host)
    {
        if (request.Name.Length == 0)
            throw new UsageException("--name: expected a name, found an empty one; for example --name cat");
        using LoadedModel loaded = TorchSetup.LoadModel(request.Model, machine, host);
        (MagentaModel made, int clipped) = MagentaExport.Make(loaded, Code(request, loaded), request.Name);
        MagentaWriter.Write(request.Output, made);
        if (clipped > 0)
            host.Warn(
                $"{clipped} of the decoder's numbers are beyond the 10 that a file can hold: it does not draw quite as the model does");
        if (made.Mixtures != MagentaExport.PlayersMixtures)
            host.Warn(
                $"the players expect {MagentaExport.PlayersMixtures} normals, this decoder has {made.Mixtures}: rpcl import magenta "
                + "reads it, they do not");
        host.Out.Write(json
            ? RecordJson.Render(
                new
                {
                    file = request.Output,
                    name = made.Name,
                    units = made.Units,
                    mixtures = made.Mixtures,
                    stroke_scale = made.ScaleFactor,
                    longest = made.MaxSeqLen,
                    clipped,
                })
            : request.Output + "\n");
        host.Say($"{new FileInfo(request.Output).Length:N0} bytes, {made.Units} units; next: rpcl import magenta {request.Output}");
        return ExitCode.Done;
    }

    private static float[] Code(Request request, LoadedModel loaded)
    {
        if (request.Code is null)
            return CodeSource.One(loaded, request.Component, request.Seed);
        int size = loaded.Model.Shape.CodeSize, hash = request.Code.LastIndexOf('#');
        bool isIndexed = int.TryParse(request.Code.AsSpan(hash + 1), out int index) && hash > 0 && !File.Exists(request.Code);
        float[] codes = SketchCodeFile.ReadMeans(isIndexed ? request.Code[..hash] : request.Code, size);
        int count = codes.Length / size;
        if (!isIndexed)
            index = 0;
        if (!isIndexed && count > 1)
            throw new InputException(request.Code, "codes", "one", $"{count}", $"name one of them: {request.Code}#0 to #{count - 1}");
        return index >= 0 && index < count
            ? codes.AsSpan(index * size, size).ToArray()
            : throw new InputException(request.Code, "codes", $"an index from 0 to {count - 1}", $"{index}", "the first is #0");
    }

    private sealed record Request(string Model, string Output, int? Component, string? Code, string Name, long Seed);
}
