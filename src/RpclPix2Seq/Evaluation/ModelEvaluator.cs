using System.Text.Json;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Evaluation.Distribution;
using RpclPix2Seq.Evaluation.Retrieval;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Evaluation;

/// <summary>
/// Evaluates a model as the paper does: the model redraws sketches from their pictures. Rec is how often a classifier of real sketches
/// recognizes the drawings' categories; Ret is how often a drawing, rendered in black on white and encoded again, finds its original's
/// code. Any number of categories, and of sketches per category.
/// </summary>
internal sealed class ModelEvaluator
{
    // k of precision and recall.
    private const int Neighbors = 3;

    private readonly LoadedModel _loaded;
    private readonly SketchClassifier? _classifier;
    private readonly EvaluationOptions _options;
    private readonly EvaluationSource _source;
    private readonly SketchGenerator _generator;

    /// <param name="loaded">The model; the caller keeps ownership.</param>
    /// <param name="classifier">The classifier, or null to leave out what needs one; the caller keeps ownership.</param>
    /// <param name="options">What is measured, and how.</param>
    /// <param name="source">Names for the report.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public ModelEvaluator(LoadedModel loaded, SketchClassifier? classifier, EvaluationOptions options, EvaluationSource source)
    {
        (_loaded, _classifier, _options, _source) = (loaded, classifier, options.Validate(), source);
        if (options.Unconditional && classifier is null)
            throw new InputException("drawings from the mixture", "", "a classifier that measures them", "none", "name one");
        _generator = new SketchGenerator(loaded, options.Sampling with { BestOf = 1 });
    }

    /// <summary>Lets the model redraw sketches, and evaluates the drawings.</summary>
    /// <param name="sketches">At least one, of any of the categories.</param>
    /// <param name="categories">The names of the categories.</param>
    /// <param name="progress">Called with the current task, the number of sketches done, and their total.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InputException">There is no sketch, one cannot be drawn, or the classifier does not know a category.</exception>
    public EvaluationResult Evaluate(
        IReadOnlyList<LabeledSketch> sketches, IReadOnlyList<string> categories, Action<string, int, int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Sketch[] originals = Originals(sketches, categories);
        GeneratedSketch[] drawn = _generator.Reconstruct(
            originals, done => progress?.Invoke("drawing", done, originals.Length), cancellationToken);
        ClassifierAnswers? answers = Classify(originals, cancellationToken);
        EvaluationResult result = Measure(
            sketches, categories, [.. drawn.SelectMany(d => d.Code)], [.. drawn.Select(d => d.Sketch)], answers, progress,
            cancellationToken);
        if (!_options.Unconditional)
            return result;
        UnconditionalReport report = Unconditional(sketches, categories, drawn, answers!, progress, cancellationToken);
        return result with { Report = result.Report with { Unconditional = report } };
    }

    /// <summary>
    /// Evaluates drawings that were made before. There is no healing, because the pictures they were drawn from cannot be changed.
    /// </summary>
    /// <param name="sketches">The originals.</param>
    /// <param name="categories">The names of the categories.</param>
    /// <param name="drawn">The drawing made from each original, with the original's code.</param>
    /// <param name="progress">Called with the current task, the number of sketches done, and their total.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InputException">There is no sketch, one cannot be drawn, the classifier does not know a category, healing was asked
    /// for, or the codes belong to another model.</exception>
    public EvaluationResult Evaluate(
        IReadOnlyList<LabeledSketch> sketches, IReadOnlyList<string> categories, IReadOnlyList<GeneratedSketch> drawn,
        Action<string, int, int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Sketch[] originals = Originals(sketches, categories);
        if (drawn.Count != sketches.Count)
            throw new ArgumentException($"{drawn.Count} drawings of {sketches.Count} originals", nameof(drawn));
        if (_options.Healing.Count > 0 || _options.Unconditional || _options.Sampling.BestOf > 1)
            throw new InputException(
                _options.Unconditional ? "drawings from the mixture" : _options.Healing.Count > 0 ? "healing" : "the best of several", "",
                "a model that draws afresh", "drawings that were made before", "leave it out");
        float[] codes = [.. drawn.SelectMany(d => d.Code)];
        RequireOwn(codes, SketchCodes.Of(_loaded, [.. originals.Select(EncoderInput.Of)], cancellationToken: cancellationToken).Mean);
        return Measure(
            sketches, categories, codes, [.. drawn.Select(d => d.Sketch)], Classify(originals, cancellationToken), progress,
            cancellationToken);
    }

    /// <summary>Refuses codes of another model; another number of threads or another device changes them by much less.</summary>
    private void RequireOwn(float[] codes, float[] own)
    {
        const double allowed = 1e-4;
        double size = own.Sum(value => (double)value * value),
            difference = codes.Zip(own, (a, b) => ((double)a - b) * ((double)a - b)).Sum();
        if (!(difference <= allowed * size))
            throw new InputException(
                _source.Samples ?? "the drawings", "", "the codes that this model gives their originals", "others",
                "draw the samples again with this model and these data");
    }

    private Sketch[] Originals(IReadOnlyList<LabeledSketch> sketches, IReadOnlyList<string> categories)
    {
        if (sketches.Count == 0)
            throw new InputException(_source.Data, "", "sketches to evaluate", "none in this split", "name another with --split");
        _classifier?.IndicesOf(categories, _source.Classifier ?? "the classifier");
        return [.. sketches.Select(sketch => sketch.Sketch)];
    }

    private EvaluationResult Measure(
        IReadOnlyList<LabeledSketch> sketches, IReadOnlyList<string> categories, float[] codes, Sketch[] drawn,
        ClassifierAnswers? ofOriginals, Action<string, int, int>? progress, CancellationToken cancellationToken)
    {
        int[] labels = [.. sketches.Select(sketch => sketch.Category)];
        Sketch[] originals = [.. sketches.Select(sketch => sketch.Sketch)];
        Subject subject = new(originals, labels, categories, codes);
        ClassifierAnswers? ofDrawn = Classify(drawn, cancellationToken);
        Retrieved retrieved = Retrieve(subject, drawn, progress, cancellationToken);
        RetrievalRanks ranks = retrieved.Ranks;
        List<ConditionReport> conditions = [Condition(subject, 0, 0, retrieved, ofDrawn)];
        if (_options.Sampling.BestOf > 1)
            conditions.Add(Best(subject, progress, cancellationToken));
        foreach (double share in _options.Healing.Order())
            conditions.Add(Heal(subject, share, progress, cancellationToken));
        FirstRow firstRow = _loaded.Config.FirstRow;
        EvaluationReport report = new(
            EvaluationReport.CurrentFormat, Model(), Data(subject), Settings(), conditions, Recognition(subject, ofOriginals),
            ofOriginals is null || ofDrawn is null
                ? null
                : DistributionReport.Of(
                    ofOriginals.Features, ofDrawn.Features, ofOriginals.FeatureSize, Neighbors, _options.Bootstrap,
                    cancellationToken),
            StrokeStatistics.Of(originals, firstRow, _options.Bootstrap), StrokeStatistics.Of(drawn, firstRow, _options.Bootstrap));
        return new EvaluationResult(
            report,
            [
                .. originals.Select((original, i) => new EvaluatedSketch(
                    original, categories[labels[i]], drawn[i], ranks.Rank[i], ranks.Nearest[i], ranks.Distance[i],
                    ofDrawn is null ? null : _classifier!.Categories[ofDrawn.Category[i]])),
            ]);
    }

    /// <summary>Masks the originals' pictures, and compares what the model draws from them with the complete originals.</summary>
    private ConditionReport Heal(Subject subject, double share, Action<string, int, int>? progress, CancellationToken cancellationToken)
    {
        RasterOptions pictures = _generator.Pictures;
        int pixels = pictures.Size * pictures.Size;
        byte[] images = new byte[subject.Originals.Count * pixels];
        SketchPictures.DrawAll(subject.Originals, pictures, images, cancellationToken: cancellationToken);
        double masked = 0;
        EncoderInput[] inputs = new EncoderInput[subject.Originals.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            masked += SketchHealing.Mask(images.AsSpan(i * pixels, pixels), pictures.Size, share, _options.Sampling.Seed, i);
            inputs[i] = EncoderInput.Of(images.AsMemory(i * pixels, pixels));
        }

        string what = $"healing {100 * share:0.#} %";
        Sketch[] drawn =
        [
            .. _generator.Reconstruct(inputs, done => progress?.Invoke(what, done, inputs.Length), cancellationToken).Select(d => d.Sketch),
        ];
        return Condition(
            subject, share, masked / inputs.Length, Retrieve(subject, drawn, progress, cancellationToken),
            Classify(drawn, cancellationToken));
    }

    /// <summary>
    /// The best of several drawings, chosen by their own codes: without the classifier, but by the distance that retrieval ranks by.
    /// </summary>
    private ConditionReport Best(Subject subject, Action<string, int, int>? progress, CancellationToken cancellationToken)
    {
        string what = $"best of {_options.Sampling.BestOf}";
        Sketch[] drawn =
        [
            .. new SketchGenerator(_loaded, _options.Sampling).Reconstruct(
                subject.Originals, done => progress?.Invoke(what, done, subject.Originals.Count), cancellationToken).Select(d => d.Sketch),
        ];
        return Condition(
            subject, 0, 0, Retrieve(subject, drawn, progress, cancellationToken), Classify(drawn, cancellationToken)) with
        {
            BestOf = _options.Sampling.BestOf,
        };
    }

    private ConditionReport Condition(Subject subject, double share, double masked, Retrieved retrieved, ClassifierAnswers? answers) => new(
        share, masked,
        RetrievalReport.Of(
            retrieved.Ranks, subject.Labels, subject.Categories, retrieved.Duplicates, _options.Retrieval,
            _options.Bootstrap), Recognition(subject, answers));

    private Retrieved Retrieve(Subject subject, Sketch[] drawn, Action<string, int, int>? progress, CancellationToken cancellationToken)
    {
        SketchCodes again = SketchCodes.Of(
            _loaded, [.. drawn.Select(EncoderInput.Of)], done => progress?.Invoke("encoding", done, drawn.Length), cancellationToken);
        (float[] queries, float[] gallery) = _options.Retrieval.Direction == RetrievalDirection.Paper
            ? (again.Mean, subject.Codes)
            : (subject.Codes, again.Mean);
        return new Retrieved(
            RetrievalIndex.Rank(queries, gallery, again.CodeSize, _loaded.Ranks, cancellationToken),
            RetrievalIndex.Duplicates(gallery, again.CodeSize));
    }

    private ClassifierAnswers? Classify(Sketch[] sketches, CancellationToken cancellationToken) =>
        _classifier?.Classify(sketches, _loaded.Config.FirstRow, ranks: _loaded.Ranks, cancellationToken: cancellationToken);

    /// <summary>Draws as many sketches from the mixture as there are originals, and compares them with the originals.</summary>
    private UnconditionalReport Unconditional(
        IReadOnlyList<LabeledSketch> originals, IReadOnlyList<string> categories, GeneratedSketch[] redrawn,
        ClassifierAnswers ofOriginals, Action<string, int, int>? progress, CancellationToken cancellationToken)
    {
        int[] main = UnconditionalReport.MainCategories(
            MixtureValues.Of(_loaded.Model.Mixture, _loaded.Config.ComponentThreshold), [.. redrawn.SelectMany(d => d.Code)],
            [.. redrawn.Select(d => d.Component)], [.. originals.Select(sketch => sketch.Category)]);
        GeneratedSketch[] drawn = _generator.FromMixture(
            originals.Count, drawn: done => progress?.Invoke("drawing from the mixture", done, originals.Count),
            cancellationToken: cancellationToken);
        ClassifierAnswers answers = Classify([.. drawn.Select(d => d.Sketch)], cancellationToken)!;
        return new UnconditionalReport(
            RecognitionReport.Of(
                answers.Category, [.. drawn.Select(d => main[d.Component])], categories, _classifier!.Categories, _options.Bootstrap),
            DistributionReport.Of(
                ofOriginals.Features, answers.Features, ofOriginals.FeatureSize, Neighbors, _options.Bootstrap,
                cancellationToken));
    }

    private RecognitionReport? Recognition(Subject subject, ClassifierAnswers? answers) =>
        answers is null
            ? null
            : RecognitionReport.Of(answers.Category, subject.Labels, subject.Categories, _classifier!.Categories, _options.Bootstrap);

    private EvaluatedModel Model() => new(
        _source.Model, _loaded.Facts.Step, _loaded.Facts.Epoch, _loaded.ParameterCount, _generator.CodeSize, Word(_loaded.Config.DecModel),
        Word(_loaded.Config.Prior),
        Word(_loaded.Config.LatentMethod), _generator.Components.Count, _loaded.Config.Seed);

    /// <summary>The spelling that configurations use.</summary>
    private static string Word(Enum choice) => JsonNamingPolicy.SnakeCaseLower.ConvertName(choice.ToString());

    private EvaluatedData Data(Subject subject)
    {
        int[] counts = new int[subject.Categories.Count];
        foreach (int label in subject.Labels)
            counts[label]++;
        return new EvaluatedData(
            _source.Data, _source.Split, subject.Labels.Count,
            [.. subject.Categories.Select((name, i) => new CategoryCount(name, counts[i]))], _source.Samples);
    }

    private RecordedOptions Settings() => new(
        _options.Sampling.Temperature, _options.Sampling.Seed, _options.Sampling.MaxLength,
        _options.Retrieval.Direction, _options.Retrieval.Counting,
        _options.Bootstrap.Resamples, _options.Bootstrap.Confidence, _options.Bootstrap.Seed,
        _classifier is null ? null : _source.Classifier, _classifier?.Shape.Name)
    {
        SpreadTemperature = _options.Sampling.SpreadTemperature,
        PenTemperature = _options.Sampling.PenTemperature,
        CodeTemperature = _options.Sampling.RecordedCodeTemperature,
        BestOf = _options.Sampling.BestOf > 1 ? _options.Sampling.BestOf : null,
        ClassifierHash = _classifier is null ? null : _source.ClassifierHash,
    };

    /// <summary>What is measured: N originals, their categories and their codes [N, Z].</summary>
    private sealed record Subject(
        IReadOnlyList<Sketch> Originals, IReadOnlyList<int> Labels, IReadOnlyList<string> Categories, float[] Codes);

    /// <summary>The ranks, and how many codes of the gallery equal another one.</summary>
    private sealed record Retrieved(RetrievalRanks Ranks, int Duplicates);
}
