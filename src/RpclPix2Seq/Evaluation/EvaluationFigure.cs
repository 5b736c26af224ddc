using System.Globalization;
using RpclPix2Seq.Evaluation.Distribution;

namespace RpclPix2Seq.Evaluation;

/// <summary>One number of a report, with its own name.</summary>
/// <param name="Key">Its short name for files and tables, such as <c>rec</c>, <c>ret10</c> or <c>rec_heal30</c>.</param>
/// <param name="Title">Its human-readable name.</param>
/// <param name="Value">The number.</param>
/// <param name="Interval">Its interval and number of sketches, or null where it has no interval.</param>
/// <param name="IsShare">Whether it is a share, best read in percent.</param>
internal sealed record EvaluationFigure(string Key, string Title, double Value, Estimate? Interval, bool IsShare)
{
    /// <summary>The figures of a report, always in the same order; those that were not measured are absent.</summary>
    public static IReadOnlyList<EvaluationFigure> Of(EvaluationReport report)
    {
        List<EvaluationFigure> figures = [];
        if (report.UpperBound is { } bound)
            figures.Add(Share("rec_upper", "Rec of the originals", bound.Accuracy));
        foreach (ConditionReport condition in report.Conditions)
        {
            string percent = (100 * condition.Masked).ToString("0.####", CultureInfo.InvariantCulture);
            (string key, string title) = condition.BestOf is { } tries ? ($"_best{tries}", $", best of {tries}")
                : condition.Masked > 0 ? ($"_heal{percent}", $", {percent} % masked")
                : ("", "");
            if (condition.Recognition is { } recognition)
                figures.Add(Share("rec" + key, "Rec" + title, recognition.Accuracy));
            figures.AddRange(condition.Retrieval.Tops.Select(top => Share($"ret{top.Top}{key}", $"Ret@{top.Top}{title}", top.Hits)));
        }

        AddDistribution(report.Distribution, "", "");
        if (report.Unconditional is { } unconditional)
        {
            figures.Add(Share("rec_unconditional", "Rec, from the mixture", unconditional.Recognition.Accuracy));
            AddDistribution(unconditional.Distribution, "_unconditional", ", from the mixture");
        }

        return figures;

        void AddDistribution(DistributionReport? distribution, string key, string title)
        {
            if (distribution is null)
                return;
            figures.Add(new EvaluationFigure("frechet" + key, "Fréchet distance" + title, distribution.Frechet, null, IsShare: false));
            figures.Add(Share("precision" + key, "precision" + title, distribution.Precision));
            figures.Add(Share("recall" + key, "recall" + title, distribution.Recall));
        }
    }

    private static EvaluationFigure Share(string key, string title, Estimate estimate) =>
        new(key, title, estimate.Value, estimate, IsShare: true);
}
