using System.Globalization;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Evaluation.Distribution;
using RpclPix2Seq.Evaluation.Retrieval;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>The page of one evaluation.</summary>
internal static class EvaluationPage
{
    private const int ShownPairs = 18, ShownMistakes = 36, MostConfused = 60;

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="result">The evaluation result.</param>
    /// <param name="firstRow">The meaning of the sketches' first row.</param>
    public static void Write(string path, EvaluationResult result, FirstRow firstRow)
    {
        EvaluationReport report = result.Report;
        ReportPage page = new("How well a model redraws")
        {
            Lead = $"{report.Model.Path} after {report.Model.Step:N0} steps, on {report.Data.Sketches:N0} sketches of the split "
                + $"{report.Data.Split} of {report.Data.Path}.",
            Footer = "Made by rpcl evaluate.",
        };
        page.Add(
            new FiguresSection(
                [.. EvaluationFigure.Of(report)
                    .Where(figure => !figure.Key.Contains('_', StringComparison.Ordinal) || figure.Key == "rec_upper").Select(Tile)]))
            .Add(Measures(report))
            .Add(Categories(report));
        if (report.Distribution is { } distribution)
            page.Add(Spread(distribution));
        page.Add(Strokes(report));
        if (report.Conditions[0].Recognition is { } recognition && recognition.Answers.Count <= MostConfused)
            page.Add(Confusion("What the drawings were taken for", recognition));
        if (report.UpperBound is { } bound && bound.Answers.Count <= MostConfused)
            page.Add(Confusion("What the originals were taken for", bound));
        AddDrawings(page, result.Sketches, report, firstRow);
        page.Add(Settings(report)).Write(path);
    }

    private static KeyFigure Tile(EvaluationFigure figure) =>
        new(figure.Title, EvaluationTable.Value(figure), EvaluationTable.Interval(figure));

    private static TableSection Measures(EvaluationReport report) => new(
        [new Column("measure"), new Column("value", IsRight: true), new Column(
            EvaluationTable.IntervalTitle(report), IsRight: true), new Column("sketches", IsRight: true)],
        [
            .. EvaluationFigure.Of(report).Select(figure => (IReadOnlyList<string>)[
                figure.Title, EvaluationTable.Value(figure), EvaluationTable.Interval(figure),
                figure.Interval is { } interval ? $"{interval.Count}" : ""]),
        ])
    {
        Heading = "All measures",
        Lead = "Rec: how often a classifier of real sketches recognizes a drawing's category. Ret@n: how often a drawing, encoded again, "
            + "finds its original's code among the n nearest. "
            + "Masked: the model saw pictures with parts of the ink missing.",
    };

    private static TableSection Categories(EvaluationReport report)
    {
        ConditionReport plain = report.Conditions[0];
        return new TableSection(
            [
                new Column("category"), new Column("sketches", IsRight: true), new Column("Rec of the originals", IsRight: true),
                new Column("Rec", IsRight: true),
                .. RetrievalOptions.Tops.Select(top => new Column($"Ret@{top}", IsRight: true)),
            ],
            [
                .. plain.Retrieval.Categories.Select((category, i) => (IReadOnlyList<string>)[
                    category.Category, $"{category.Count}", Share(report.UpperBound?.Categories[i].Accuracy),
                    Share(plain.Recognition?.Categories[i].Accuracy),
                    .. RetrievalOptions.Tops.Select((_, n) => Share(category.Tops.ElementAtOrDefault(n)?.Hits))]),
            ])
        {
            Heading = "By category",
            Lead = "Each sketch is searched for among the sketches of all categories.",
        };
    }

    private static TableSection Spread(DistributionReport distribution) => new(
        [new Column("originals against drawings"), new Column("value", IsRight: true), new Column("interval", IsRight: true)],
        [
            ["Fréchet distance", EvaluationTable.Number(distribution.Frechet), ""],
            ["Fréchet distance of two halves of the originals", distribution.FrechetOfHalves is { } halves ? EvaluationTable.Number(
                halves) : "-", ""],
            ["precision", EvaluationTable.Percent(distribution.Precision.Value), Interval(distribution.Precision)],
            ["recall", EvaluationTable.Percent(distribution.Recall.Value), Interval(distribution.Recall)],
        ])
    {
        Heading = "Distribution",
        Lead = $"On the {distribution.FeatureSize} features of the sketch classifier: this is not the FID of Inception features, and only "
            + "numbers from the same classifier and about the same number of sketches are comparable.",
    };

    private static TableSection Strokes(EvaluationReport report) => new(
        [
            new Column("mean per sketch"), new Column("originals", IsRight: true), new Column("interval", IsRight: true),
            new Column("drawings", IsRight: true),
            new Column("interval", IsRight: true),
        ],
        [
            .. EvaluationTable.Strokes(report).Select(row => (IReadOnlyList<string>)[
                row.Title, EvaluationTable.Number(row.Original.Value), EvaluationTable.Interval(row.Original),
                EvaluationTable.Number(row.Drawn.Value), EvaluationTable.Interval(row.Drawn)]),
            ["without a line", $"{report.OriginalStrokes.Blank}", "", $"{report.DrawnStrokes.Blank}", ""],
        ])
    {
        Heading = "Strokes",
        Lead = "Lengths are in data units.",
    };

    private static ConfusionSection Confusion(string heading, RecognitionReport recognition) =>
        new([.. recognition.Categories.Select(category => category.Category)], recognition.Answers, recognition.Confusion)
        {
            Heading = heading,
            Lead = "A row is a category, a column what the classifier took its sketches for.",
        };

    private static void AddDrawings(ReportPage page, IReadOnlyList<EvaluatedSketch> sketches, EvaluationReport report, FirstRow firstRow)
    {
        int[] order = [.. Enumerable.Range(0, sketches.Count).OrderBy(i => sketches[i].Distance)];
        int shown = Math.Min(ShownPairs, order.Length), middle = (order.Length - shown) / 2;
        page.Add(new SheetSection(new Sheet
        {
            FirstRow = firstRow,
            Rows =
            [
                Row("best", order[..shown]),
                Row("median", order[middle..(middle + shown)]),
                Row("worst", [.. order.Reverse().Take(shown)]),
            ],
        })
        {
            Heading = "Originals and drawings",
            Lead = "Sorted by the distance between the codes of drawing and original.",
        });
        int[] mistakes =
        [
            .. Enumerable.Range(0, sketches.Count).Where(i => sketches[i].Rank > 0).OrderByDescending(i => sketches[i].Rank).ThenBy(i => i)
                .Take(ShownMistakes),
        ];
        if (mistakes.Length == 0)
            return;
        bool paper = report.Settings.Direction == RetrievalDirection.Paper;
        page.Add(new SheetSection(new Sheet { FirstRow = firstRow, Rows = [new SheetRow([.. mistakes.SelectMany(Mistake)])] })
        {
            Heading = "Retrieval mistakes",
            Lead = paper
                ? "The drawing that was looked up, the original that was nearest to it, and its own original with how many were nearer."
                : "The original that was looked up, the drawing that was nearest to it, and its own drawing with how many were nearer.",
        });

        SheetRow Row(string heading, int[] some) => new(
            [.. some.SelectMany(i => SampleSheets.Pair(SheetCell.Of(sketches[i].Original, sketches[i].Category), sketches[i].Drawn))])
        {
            Heading = heading,
        };

        SheetCell[] Mistake(int i)
        {
            EvaluatedSketch query = sketches[i], found = sketches[query.Nearest];
            string nearer = $"{query.Rank} nearer";
            return paper
                ? [SheetCell.Of(query.Drawn, query.Category, SheetTone.Pale), SheetCell.Of(
                    found.Original, found.Category, SheetTone.Warm, joined: true), SheetCell.Of(query.Original, nearer, joined: true)]
                : [SheetCell.Of(query.Original, query.Category), SheetCell.Of(
                    found.Drawn, found.Category, SheetTone.Warm, joined: true), SheetCell.Of(query.Drawn, nearer, SheetTone.Pale,
                    joined: true)];
        }
    }

    private static string Temperature(RecordedOptions settings) =>
        TemperatureText.Of(settings.Temperature, settings.SpreadTemperature, settings.PenTemperature, settings.CodeTemperature);

    private static TableSection Settings(EvaluationReport report)
    {
        RecordedOptions settings = report.Settings;
        RetrievalReport retrieval = report.Conditions[0].Retrieval;
        return new TableSection(
            [new Column("setting"), new Column("value")],
            [
                ["model", report.Model.Path],
                ["parameters", Whole(report.Model.Parameters)],
                ["decoder, prior", $"{report.Model.Decoder}, {report.Model.Prior}"],
                ["mixture", $"{report.Model.LatentMethod}, {report.Model.Components} components alive"],
                ["training seed", $"{report.Model.Seed}"],
                ["drawings", report.Data.Samples ?? "made afresh"],
                ["temperature", Temperature(settings)],
                ["seed", $"{settings.Seed}"],
                ["classifier", settings.Classifier is null ? "none" : $"{settings.Classifier} ({settings.ClassifierVariant})"],
                ["retrieval", $"{settings.Direction.ToString().ToLowerInvariant()}, {settings.Counting.ToString().ToLowerInvariant()}"],
                ["median rank of the matching code", retrieval.MedianRank.ToString(CultureInfo.InvariantCulture)],
                ["ties, equal codes", $"{retrieval.Ties}, {retrieval.Duplicates}"],
                ["resamples", Whole(settings.Resamples)],
            ])
        {
            Heading = "Settings",
        };
    }

    private static string Share(Estimate? estimate) => estimate is null
        ? "-"
        : $"{EvaluationTable.Percent(estimate.Value)} ({Interval(estimate)})";

    private static string Interval(Estimate estimate) =>
        $"{EvaluationTable.Percent(estimate.Low)} to {EvaluationTable.Percent(estimate.High)}";

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
