using System.Globalization;
using RpclPix2Seq.Bench;
using RpclPix2Seq.Torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
TorchRuntime.EnsureLoaded();
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
switch (args.FirstOrDefault())
{
    case "decoder":
        DecoderBench.Run(rounds, args.Length > 2 ? args[2] : "");
        return 0;
    case "sampling":
        SamplingBench.Run(rounds, args.Length > 2 ? args[2] : "");
        return 0;
    default:
        Console.Error.WriteLine("usage: RpclPix2Seq.Bench decoder|sampling [ROUNDS] [CASE]");
        return 2;
}
