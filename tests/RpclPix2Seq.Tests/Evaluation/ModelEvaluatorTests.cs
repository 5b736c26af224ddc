using RpclPix2Seq.Codes;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Evaluation.Retrieval;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Collectives;
using RpclPix2Seq.Tests.Networks;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Evaluation;

[LeakCheck]
public sealed class ModelEvaluatorTests
{
    private static readonly EvaluationSource Source = new("model", "data", "test", "classifier");

    private static readonly EvaluationOptions Options = new()
    {
        Sampling = new SamplingOptions { MaxLength = 12, Temperature = 1 },
        Bootstrap = new BootstrapOptions { Resamples = 40 },
    };

    [Fact]
    public void A_perfect_generator_is_found_always()
    {
        using LoadedModel loaded = Loaded();
        LabeledSketch[] sketches = Sketches(20);
        foreach (RetrievalDirection direction in Enum.GetValues<RetrievalDirection>())
        {
            EvaluationOptions options = Options with { Retrieval = new RetrievalOptions { Direction = direction } };
            EvaluationResult result = new ModelEvaluator(loaded, null, options, Source)
                .Evaluate(sketches, ProceduralSketches.Categories, Perfect(loaded, sketches));
            RetrievalReport retrieval = result.Report.Conditions[0].Retrieval;
            Assert.All(retrieval.Tops, top => Assert.Equal(new Estimate(1, 1, 1, 100), top.Hits));
            Assert.Equal(0, retrieval.MedianRank);
            Assert.All(result.Sketches, sketch => Assert.Equal((0, 0.0), (sketch.Rank, sketch.Distance)));
            Assert.Equal(result.Report.OriginalStrokes, result.Report.DrawnStrokes);
        }
    }

    [Fact]
    public void A_shuffled_generator_is_found_by_chance()
    {
        using LoadedModel loaded = Loaded();
        LabeledSketch[] sketches = Sketches(40);
        GeneratedSketch[] perfect = Perfect(loaded, sketches);
        int[] order = [.. Enumerable.Range(0, perfect.Length)];
        CounterRandom random = new(8);
        random.Shuffle<int>(order);
        GeneratedSketch[] shuffled = [.. perfect.Select((sketch, i) => sketch with { Sketch = perfect[order[i]].Sketch })];
        RetrievalReport retrieval = new ModelEvaluator(loaded, null, Options, Source)
            .Evaluate(sketches, ProceduralSketches.Categories, shuffled).Report.Conditions[0].Retrieval;

        // 200 sketches: by chance 1 of them is right, and 50 are in a top-50 (σ = 6).
        Assert.InRange(retrieval.Tops[0].Hits.Value, 0, 0.03);
        Assert.InRange(retrieval.Tops[2].Hits.Value, 0.12, 0.38);
    }

    [Fact]
    public void Everything_is_measured_and_comes_back_from_its_file()
    {
        using LoadedModel loaded = Loaded();
        using SketchClassifier classifier = Classifier([.. ProceduralSketches.Categories, "owl"]);
        LabeledSketch[] sketches = Sketches(3);
        List<string> told = [];
        EvaluationResult result = new ModelEvaluator(loaded, classifier, Options with { Healing = [0.3, 0.1] }, Source)
            .Evaluate(sketches, ProceduralSketches.Categories, (part, done, total) => told.Add($"{part} {done}/{total}"));
        EvaluationReport report = result.Report;
        Assert.Equal([0, 0.1, 0.3], report.Conditions.Select(condition => condition.Masked));
        Assert.All(report.Conditions, condition => Assert.InRange(condition.MaskedInFact, condition.Masked, condition.Masked + 0.05));
        Assert.All(report.Conditions, condition => Assert.Equal(15, condition.Recognition!.Confusion.Sum(row => row.Sum())));
        Assert.Equal(
            ["drawing 15/15", "healing 10 % 15/15", "healing 30 % 15/15"],
            told.Where(line => line.EndsWith("15/15", StringComparison.Ordinal) && !line.StartsWith("encoding", StringComparison.Ordinal))
                .Distinct());
        Assert.Equal((15, 15, 128), (report.Distribution!.Real, report.Distribution.Generated, report.Distribution.FeatureSize));
        Assert.Equal(15, report.Data.Sketches);
        Assert.Equal(15, report.DrawnStrokes.Points.Count);
        Assert.Equal((4L, 3, "gmm"), (report.Model.Step, report.Model.CodeSize, report.Model.Prior));
        Assert.Equal(
            ["rec_upper", "rec", "ret1", "ret10", "rec_heal10", "ret1_heal10", "ret10_heal10", "rec_heal30", "ret1_heal30", "ret10_heal30",
                "frechet", "precision", "recall"],
            EvaluationFigure.Of(report).Select(figure => figure.Key));

        using TemporaryFolder folder = new();
        EvaluationReportFile.Write(folder.File("report.json"), report);
        Assert.Equal(EvaluationReportFile.Render(report), EvaluationReportFile.Render(EvaluationReportFile.Read(folder.Path)));
        Assert.Equal(EvaluationFigure.Of(report), EvaluationFigure.Of(EvaluationReportFile.Read(folder.File("report.json"))));
        EvaluationResult again = new ModelEvaluator(loaded, classifier, Options with { Healing = [0.1, 0.3] }, Source)
            .Evaluate(sketches, ProceduralSketches.Categories);
        Assert.Equal(EvaluationReportFile.Render(report), EvaluationReportFile.Render(again.Report));
    }

    [Fact]
    public void Drawings_from_the_mixture_are_measured_where_asked()
    {
        using LoadedModel loaded = Loaded();
        using SketchClassifier classifier = Classifier(ProceduralSketches.Categories);
        EvaluationReport report = new ModelEvaluator(loaded, classifier, Options with { Unconditional = true }, Source)
            .Evaluate(Sketches(3), ProceduralSketches.Categories).Report;
        UnconditionalReport measured = report.Unconditional!;
        Assert.Equal(15, measured.Recognition.Confusion.Sum(row => row.Sum()));
        Assert.Equal((15, 15), (measured.Distribution!.Real, measured.Distribution.Generated));
        Assert.Equal(
            ["frechet", "precision", "recall", "rec_unconditional", "frechet_unconditional", "precision_unconditional",
                "recall_unconditional"],
            EvaluationFigure.Of(report).Select(figure => figure.Key).TakeLast(7));
        Assert.Equal(
            EvaluationReportFile.Render(report),
            EvaluationReportFile.Render(RecordJson.Parse<EvaluationReport>(EvaluationReportFile.Render(report), "report", "", "a report")));

        // The same drawings as `sample` makes, with the answers that the classifier gives.
        Sketch[] drawn = [.. new SketchGenerator(loaded, Options.Sampling).FromMixture(15).Select(d => d.Sketch)];
        Assert.Equal(
            classifier.Classify(drawn, loaded.Config.FirstRow).Category.CountBy(answer => answer).OrderBy(count => count.Key),
            Enumerable.Range(0, 5).ToDictionary(answer => answer, answer => measured.Recognition.Confusion.Sum(row => row[answer]))
                .Where(count => count.Value > 0));
        Assert.Throws<InputException>(() => new ModelEvaluator(loaded, null, Options with { Unconditional = true }, Source));
    }

    // More sketches than an encoder's batch, so that two ranks have something to encode; drawn with tensor operators, and by fused kernels.
    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public void Ranks_that_share_the_work_come_to_the_bits_of_one(int decoderSize)
    {
        EvaluationOptions options = Options with
        {
            Healing = [0.3],
            Unconditional = true,
            Sampling = Options.Sampling with { BestOf = 2, BatchSize = 50 },
        };
        LabeledSketch[] sketches = Sketches(52);
        (string Report, SketchCodes Codes, ClassifierAnswers Answers) expected = Measure(new SingleCollective());
        Exception?[] thrown = ThreadCollective.Run(3, ranks =>
        {
            (string Report, SketchCodes Codes, ClassifierAnswers Answers) found = Measure(ranks);
            Assert.Equal(expected.Report, found.Report);
            Assert.Equal(expected.Codes.Variance, found.Codes.Variance);
            Assert.Equal(expected.Codes.Component, found.Codes.Component);
            Assert.Equal(expected.Codes.Posterior, found.Codes.Posterior);
            Assert.Equal(expected.Answers.Loss, found.Answers.Loss);
        });
        Assert.All(thrown, Assert.Null);

        (string Report, SketchCodes Codes, ClassifierAnswers Answers) Measure(ICollective ranks)
        {
            using LoadedModel loaded = Loaded(decoderSize) with { Ranks = ranks };
            using SketchClassifier classifier = Classifier(ProceduralSketches.Categories);
            Sketch[] drawings = [.. sketches.Select(sketch => sketch.Sketch)];
            return (
                EvaluationReportFile.Render(
                    new ModelEvaluator(loaded, classifier, options, Source).Evaluate(sketches, ProceduralSketches.Categories).Report),
                SketchCodes.Of(loaded, [.. drawings.Select(EncoderInput.Of)]),
                classifier.Classify(drawings, FirstRow.Move, ranks: ranks));
        }
    }

    [Fact]
    public void The_main_category_of_a_component_is_that_of_most_of_its_originals()
    {
        // Component 0 has two of category 1 and one of category 2, component 1 none (its mean is next to the last original), component 2
        // mostly category 2, and component 3 is dead.
        MixtureValues mixture = new(1, [0, 9, 5, 70], [1, 1, 1, 1], [0.5f, 0.2f, 0.3f, 0], [0, 2, 1]);
        Assert.Equal(
            [1, 3, 2, 0],
            UnconditionalReport.MainCategories(mixture, [0, 0, 0, 4, 4, 8], [0, 0, 0, 2, 2, 2], [1, 2, 1, 2, 2, 3]));
        Assert.Equal(2, UnconditionalReport.MainCategories(mixture, [4, 4], [2, 2], [3, 2])[2]);
    }

    [Fact]
    public void One_sketch_only_and_categories_without_any()
    {
        using LoadedModel loaded = Loaded();
        using SketchClassifier classifier = Classifier(ProceduralSketches.Categories);
        LabeledSketch[] one = [Sketches(1)[3]];
        EvaluationReport report = new ModelEvaluator(loaded, classifier, Options, Source)
            .Evaluate(one, ProceduralSketches.Categories).Report;
        Assert.Empty(report.Conditions[0].Retrieval.Tops); // it cannot but be found
        Assert.Equal([0, 0, 0, 1, 0], report.Data.Categories.Select(category => category.Count));
        Assert.Null(report.Distribution);
        Assert.Equal([true, true, true, false, true], report.UpperBound!.Categories.Select(category => category.Accuracy is null));
        Assert.Equal(report.UpperBound.Categories.Count, report.Conditions[0].Retrieval.Categories.Count);
    }

    [Fact]
    public void Equal_codes_are_counted_where_it_is_looked_for_them()
    {
        using LoadedModel loaded = Loaded();
        LabeledSketch[] sketches = Sketches(2);
        GeneratedSketch[] alike = [.. Perfect(loaded, sketches)];
        for (int i = 1; i < alike.Length; i++)
            alike[i] = alike[i] with { Sketch = alike[0].Sketch };
        Assert.Equal(0, Duplicates(RetrievalDirection.Paper));
        Assert.Equal(alike.Length - 1, Duplicates(RetrievalDirection.Reverse));

        int Duplicates(RetrievalDirection direction) =>
            new ModelEvaluator(loaded, null, Options with { Retrieval = new RetrievalOptions { Direction = direction } }, Source)
            .Evaluate(sketches, ProceduralSketches.Categories, alike).Report.Conditions[0].Retrieval.Duplicates;
    }

    [Fact]
    public void More_than_ten_categories()
    {
        using LoadedModel loaded = Loaded();
        string[] names = [.. Enumerable.Range(0, 13).Select(i => $"c{i}")];
        using SketchClassifier classifier = Classifier(names);
        LabeledSketch[] sketches = [.. Sketches(6).Take(26).Select((sketch, i) => sketch with { Category = i % 13 })];
        EvaluationReport report = new ModelEvaluator(loaded, classifier, Options, Source).Evaluate(sketches, names).Report;
        Assert.Equal(13, report.Conditions[0].Recognition!.Categories.Count);
        Assert.All(report.Conditions[0].Retrieval.Categories, category => Assert.Equal(2, category.Count));
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        using LoadedModel loaded = Loaded();
        using SketchClassifier classifier = Classifier(["bee"]);
        LabeledSketch[] sketches = Sketches(2);
        GeneratedSketch[] perfect = Perfect(loaded, sketches);
        string[] categories = [.. ProceduralSketches.Categories];
        ModelEvaluator evaluator = new(loaded, null, Options, Source);
        Assert.StartsWith(
            "data: expected sketches to evaluate", Assert.Throws<InputException>(() => evaluator.Evaluate([], categories)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "classifier: expected a classifier that knows the category 'bus'",
            Assert.Throws<InputException>(
                () => new ModelEvaluator(loaded, classifier, Options, Source)
                    .Evaluate(sketches, categories)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => new ModelEvaluator(loaded, null, Options with { Healing = [1.5] }, Source));
        Assert.Throws<InputException>(() => new ModelEvaluator(loaded, null, Options with { Healing = [0.12345678] }, Source));
        Assert.Throws<InputException>(
            () => new ModelEvaluator(loaded, null, Options with { Healing = [0.1] }, Source).Evaluate(sketches, categories, perfect));
        GeneratedSketch[] foreign = [.. perfect.Select(sketch => sketch with { Code = [.. sketch.Code.Select(value => value + 1)] })];
        Assert.Contains(
            "the codes that this model gives",
            Assert.Throws<InputException>(() => evaluator.Evaluate(sketches, categories, foreign)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => evaluator.Evaluate(sketches, categories, perfect[..3]));
    }

    [Theory]
    [InlineData("{", "found")]
    [InlineData("{\"format\": \"rpcl-pix2seq evaluation 2\"}", "required")]
    [InlineData("null", "found null")]
    public void A_damaged_report_is_one_line(string text, string said)
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "found a folder without report.json", Assert.Throws<InputException>(() => EvaluationReportFile.Read(folder.Path)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "found nothing", Assert.Throws<InputException>(() => EvaluationReportFile.Read(folder.File("absent"))).Message,
            StringComparison.Ordinal);
        File.WriteAllText(folder.File("report.json"), text);
        string message = Assert.Throws<InputException>(() => EvaluationReportFile.Read(folder.Path)).Message;
        Assert.StartsWith(folder.File("report.json"), message, StringComparison.Ordinal);
        Assert.Contains(said, message, StringComparison.Ordinal);
    }

    /// <summary>Every original comes back unchanged.</summary>
    private static GeneratedSketch[] Perfect(LoadedModel loaded, LabeledSketch[] sketches)
    {
        SketchCodes codes = SketchCodes.Of(loaded, [.. sketches.Select(sketch => EncoderInput.Of(sketch.Sketch))]);
        return [.. sketches.Select(
            (sketch, i) => new GeneratedSketch(sketch.Sketch, codes.Mean[(i * codes.CodeSize)..((i + 1) * codes.CodeSize)], 0))];
    }

    private static LabeledSketch[] Sketches(int perCategory) =>
    [
        .. ProceduralSketches.Categories.SelectMany(
            (name, category) =>
                Enumerable.Range(0, perCategory).Select(i => new LabeledSketch(ProceduralSketches.Draw(name, 1, i).Sketch, category, i))),
    ];

    private static SketchClassifier Classifier(IReadOnlyList<string> categories)
    {
        using Generator generator = new(3, CPU);
        return new SketchClassifier(ClassifierShape.SketchANetSmall, categories, generator);
    }

    private static LoadedModel Loaded(int decoderSize = 4)
    {
        using Generator generator = new(1, CPU);
        NetworkShape shape = Tiny.Shape(DecoderModel.Lstm) with { DecoderSize = decoderSize };
        return new LoadedModel(
            new Pix2SeqModel(shape, generator, reference: false, ScalarType.Float32), Tiny.Config(DecoderModel.Lstm), Tiny.Facts);
    }
}
