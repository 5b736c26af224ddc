using System.Globalization;
using RpclPix2Seq;
using RpclPix2Seq.Bench;
using RpclPix2Seq.Bench.Decoder;
using RpclPix2Seq.Bench.Micro;
using RpclPix2Seq.Bench.Suite;
using RpclPix2Seq.Bench.Training;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
ReadOnlySpan<string> rest = args.AsSpan(Math.Min(args.Length, 1));
try
{
    if (args.FirstOrDefault() == "data")
        return DataBench.Run(rest); // also measures memory, so libtorch is not loaded
    TorchRuntime.Configure(new TorchRuntimeOptions { Threads = Machine.Threads });
    TorchRuntime.EnsureLoaded();
    switch (args.FirstOrDefault())
    {
        case "ceiling":
            Rounds.Run(
                new(rest, Rounds.Option), () => Ceiling.Measure(),
                () => new() { ["gflops"] = Ceiling.Measure(), ["gflops_bfloat16"] = Ceiling.Measure(bfloat16) });
            return 0;
        case "decoder":
            DecoderBench.Run(new(rest, "case", "path", Rounds.Option));
            return 0;
        case "compare":
            DecoderBench.Compare(new(rest, "case", Rounds.Option));
            return 0;
        case "memory":
            MemoryBench.Run(new(rest, "case", "path"));
            return 0;
        case "train-step":
            TrainStepBench.Run(new(rest, TrainingCase.Names));
            return 0;
        case "parts":
            StepParts.Run(new(rest, TrainingCase.Names));
            return 0;
        case "sampling":
            SamplingBench.Run(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 5, rest.Length > 1 ? rest[1] : "");
            return 0;
        case "growth":
            GrowthBench.Run(new(rest, "data", "categories", "measured"));
            return 0;
        case "micro":
            MicroBench.Run(new(rest, "out"));
            return 0;
        case "suite":
            SuiteBench.Run(new(rest, "data", "categories", "peers", "python", "rpcl", "out", "quick"));
            return 0;
        case "summarize":
            Summarize.Run(new(rest, "rounds", "micro", "out"));
            return 0;
        default:
            Console.Error.WriteLine(
                """
                usage: RpclPix2Seq.Bench VERB [OPTIONS]
                  ceiling [--rounds N]                                                  what the machine can do: a 1024³ product
                  decoder --case CASE --path fused|bfloat16|readable [--rounds N]       forward and backward of the decoder
                  compare [--case CASE] [--rounds N]                                    both paths and the ceiling, as a table
                  memory [--case CASE] [--path fused|keeping|readable]                   peak memory of one such pass
                  train-step --data FOLDER --categories A,B [--measured N] [--rounds N] whole training steps
                  parts --data FOLDER --categories A,B [--measured N] [--rounds N]      the same, split by part
                  sampling [ROUNDS] [hyper_512|hyper_2048]                              many sketches at once, and one at a time
                  growth --data FOLDER --categories A,B [--measured N]                  step time over each size
                  data read NPZ [ROUNDS] | make FOLDER SKETCHES | scale FOLDER          reading, and a dataset of that many sketches
                  micro [--out FOLDER]                                                  single kernels, by BenchmarkDotNet
                  suite …, summarize …                                                  what bench/run.sh calls
                """);
            return 2;
    }
}
catch (InputException e)
{
    Console.Error.WriteLine($"bench: error: {e.Message}");
    return 2;
}
