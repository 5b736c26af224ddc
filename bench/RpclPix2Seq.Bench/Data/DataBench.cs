using System.Globalization;

namespace RpclPix2Seq.Bench;

/// <summary>The cost of data: reading a file, creating and using a large dataset.</summary>
internal static class DataBench
{
    /// <summary>Runs <c>read NPZ [ROUNDS]</c>, <c>make FOLDER SKETCHES</c> or <c>scale FOLDER</c>.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        switch (arguments)
        {
            case ["read", string file, .. var rounds]:
                ReadBench.Run(file, rounds.Length > 0 ? int.Parse(rounds[0], CultureInfo.InvariantCulture) : 5);
                return 0;
            case ["make", string folder, string sketches]:
                ScaleBench.Make(folder, int.Parse(sketches, CultureInfo.InvariantCulture));
                return 0;
            case ["scale", string folder]:
                ScaleBench.Run(folder);
                return 0;
            default:
                Console.Error.WriteLine("usage: RpclPix2Seq.Bench data read NPZ [ROUNDS] | data make FOLDER SKETCHES | data scale FOLDER");
                return 2;
        }
    }
}
