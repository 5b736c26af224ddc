using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Lab.Leaks;

/// <summary>A model and data so small that thousands of steps take seconds, for trials with many repetitions.</summary>
internal static class TinyRuns
{
    private static readonly string[] Category = ["bus"];

    /// <summary>A configuration of one category.</summary>
    public static ModelConfig Config(long seed, int steps) => ModelConfig.Defaults with
    {
        Categories = Category,
        DecModel = DecoderModel.Lstm,
        DecRnnSize = 32,
        ZSize = 8,
        PngWidth = 32,
        NumDecoderMixture = 3,
        NumMixture = 2,
        NumSub = 2,
        BatchSize = 8,
        NumSteps = steps,
        RpclStart = 20,
        Patience = 1000,
        Seed = seed,
    };

    /// <summary>Built-in sketches of that category.</summary>
    public static SketchDataset Data(long seed, int train, int valid = 8)
    {
        SketchSplits drawn = ProceduralSketches.Splits(Category[0], (ulong)seed, train, valid, 0);
        return new SketchDataset(Category, Labeled(drawn.Train), Labeled(drawn.Valid), new MemorySplit([]));

        static MemorySplit Labeled(Sketch[] sketches) =>
            new([.. sketches.Select((sketch, i) => new LabeledSketch(sketch, 0, i))]);
    }
}
