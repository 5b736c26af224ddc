using RpclPix2Seq.Codes;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Studio.Inference;

namespace RpclPix2Seq.Studio.Atlas;

/// <summary>Sketches of the open data with their codes.</summary>
/// <param name="Categories">The names of the categories.</param>
/// <param name="Sketches">N sketches, each with its category.</param>
/// <param name="Codes">[N, Z].</param>
/// <param name="Components">The component that each belongs to [N].</param>
internal sealed record CodedSketches(IReadOnlyList<string> Categories, LabeledSketch[] Sketches, float[] Codes, int[] Components)
{
    // Whoever draws gets the model after one of these.
    private const int Portion = 32;

    /// <summary>Encodes sketches of a dataset, chosen at random from all of its splits.</summary>
    /// <param name="data">The dataset.</param>
    /// <param name="model">The model.</param>
    /// <param name="most">The most sketches.</param>
    /// <param name="done">Called with the share that is encoded.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CodedSketches> OfAsync(
        SketchDataset data, StudioModel model, int most, Action<double> done, CancellationToken cancellationToken)
    {
        ISketchSplit[] splits = [data.Train, data.Valid, data.Test];
        int[] order = [.. Enumerable.Range(0, splits.Sum(split => split.Count))];
        if (order.Length > most)
        {
            new CounterRandom(RandomPurpose.Shown, 1).Shuffle<int>(order);
            Array.Resize(ref order, most);
            Array.Sort(order);
        }

        LabeledSketch[] sketches = [.. order.Select(At)];
        List<SketchCodes> codes = [];
        foreach (LabeledSketch[] part in sketches.Chunk(Portion))
        {
            EncoderInput[] inputs = [.. part.Select(each => EncoderInput.Of(each.Sketch))];
            codes.Add(await model.Worker.Ask(loaded => SketchCodes.Of(loaded, inputs), cancellationToken, leisurely: true)
                .ConfigureAwait(false));
            done(Math.Min(1, (double)codes.Count * Portion / sketches.Length));
        }

        return new CodedSketches(
            data.Categories, sketches, [.. codes.SelectMany(part => part.Mean)],
            [.. codes.SelectMany(part => part.Component).Select(component => (int)component)]);

        LabeledSketch At(int index)
        {
            foreach (ISketchSplit split in splits)
            {
                if (index < split.Count)
                    return split[index];
                index -= split.Count;
            }

            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }
}
