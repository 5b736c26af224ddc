using System.Diagnostics;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Lab.Styles;

/// <summary>
/// The latent learner inside a model: trained on the built-in sketches without knowing their categories or styles, it should find one
/// component for each style of each category.
/// </summary>
internal static class StyleTrial
{
    private const int ValidPerCategory = 100;
    private const int JudgedPerCategory = 100;

    // The judged sketches come from a different sequence of sketches than any that is trained on.
    private const ulong JudgedSeed = 1UL << 63;

    /// <summary>The number of styles of all categories.</summary>
    public static int Styles => ProceduralSketches.Categories.Sum(category => ProceduralSketches.StylesOf(category).Count);

    /// <summary>Trains a model and examines what its components contain.</summary>
    /// <param name="config">Model, method, budget and seed.</param>
    /// <param name="trainPerCategory">Training sketches of each category.</param>
    /// <param name="folder">New folder for the run.</param>
    /// <param name="observer">Called with the progress.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StyleOutcome Run(
        ModelConfig config, int trainPerCategory, RunFolder folder, ITrainingObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(folder);
        Stopwatch clock = Stopwatch.StartNew();
        SketchSplits[] drawn =
        [
            .. config.Categories.Select(
                category => ProceduralSketches.Splits(category, (ulong)config.Seed, trainPerCategory, ValidPerCategory, 0)),
        ];
        SketchDataset data = new(
            config.Categories, Labeled(drawn, splits => splits.Train), Labeled(drawn, splits => splits.Valid), new MemorySplit([]));
        using Trainer trainer = Trainer.Start(config, data, folder);
        TrainingOutcome outcome = trainer.Fit(observer, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        using LoadedModel last = ModelFolder.Load(folder.Last, trainer.Session.Model.Device);
        (int[] components, int[] styles) = Judge(last);
        return new StyleOutcome(
            config.LatentMethod, config.Seed, outcome.Components.Count,
            ClusterScores.NormalizedMutualInformation(components, styles), ClusterScores.Purity(components, styles),
            clock.Elapsed.TotalSeconds);
    }

    private static MemorySplit Labeled(SketchSplits[] categories, Func<SketchSplits, IReadOnlyList<Sketch>> split) =>
        new([.. categories.SelectMany(
            (splits, category) => split(splits).Select((sketch, index) => new LabeledSketch(sketch, category, index)))]);

    /// <summary>The component of every judged sketch, and which style of which category it is.</summary>
    private static (int[] Components, int[] Styles) Judge(LoadedModel model)
    {
        List<EncoderInput> inputs = [];
        List<int> styles = [];
        int before = 0;
        foreach (string category in ProceduralSketches.Categories)
        {
            foreach (ProceduralSketch drawn in ProceduralSketches.DrawMany(category, JudgedSeed, JudgedPerCategory))
            {
                inputs.Add(EncoderInput.Of(drawn.Sketch));
                styles.Add(before + drawn.Style);
            }

            before += ProceduralSketches.StylesOf(category).Count;
        }

        return ([.. SketchCodes.Of(model, inputs).Component.Select(k => (int)k)], [.. styles]);
    }
}
