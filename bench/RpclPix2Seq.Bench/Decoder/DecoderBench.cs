namespace RpclPix2Seq.Bench.Decoder;

/// <summary>Forward and backward of the decoder's recurrent part, readable and fused, as shares of the machine's ceiling.</summary>
internal static class DecoderBench
{
    /// <summary>One case on one path, in rounds: <c>seconds</c>.</summary>
    public static void Run(Arguments arguments)
    {
        using DecoderPass pass = new(DecoderCase.Find(arguments.Text("case")), arguments.Text("path"));
        Rounds.Run(arguments, () => pass.Time(), () => new() { ["seconds"] = pass.Time() });
    }

    /// <summary>A quick table of both paths in one process, rounds interleaved with the ceiling.</summary>
    public static void Compare(Arguments arguments)
    {
        int rounds = arguments.Number(Rounds.Option, 5, least: 1);
        string only = arguments.Text("case", "");
        IReadOnlyList<DecoderCase> cases = only.Length == 0 ? DecoderCase.Reported : [DecoderCase.Find(only)];
        Console.WriteLine(
            $"{"case",-16} {"readable",10} {"fused",10} {"ceiling",10}  share readable → fused (GFLOP/s, medians of {rounds})");
        foreach (DecoderCase c in cases)
        {
            using DecoderPass fused = new(c, DecoderPass.Fused), readable = new(c, DecoderPass.Readable);
            List<double> ceiling = [], slow = [], fast = [];
            fused.Time();
            for (int round = 0; round < rounds; round++)
            {
                ceiling.Add(Ceiling.Measure());
                fast.Add(c.Operations / fused.Time() / 1e9);
                ceiling.Add(Ceiling.Measure());
                slow.Add(c.Operations / readable.Time() / 1e9);
            }

            double top = Ceiling.Median(ceiling), of = Ceiling.Median(fast), before = Ceiling.Median(slow);
            Console.WriteLine($"{c.Name,-16} {before,10:F1} {of,10:F1} {top,10:F1}  {before / top,6:P0} → {of / top:P0}");
        }
    }
}
