using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Magenta;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl import</c>: makes models of other programs' models.</summary>
internal static class ImportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create() => new("import") { Magenta(), ImportTf1Command.Create() };

    private static Command Magenta()
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Decoders as sketch-rnn's players read them (.gen.json).",
            Arity = ArgumentArity.OneOrMore,
        };
        OutputOption output = new("model", "New model folder; of several files, new folder with a model folder for each.");
        MachineOptions machine = MachineOptions.OnlyThreads();
        Command command = new("magenta", "Import Magenta's sketch-rnn decoders, which draw one category each.")
        {
            files, output.Option,
        };
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, _) => Run(
            options.GetRequiredValue(files), output.Read(options), machine.Read(options),
            CommonOptions.WantsJson(options), host));
    }

    private static int Run(string[] files, string output, MachineChoice machine, bool json, CliHost host)
    {
        OutputFolder.RequireNew(output);
        MagentaModel[] sources = [.. files.Select(MagentaModel.Read)];
        string[] folders = Folders(files);
        TorchSetup.Load(machine, host);
        OutputFolder.Write(output, folder =>
        {
            for (int i = 0; i < sources.Length; i++)
            {
                string own = Directory.CreateDirectory(Path.Combine(folder, folders[i])).FullName;
                using LoadedModel loaded = MagentaImport.ToModel(sources[i]);
                ModelFolder.Save(own, loaded);
            }
        });
        string[] made = [.. folders.Select(folder => folder.Length == 0 ? output : Path.Combine(output, folder))];
        host.Out.Write(json ? Report(files, sources, made) : string.Concat(made.Select(folder => folder + "\n")));
        host.Say($"next: rpcl sample {made[0]} --out {made[0].TrimEnd('/')}-samples");
        return ExitCode.Done;
    }

    /// <summary>
    /// Where each model goes below the output folder: nowhere if it is the only one, else into a folder named as its file.
    /// </summary>
    private static string[] Folders(string[] files)
    {
        if (files.Length == 1)
            return [""];
        string[] names = [.. files.Select(file => Path.GetFileName(file).Split('.')[0])];
        return names.CountBy(name => name).FirstOrDefault(name => name.Value > 1 || name.Key.Length == 0) is { Value: > 0 } twice
            ? throw new InputException(
                string.Join(", ", files.Where((_, i) => names[i] == twice.Key)), "", "files of different names",
                $"'{twice.Key}' {twice.Value} times", "import one of them by itself")
            : names;
    }

    private static string Report(string[] files, MagentaModel[] sources, string[] made) => RecordJson.Render(
        sources.Select((source, i) => new
        {
            file = files[i],
            model = made[i],
            category = source.Name,
            units = source.Units,
            mixtures = source.Mixtures,
            stroke_scale = source.ScaleFactor,
            longest = source.MaxSeqLen,
        }));
}
