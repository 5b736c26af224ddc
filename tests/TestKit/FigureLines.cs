using System.Globalization;

namespace RpclPix2Seq.TestKit;

/// <summary>The closing lines <c>figure NAME VALUE</c> of a program.</summary>
public static class FigureLines
{
    /// <summary>The figures in <paramref name="output"/>, in order.</summary>
    public static Dictionary<string, double> Of(string output) =>
        output.Split('\n').Where(line => line.StartsWith("figure ", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .ToDictionary(words => words[1], words => double.Parse(words[2], CultureInfo.InvariantCulture));
}
