using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary><c>rpcl data prepare</c>: draws the pictures of sketch files, CATEGORY.npz → CATEGORY_png.npz, as the original does.</summary>
internal static class DataPrepareCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> files = new("FILE") { Description = "Sketch files, CATEGORY.npz.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out")
        {
            Description = "Folder for the picture files; beside each sketch file if absent.",
            HelpName = "FOLDER",
        };
        Option<int> size = NumberOptions.Integer(
            "--size", "Width and height of the pictures, in pixels.", 48, RasterOptions.MinSize, RasterOptions.MaxSize);
        Option<FirstRow> firstRow = WordOptions.Choice("--first-row", "What the first row of a sketch is: a move or ink.", FirstRow.Move);
        Option<bool> force = new("--force") { Description = "Replace picture files that exist." };
        Command command = new("prepare", "Draw the pictures of sketch files.")
        {
            files, output, size, firstRow, force, CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) =>
        {
            RasterOptions raster = RasterOptions.Reference with { Size = options.GetValue(size), FirstRow = options.GetValue(firstRow) };
            string? folder = options.GetValue(output);
            (string Source, string Target)[] jobs = [.. options.GetRequiredValue(files).Select(file => (file, Target(file, folder)))];
            Check(jobs, folder, options.GetValue(force));
            foreach ((string source, string target) in jobs)
                Prepare(source, target, raster, host, cancellationToken);
            return ExitCode.Done;
        });
    }

    private static void Check((string Source, string Target)[] jobs, string? folder, bool force)
    {
        if (folder is not null && (folder.Length == 0 || File.Exists(folder)))
            throw new InputException(
                "--out", "", "a folder", folder.Length == 0 ? "nothing" : $"the file {folder}", "for example --out pictures");
        if (jobs.GroupBy(job => job.Target).FirstOrDefault(group => group.Count() > 1) is { } several)
            throw new UsageException($"expected one sketch file for {several.Key}, found "
                + $"{string.Join(" and ", several.Select(job => job.Source))}; prepare them one by one");
        if (!force && jobs.FirstOrDefault(job => File.Exists(job.Target)).Target is { } existing)
            throw new InputException(existing, "", "no such file yet", "a file", "give --force to replace it");
    }

    private static string Target(string file, string? folder) =>
        Path.Combine(folder ?? Path.GetDirectoryName(file) ?? "", Path.GetFileNameWithoutExtension(file) + "_png.npz");

    private static void Prepare(string source, string target, RasterOptions raster, CliHost host, CancellationToken cancellationToken)
    {
        SketchSplits splits = SketchNpz.Read(source);
        MakeFolder(Path.GetDirectoryName(target)!);
        long drawn = 0;
        using (ProgressReport progress = new(
            host, Path.GetFileName(source), "sketches", splits.Train.Length + splits.Valid.Length + splits.Test.Length))
        using (ThreadLocal<Rasterizer> rasterizers = new(() => new Rasterizer(raster)))
        {
            ImageNpz.Write(target, raster.Size, raster.Size, Draw(splits.Train), Draw(splits.Valid), Draw(splits.Test));

            ImageSource Draw(Sketch[] sketches) => new(sketches.Length, (index, pixels) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                rasterizers.Value!.Draw(sketches[index].Points, pixels);
                progress.Report(Interlocked.Increment(ref drawn));
            });
        }

        host.Out.WriteLine(target);
    }

    // Unlike other outputs, pictures may go into a folder that already has files, namely those of other categories.
    private static void MakeFolder(string folder)
    {
        if (folder.Length > 0 && !Directory.Exists(folder))
            OutputFolder.Create(folder);
    }
}
