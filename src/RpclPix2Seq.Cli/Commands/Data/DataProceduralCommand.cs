using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.SketchRnn;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary><c>rpcl data procedural</c>: writes the built-in sketches as data files.</summary>
internal static class DataProceduralCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<string> output = new("--out") { Description = "New folder for CATEGORY.npz files.", HelpName = "FOLDER", Required = true };
        Option<int> train = NumberOptions.Integer("--train", "Training sketches of each category.", 2000, 1, 10_000_000);
        Option<int> valid = NumberOptions.Integer("--valid", "Validation sketches of each category.", 200, 1, 10_000_000);
        Option<int> test = NumberOptions.Integer("--test", "Test sketches of each category.", 200, 1, 10_000_000);
        Option<long> seed = NumberOptions.Seed("--seed", "Seed of all drawings.", 1);
        Command command = new("procedural", "Write the built-in sketches as data files.")
        {
            output, train, valid, test, seed, CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) =>
        {
            string folder = options.GetRequiredValue(output);
            OutputFolder.Write(
                folder,
                made => Write(
                    made, (ulong)options.GetValue(seed), options.GetValue(train), options.GetValue(valid), options.GetValue(test),
                    cancellationToken));
            foreach (string category in ProceduralSketches.Categories)
                host.Out.WriteLine(Path.Combine(folder, category + ".npz"));
            return ExitCode.Done;
        });
    }

    /// <summary>Writes a file for each category; shared with quickstart.</summary>
    public static void Write(string folder, ulong seed, int train, int valid, int test, CancellationToken cancellationToken)
    {
        foreach (string category in ProceduralSketches.Categories)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SketchNpz.Write(Path.Combine(folder, category + ".npz"), ProceduralSketches.Splits(category, seed, train, valid, test));
        }
    }
}
