using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Bench.Training;

/// <summary>Real sketches and the configuration for measuring training steps on them.</summary>
internal sealed class TrainingCase
{
    private static readonly string[] Options = ["data", "categories", "measured", "size", "batch", "precision", Rounds.Option];

    private TrainingCase(ModelConfig config, SketchDataset data, int count)
    {
        Config = config;
        Maker = new BatchMaker(config, data.Train, OffsetSums.Of(data.Train).ToScale("the training split"), data.Longest);
        Batches = Spread(data.Train, config, count);
        Sketches = data.Train.Count;
    }

    /// <summary>The names of the options, for <see cref="Arguments"/>.</summary>
    public static ReadOnlySpan<string> Names => Options;

    public ModelConfig Config { get; }

    public BatchMaker Maker { get; }

    /// <summary>Sketches of an epoch.</summary>
    public int Sketches { get; }

    /// <summary>Batches from short to long that together are like a whole epoch; positions in the training split.</summary>
    public int[][] Batches { get; }

    /// <summary>The case that the command line asks for: HyperLSTM 512, codes of 128, batches of 128 unless it says otherwise.</summary>
    public static TrainingCase Read(Arguments arguments) => Read(
        arguments.Text("data"), arguments.Text("categories").Split(','), arguments.Number("measured", 12, least: 1),
        Configure(arguments.Number("size", 512, least: 1), arguments.Number("batch", 128, least: 1)) with
        {
            Precision = Enum.Parse<ProductPrecision>(arguments.Text("precision", nameof(ProductPrecision.Automatic)), ignoreCase: true),
        });

    public static TrainingCase Read(string folder, string[] categories, int count, ModelConfig config)
    {
        SketchDataset data = SketchDataset.Read(folder, categories, config.NumPerCategory, config.MaxSeqLen);
        return new TrainingCase(config with { Categories = categories }, data, count);
    }

    public static ModelConfig Configure(int size, int batch) => ModelConfig.Defaults with
    {
        DecModel = DecoderModel.Hyper,
        DecRnnSize = size,
        ZSize = Products.CodeSize,
        BatchSize = batch,
    };

    private static int[][] Spread(ISketchSplit sketches, ModelConfig config, int count)
    {
        EpochOrder order = EpochOrder.Make(sketches, config, epoch: 0);
        List<int[]> full = [];
        for (int i = 0; i < order.Count; i++)
        {
            if (order[i].Length == config.BatchSize)
                full.Add(order[i].ToArray());
        }

        int[][] byLength = [.. full.OrderBy(batch => batch.Max(sketches.LengthOf))];
        return [.. Enumerable.Range(0, count).Select(i => byLength[(int)((i + 0.5) * byLength.Length / count)])];
    }
}
