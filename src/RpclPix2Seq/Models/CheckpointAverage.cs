using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models;

/// <summary>
/// The mean of the parameters of a run's newest checkpoints (Izmailov et al. 2018, arXiv:1803.05407; without their batch statistics, which
/// the model does not have). Checkpoints of one run lie around the same optimum, and their mean lies nearer to it than each of them.
/// </summary>
internal static class CheckpointAverage
{
    /// <summary>The folders of a run's newest checkpoints, newest first; one of each step, none from before the first.</summary>
    /// <param name="run">The folder of the run.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InputException">It has fewer.</exception>
    public static IReadOnlyList<string> Newest(string run, int count)
    {
        string[] newest =
        [
            .. RunCheckpoints.List(RunFolder.At(run)).Where(checkpoint => checkpoint is { IsWhole: true, Step: > 0 })
                .DistinctBy(checkpoint => checkpoint.Step).Take(count).Select(checkpoint => checkpoint.Folder),
        ];
        return newest.Length == count
            ? newest
            : throw new InputException(
                run, "", $"the folder of a training run with {count} checkpoints", $"{newest.Length}",
                "average fewer, or train with a larger keep_checkpoints");
    }

    /// <summary>
    /// Replaces parameters by their mean over checkpoints. The mixture stays that of the newest: it has learned from many steps already,
    /// and components that died or were split in between have no mean.
    /// </summary>
    /// <param name="newest">The model of the newest checkpoint.</param>
    /// <param name="older">The folders of the others.</param>
    /// <exception cref="InputException">One is damaged, or has other sizes.</exception>
    public static void ReplaceByMean(LoadedModel newest, IReadOnlyCollection<string> older)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor[] targets = Parameters(newest.Model), sums = [.. targets.Select(tensor => tensor.to(float64))];
        foreach (string folder in older)
        {
            using IDisposable inner = NewDisposeScope();
            using LoadedModel other = ModelFolder.Load(folder, newest.Model.Device);
            if (other.Model.Shape != newest.Model.Shape)
                throw new InputException(
                    folder, "", "a model of the same sizes as the run's newest", "one of other sizes", "average fewer");
            foreach ((Tensor sum, Tensor term) in sums.Zip(Parameters(other.Model)))
                sum.copy_(sum.Plus(term));
        }

        foreach ((Tensor target, Tensor sum) in targets.Zip(sums))
            target.copy_(sum.Over(older.Count + 1));
    }

    private static Tensor[] Parameters(Pix2SeqModel model) => [.. model.Parameters.All.Select(parameter => parameter.Tensor)];
}
