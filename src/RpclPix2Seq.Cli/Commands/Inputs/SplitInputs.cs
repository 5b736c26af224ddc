using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Commands.Inputs;

/// <summary>The sketches of a dataset, or of a folder of CATEGORY.npz files, for a model to look at.</summary>
internal static class SplitInputs
{
    /// <summary>Reads them, ordered by split and then by category.</summary>
    /// <param name="folder">The dataset, or the folder of the files.</param>
    /// <param name="config">The model's configuration.</param>
    /// <param name="only">The split, or null for all.</param>
    /// <param name="host">Called with what is left out.</param>
    /// <exception cref="InputException">The data are missing or damaged, or there are no sketches.</exception>
    public static NamedInput[] Read(string folder, ModelConfig config, DatasetSplit? only, CliHost host)
    {
        SketchDataset data = ModelData.ReadFor(config, folder, host);
        ISketchSplit[] splits = only is { } one ? [data.Of(one)] : [data.Train, data.Valid, data.Test];
        NamedInput[] drawings =
        [
            .. splits.SelectMany(split => Enumerable.Range(0, split.Count).Select(i => split[i])).Select(sketch => NamedInput.Of(
                sketch.Sketch, data.Categories[sketch.Category], Path.Combine(folder, data.Categories[sketch.Category] + ".npz"),
                sketch.Index)),
        ];
        return drawings.Length > 0
            ? drawings
            : throw new InputException(folder, "", "sketches to look at", "none in this split", "name another with --split");
    }
}
