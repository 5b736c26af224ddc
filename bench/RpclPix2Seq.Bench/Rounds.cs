using System.Text.Json;

namespace RpclPix2Seq.Bench;

/// <summary>
/// The protocol of a measurement that is interleaved with others: it warms up, prints <c>{"ready":1}</c>, and then makes one measurement
/// for every line that it reads, and prints each as one line of JSON with numbers. It ends when its input ends. With <c>--rounds N</c> it
/// makes N measurements by itself.
/// </summary>
internal static class Rounds
{
    public const string Option = "rounds", Ready = "ready";

    public static void Run(Arguments arguments, Action warmUp, Func<Dictionary<string, double>> measure)
    {
        warmUp();
        if (arguments.Has(Option))
        {
            for (int round = arguments.Number(Option, 1, least: 1); round > 0; round--)
                Say(measure());
            return;
        }

        Say(new() { [Ready] = 1 });
        while (Console.In.ReadLine() is not null)
            Say(measure());
    }

    public static void Say(Dictionary<string, double> values)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(values));
        Console.Out.Flush();
    }
}
