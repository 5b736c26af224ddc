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
        SketchNames names = new(folder, data);
        DatasetSplit[] splits = only is { } one ? [one] : Enum.GetValues<DatasetSplit>();
        NamedInput[] drawings =
        [
            .. splits.SelectMany(split => Enumerable.Range(0, data.Of(split).Count).Select(i => Named(split, data.Of(split)[i]))),
        ];
        return drawings.Length > 0
            ? drawings
            : throw new InputException(folder, "", "sketches to look at", "none in this split", "name another with --split");

        NamedInput Named(DatasetSplit split, LabeledSketch sketch)
        {
            string category = data.Categories[sketch.Category];
            return NamedInput.Of(sketch.Sketch, category, Path.Combine(folder, category + ".npz"), sketch.Index) with
            {
                Label = names.Of(split, category, sketch.Index),
            };
        }
    }
}
