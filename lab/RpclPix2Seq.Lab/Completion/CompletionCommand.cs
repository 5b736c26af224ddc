using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Datasets;
using static TorchSharp.torch;

namespace RpclPix2Seq.Lab.Completion;

/// <summary>
/// <c>lab/run completion MODEL</c>: how well codes chosen by the beginning of a real sketch predict the rest of it, which is held back. For
/// K codes it is log mean p(rest | beginning, code), in nats per row of the rest.
/// </summary>
internal static class CompletionCommand
{
    private const int Codes = 10;
    private static readonly double[] Shares = [0.25, 0.5, 0.75];

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model or run." };
        Option<string> data = new("--data") { Description = "Its data, of which test sketches are completed.", HelpName = "FOLDER" };
        Option<int> each = NumberOptions.Integer("--each", "Test sketches of each category.", 10, 1, 10_000);
        Option<int> moves = NumberOptions.Integer("--moves", "Metropolis steps of a code; 0 for none.", 8, 0, 1000);
        Option<double> inertia = NumberOptions.Real("--inertia", "How far a step keeps to where it comes from.", 0.9, 0, 1);
        Option<long> seed = NumberOptions.Seed("--seed", "Seed of the codes and of which sketches are taken.", 1);
        MachineOptions machine = new();
        Command command = new("completion", "Measure how well codes chosen by the beginning of sketches predict the rest.")
        {
            model, data, each, moves, inertia, seed,
        };
        machine.AddTo(command);
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) =>
        {
            string path = options.GetRequiredValue(model);
            using LoadedModel loaded = TorchSetup.LoadModel(path, machine.Read(options), host);
            SketchDataset sketches = ModelData.Read(loaded.Config, ModelData.FolderFor(options.GetValue(data), path), host);
            LikelyCodes likely = new(loaded, options.GetValue(seed))
            {
                Moves = options.GetValue(moves),
                Inertia = options.GetValue(inertia),
            };
            Sketch[] chosen = [.. TestChoice.Choose(sketches, options.GetValue(each), options.GetValue(seed))
                .Select(sketch => sketch.Sketch)];
            Measure(loaded, likely, chosen, options.GetValue(seed), host, cancellationToken);
            return ExitCode.Done;
        });
    }

    private static void Measure(
        LoadedModel loaded, LikelyCodes likely, Sketch[] sketches, long seed, CliHost host, CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "completing", "sketches", sketches.Length * Shares.Length);
        int done = 0;
        foreach (double share in Shares)
        {
            Dictionary<string, double> sums = [];
            int rows = 0;
            foreach (Sketch sketch in sketches)
            {
                if (sketch.Length < 2)
                    continue;
                using IDisposable scope = NewDisposeScope();
                int given = Math.Clamp((int)(share * sketch.Length), 1, sketch.Length - 1);
                Sketch beginning = sketch.Take(given);
                Add("mixture", CodeSource.FromMixture(
                    loaded.Model, Codes, null, loaded.Config.ComponentThreshold, temperature: 1, seed).Codes);
                Add("likely", likely.Draw(beginning, Codes, cancellationToken));
                if (EncoderPictures.HasInk(EncoderInput.Of(beginning), loaded.Config.PictureOptions()))
                    Add("partial", Encode(beginning));
                else
                    Add("partial", CodeSource.FromMixture(loaded.Model, 1, null, loaded.Config.ComponentThreshold, 0, seed).Codes);
                Add("whole", Encode(sketch));
                rows += sketch.Length - given;
                progress.Report(++done);

                void Add(string name, Tensor codes)
                {
                    double[] logs = likely.Evidence(codes, sketch, given, cancellationToken);
                    double most = logs.Max();
                    sums[name] = sums.GetValueOrDefault(name) + most + Math.Log(logs.Average(log => Math.Exp(log - most)));
                }

                Tensor Encode(Sketch drawing) => CodeSource.Encode(
                    loaded.Model, EncoderPictures.Images([EncoderInput.Of(drawing)], loaded.Config.PictureOptions(), loaded.Model.Type));
            }

            foreach ((string name, double sum) in sums)
                Figures.Write(host, $"complete_{name}_{100 * share:0}", -sum / rows);
        }
    }
}
