using System.Globalization;
using RpclPix2Seq.Bench;
using RpclPix2Seq.Torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args.FirstOrDefault())
{
    case "decoder":
        TorchRuntime.EnsureLoaded();
        DecoderBench.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5, args.Length > 2 ? args[2] : "");
        return 0;
    case "data" when args.Length > 2 && args[1] == "read":
        ReadBench.Run(args[2], args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 5);
        return 0;
    case "data" when args.Length > 3 && args[1] == "make":
        ScaleBench.Make(args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
        return 0;
    case "data" when args.Length > 2 && args[1] == "scale":
        ScaleBench.Run(args[2]);
        return 0;
    default:
        Console.Error.WriteLine("usage: RpclPix2Seq.Bench decoder [ROUNDS] [CASE] | data read NPZ [ROUNDS] | data make FOLDER SKETCHES | data scale FOLDER");
        return 2;
}
