using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Lab.Raster;

/// <summary><c>lab/run raster</c>: redraws pictures that the original drew and compares them pixel by pixel.</summary>
internal static class RasterCommand
{
    private const double LeastIdenticalPercent = 99.5;
    private const int MostLevels = 8;
    private const double MostMeanDifference = 0.02;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> file = new("FILE")
        {
            Description = "A .npz with points [P,3], offsets [N+1] and images [N,W,W] that the original drew.",
        };
        Option<bool> json = CommonOptions.Json();
        Command command = new("raster", "Compare pictures with the original's, pixel by pixel.") { file, json, CommonOptions.Quiet() };
        return command.Runs((options, host, _) => Run(options.GetRequiredValue(file), options.GetValue(json), host));
    }

    private static int Run(string file, bool json, CliHost host)
    {
        using NpzReader reader = new(file);
        NpyArray points = Read(reader, file, "points", "[P, 3]", shape => shape is [_, 3]);
        NpyArray offsets = Read(reader, file, "offsets", "[N+1]", shape => shape is [> 1]);
        NpyArray images = Read(reader, file, "images", "[N, W, W]", shape => shape is [_, var height, var width] && height == width);
        RasterComparison result = RasterVerification.Compare(
            points.ToArray<float>(), offsets.ToArray<long>(), images.ToArray<byte>(),
            RasterOptions.Reference with { Size = (int)images.Shape[1] });
        bool passes = result.IdenticalPercent >= LeastIdenticalPercent && result.MaxLevels <= MostLevels
            && result.MeanDifference <= MostMeanDifference;
        if (json)
        {
            host.Out.Write(JsonSerializer.Serialize(result, RecordJson.Indented) + "\n");
        }
        else
        {
            new ReportTable(new Column("measure"), new Column("found", IsRight: true), new Column("allowed", IsRight: true))
                .Add("sketches", $"{result.Sketches}", "")
                .Add("identical pixels, %", $"{result.IdenticalPercent:F4}", $"≥ {LeastIdenticalPercent}")
                .Add("largest difference, levels", $"{result.MaxLevels}", $"≤ {MostLevels}")
                .Add("mean difference, levels", $"{result.MeanDifference:F5}", $"≤ {MostMeanDifference}")
                .Add("time per sketch on one core, µs", $"{result.MicrosecondsPerSketch:F1}", "")
                .Write(host);
            if (result.WorstSketch >= 0)
                host.Say($"the sketch that differs most is number {result.WorstSketch}");
            Figures.Write(host, "raster_identical_percent", result.IdenticalPercent);
            Figures.Write(host, "raster_max_levels", result.MaxLevels);
            Figures.Write(host, "raster_us_per_sketch", result.MicrosecondsPerSketch);
        }

        return passes ? ExitCode.Done : ExitCode.Failed;
    }

    private static NpyArray Read(NpzReader reader, string file, string name, string expected, Func<long[], bool> fits)
    {
        NpyArray array = reader.Read(name);
        long[] shape = array.Shape.ToArray();
        return fits(shape)
            ? array
            : throw new InputException(
                file, $"member {name}", $"shape {expected}", $"[{string.Join(", ", shape)}]", "name a file of raster truth");
    }
}
