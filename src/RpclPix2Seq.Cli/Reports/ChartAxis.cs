using System.Globalization;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>The scale of an axis, with ticks at round numbers.</summary>
internal sealed class ChartAxis
{
    private ChartAxis(double low, double high, double step)
    {
        (Low, High, Step) = (low, high, step);
    }

    /// <summary>The value at the beginning.</summary>
    public double Low { get; }

    /// <summary>The value at the end; above <see cref="Low"/>.</summary>
    public double High { get; }

    /// <summary>From one tick to the next.</summary>
    public double Step { get; }

    /// <summary>The values at which ticks stand, in ascending order.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            double first = Math.Ceiling((Low / Step) - 1e-9);
            for (int i = 0; (first + i) * Step <= High + (Step * 1e-9); i++)
                yield return (first + i) * Step;
        }
    }

    /// <summary>An axis for values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, at least <paramref name="low"/>.</param>
    /// <param name="ticks">About how many ticks, at least 2.</param>
    /// <param name="round">Whether the axis goes on to the next ticks at both ends.</param>
    public static ChartAxis Of(double low, double high, int ticks, bool round)
    {
        // Far from zero, or where all is equal, neighbouring doubles are no scale.
        double least = Math.Max(Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-9, 1e-12);
        if (high - low < least)
            (low, high) = (low - Math.Max(least, Math.Abs(low) * 0.05), high + Math.Max(least, Math.Abs(high) * 0.05));
        double step = RoundStep((high - low) / ticks);
        return round ? new ChartAxis(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step) : new ChartAxis(low, high, step);
    }

    /// <summary>Where a value lies on the axis: 0 at its beginning, 1 at its end.</summary>
    public double Place(double value) => (value - Low) / (High - Low);

    /// <summary>A tick's label: as many decimals as the step has, thousands as k and millions as M.</summary>
    public string Label(double value)
    {
        (double unit, string suffix) = Math.Max(Math.Abs(Low), Math.Abs(High)) switch
        {
            >= 1e15 or < 1e-5 => (0, ""),
            >= 2e6 => (1e6, "M"),
            >= 1e4 => (1e3, "k"),
            _ => (1, ""),
        };
        if (unit == 0)
            return Math.Abs(value) < Step / 2 ? "0" : value.ToString("0.##e0", CultureInfo.InvariantCulture);
        int decimals = 0;
        while (decimals < 9 && Math.Round(Step / unit * Math.Pow(10, decimals), 6) % 1 != 0)
            decimals++;
        double shown = Math.Round(value / unit, decimals);
        return shown == 0 ? "0" : shown.ToString("F" + decimals, CultureInfo.InvariantCulture).Replace('-', '\u2212') + suffix;
    }

    // The least of 1, 2, 2.5, 5 and 10 times a power of ten that is not below.
    private static double RoundStep(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double[] steps = [1, 2, 2.5, 5, 10];
        return steps.First(step => step == 10 || step * power >= least * (1 - 1e-9)) * power;
    }
}
