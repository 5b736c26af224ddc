using System.Globalization;

namespace RpclPix2Seq.Training;

/// <summary>
/// Judges whether a loss can be learnt from: it must be finite, and not stand out of the last hundred. A loss L stands out if L − m exceeds (factor − 1)·max(|m|, 1), with m
/// their median; before there are twenty nothing stands out.
/// </summary>
internal sealed class LossWatch(double factor)
{
    private const int Window = 100, Least = 20;
    private readonly Queue<double> _recent = new(Window);

    /// <summary>The losses that it remembers, oldest first.</summary>
    public IReadOnlyList<double> Recent
    {
        get => [.. _recent];
        set
        {
            _recent.Clear();
            foreach (double loss in value)
                _recent.Enqueue(loss);
        }
    }

    /// <summary>Why a loss cannot be learnt from, or null.</summary>
    public string? Judge(double loss)
    {
        if (!double.IsFinite(loss))
            return "the loss is not finite";
        if (factor <= 0 || _recent.Count < Least)
            return null;
        double median = Median();
        return loss - median > (factor - 1) * Math.Max(Math.Abs(median), 1)
            ? string.Create(CultureInfo.InvariantCulture, $"the loss is {loss:G4} after a median of {median:G4}")
            : null;
    }

    /// <summary>Remembers a loss that was learnt from.</summary>
    public void Add(double loss)
    {
        if (_recent.Count == Window)
            _recent.Dequeue();
        _recent.Enqueue(loss);
    }

    private double Median()
    {
        double[] sorted = [.. _recent.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
