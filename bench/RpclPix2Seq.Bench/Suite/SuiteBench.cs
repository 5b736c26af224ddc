using System.Diagnostics;
using System.Globalization;
using RpclPix2Seq.Bench.Decoder;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Torch.Kernels;

namespace RpclPix2Seq.Bench.Suite;

/// <summary>
/// Everything in one run: us, the readable path and the port, interleaved. Writes a file of measurements for <see cref="Summarize"/>.
/// </summary>
internal static class SuiteBench
{
    private const int FullRounds = 5, PortBatches = 3, OurBatches = 8, PortSketches = 5;

    // A peer that multiplies without its library's kernels would be no fair comparison: the kernels reach three quarters of our ceiling,
    // the fallbacks a fifth.
    private const double LeastPortShare = 0.4;

    public static void Run(Arguments arguments)
    {
        int rounds = arguments.Has("quick") ? 1 : FullRounds;
        string data = arguments.Text("data"), categories = arguments.Text("categories"), peers = arguments.Text("peers"),
            python = arguments.Text("python");
        string file = arguments.Text("out");
        List<Measurement> results = [];
        Action[] stages =
        [
            () => RequireFastPort(python, peers, results),
            () => Sampling(data, categories, python, peers, rounds, results),
            .. DecoderCase.Reported.Select<DecoderCase, Action>(c => () => RaceDecoders(c, python, peers, rounds, results)),
            () => RaceTraining(data, categories, python, peers, rounds, results),
            () => Parts(data, categories, rounds, results),
            () => Memory(results),
            () => Growth(data, categories, arguments.Has("quick"), results),
            () => Rounded(rounds, results),
            () => StartUp(arguments.Text("rpcl"), rounds, results),
        ];
        foreach (Action stage in stages)
        {
            long began = Stopwatch.GetTimestamp();
            stage();
            Console.Error.WriteLine($"{results[^1].Name}: done in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");

            // After every stage, so that the measurements survive a failure.
            AtomicFile.WriteAllText(file, string.Join('\n', results.Select(r => r.ToLine())) + "\n");
        }
    }

    private static void RequireFastPort(string python, string peers, List<Measurement> results)
    {
        using Race race = new(results);
        race.Add("port/product", Contestant.Port(python, peers, "product"));
        race.Run(1);
        double reached = results[^1].Values["gflops"], ceiling = results[^1].Ceiling;
        if (reached < LeastPortShare * ceiling)
        {
            throw new InputException(
                python, "2048³ product", $"at least {LeastPortShare:P0} of our {ceiling:F0} GFLOP/s", $"{reached:F0} GFLOP/s",
                "install libopenblas0-pthread, set OPENBLAS_CORETYPE to a processor like this one, and leave the machine alone");
        }
    }

    private static void RaceDecoders(DecoderCase c, string python, string peers, int rounds, List<Measurement> results)
    {
        using Race race = new(results);
        string[] paths = RoundedProduct.IsAvailable
            ? [DecoderPass.Fused, DecoderPass.Rounded, DecoderPass.Readable]
            : [DecoderPass.Fused, DecoderPass.Readable];
        foreach (string path in paths)
            race.Add($"decoder/{c.Name}/{path}", Contestant.Ours("decoder", "--case", c.Name, "--path", path));
        race.Add($"decoder/{c.Name}/port", Contestant.Port(
            python, peers, "decoder", "--cell", c.CellName, "--size", $"{c.Size}", "--batch", $"{c.Batch}", "--steps", $"{c.Steps}"));
        race.Run(rounds);
    }

    private static void RaceTraining(string data, string categories, string python, string peers, int rounds, List<Measurement> results)
    {
        string[] on = ["train-step", "--data", data, "--categories", categories];
        using Race race = new(results);
        race.Add("train/ours", Contestant.Ours([.. on, "--measured", $"{OurBatches}"]));
        if (RoundedProduct.IsAvailable)
        {
            string single = nameof(ProductPrecision.Float32);
            race.Add("train/float32", Contestant.Ours([.. on, "--measured", $"{OurBatches}", "--precision", single]));
        }

        race.Add("train/port", Contestant.Port(python, peers, [.. on, "--measured", "1"]));
        race.Add("train/port_bucketed", Contestant.Port(python, peers, [.. on, "--measured", $"{PortBatches}", "--bucketed"]));
        race.Run(rounds);
    }

    private static void Parts(string data, string categories, int rounds, List<Measurement> results)
    {
        string[] lines = Contestant.RunOurs(
            "parts", "--data", data, "--categories", categories, "--measured", $"{OurBatches}", "--" + Rounds.Option,
            $"{Math.Min(rounds, 3)}");
        results.AddRange(lines.Select((line, round) => new Measurement("parts", round, Contestant.Parse(line))));
    }

    private static void Memory(List<Measurement> results)
    {
        results.Add(One("memory/fused", Contestant.RunOurs("memory")));
        results.Add(One("memory/keeping", Contestant.RunOurs("memory", "--path", DecoderPass.Keeping)));
        results.Add(One("memory/fused_t25", Contestant.RunOurs("memory", "--path", DecoderPass.Fused, "--case", "hyper2048")));
        results.Add(One("memory/readable", Contestant.RunOurs("memory", "--path", DecoderPass.Readable, "--case", "hyper2048")));
    }

    private static void Growth(string data, string categories, bool quick, List<Measurement> results)
    {
        foreach (string line in Contestant.RunOurs("growth", "--data", data, "--categories", categories, "--measured", quick ? "1" : "2"))
        {
            Dictionary<string, double> point = Contestant.Parse(line);
            string size = point.Keys.Single(key => key != "ms");
            int round = results.Count(r => r.Name == $"growth/{size}");
            results.Add(
                new Measurement($"growth/{size}", round, new Dictionary<string, double> { ["at"] = point[size], ["ms"] = point["ms"] }));
        }
    }

    /// <summary>
    /// Our sampling prints its figures as lines <c>figure NAME VALUE</c>; the port draws sketches one at a time, as the original does.
    /// </summary>
    private static void Sampling(string data, string categories, string python, string peers, int rounds, List<Measurement> results)
    {
        Dictionary<string, double> figures = [];
        foreach (string line in Contestant.RunOurs("sampling", $"{rounds}"))
        {
            if (line.Split(' ') is ["figure", string name, string value])
                figures[name] = double.Parse(value, CultureInfo.InvariantCulture);
        }

        results.Add(new Measurement("sample/ours", 0, figures));

        int longest = SketchDataset.Read(data, categories.Split(','), int.MaxValue, -1).Longest;
        using (Race race = new(results))
        {
            race.Add(
                "sample/port",
                Contestant.Port(python, peers, "sample", "--size", "512", "--steps", $"{longest}", "--measured", $"{PortSketches}"));
            race.Run(rounds);
        }
    }

    /// <summary>The ceiling in bfloat16, as a measurement of its own: the products of a round stand beside the one in float32.</summary>
    private static void Rounded(int rounds, List<Measurement> results)
    {
        using Race race = new(results);
        race.Add("ceiling", Contestant.Ours("ceiling"));
        race.Run(rounds);
    }

    /// <summary>The command line as users start it: all of the process, its build excluded.</summary>
    private static void StartUp(string rpcl, int rounds, List<Measurement> results)
    {
        string drawn = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        for (int round = 0; round < rounds; round++)
        {
            double help = Seconds("--help"), sample = Seconds("sample", "--count", "1", "--out", drawn);
            Directory.Delete(drawn, recursive: true);
            results.Add(new Measurement(
                "start", round, new Dictionary<string, double> { ["help_seconds"] = help, ["sample_one_seconds"] = sample }));
        }

        double Seconds(params string[] arguments)
        {
            ProcessStartInfo start = new(rpcl, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["RPCL_NO_BUILD"] = "1";
            long began = Stopwatch.GetTimestamp();
            using Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? Stopwatch.GetElapsedTime(began).TotalSeconds
                : throw new InputException(rpcl, string.Join(' ', arguments), "exit status 0", $"{process.ExitCode}");
        }
    }

    private static Measurement One(string name, string[] lines) => new(name, 0, Contestant.Parse(lines.Single()));
}
