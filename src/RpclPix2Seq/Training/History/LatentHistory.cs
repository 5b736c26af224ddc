using System.Text.Json;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training.History;

/// <summary>
/// Records how the components of the latent mixture develop while a model is trained: their weights at regular intervals and, when one
/// dies, a sketch that it held (<see cref="LatentHistoryFile"/> reads the file). It looks at every tenth step and does not affect training.
/// </summary>
internal sealed class LatentHistory : IDisposable
{
    private const int LookEvery = 10;
    private const int WriteEvery = 50;
    private readonly StepLines _lines;
    private readonly ISketchSplit _sketches;
    private readonly double _threshold;
    private readonly Dictionary<int, (long Step, int Sketch)> _held = [];
    private HashSet<int>? _alive;
    private long? _shown;

    /// <param name="file">The file to append lines to.</param>
    /// <param name="sketches">The training split.</param>
    /// <param name="threshold">Weight below which a component counts as dead.</param>
    /// <param name="length">Bytes of the file that belong to the run so far; what is after them is dropped.</param>
    public LatentHistory(string file, ISketchSplit sketches, double threshold, long length = 0)
    {
        _lines = new StepLines(file, length);
        _sketches = sketches;
        _threshold = threshold;
    }

    /// <summary>Flushes the file to disk; returns its length in bytes.</summary>
    public long Flush() => _lines.Flush();

    /// <summary>Its state.</summary>
    public HistoryState Remember() => new()
    {
        Held = [.. _held.OrderBy(held => held.Key).Select(held => new HeldSketch(held.Key, held.Value.Step, held.Value.Sketch))],
        Alive = _alive is null ? null : [.. _alive.Order()],
        Shown = _shown,
    };

    /// <summary>Restores a state.</summary>
    public void Recall(HistoryState state)
    {
        _held.Clear();
        foreach (HeldSketch held in state.Held.Where(held => held.Sketch < _sketches.Count))
            _held[held.Component] = (held.Step, held.Sketch);
        _alive = state.Alive is null ? null : [.. state.Alive];
        _shown = state.Shown;
    }

    /// <summary>Looks at the mixture and a batch before step t.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="codes">The batch's codes [B, Z].</param>
    /// <param name="indices">Positions of their sketches in the training split [B].</param>
    /// <param name="step">t.</param>
    public void Observe(MixtureState mixture, Tensor codes, IReadOnlyList<int> indices, long step)
    {
        if (step % LookEvery != 0)
            return;
        HashSet<int> alive = [.. mixture.Alive(_threshold)];
        int[] died = _alive is null ? [] : [.. _alive.Except(alive).Order()];
        if (step % WriteEvery == 0 || died.Length > 0)
            Write(mixture, step, died);
        Hold(mixture, codes, indices, step);
        _alive = alive;
    }

    /// <summary>Records the decisions about components in step t − 1.</summary>
    public void Decide(MixtureState mixture, IReadOnlyList<LatentDecision> decisions, long step) => Write(mixture, step, [], decisions);

    /// <summary>Records the mixture, with an exemplar of every live component; at most once per step.</summary>
    public void Show(MixtureState mixture, long step)
    {
        if (step != _shown)
            Write(mixture, step, mixture.Alive(_threshold));
        _shown = step;
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private void Hold(MixtureState mixture, Tensor codes, IReadOnlyList<int> indices, long step)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor densities = mixture.LogDensities(codes.detach());
        long[] winners = densities.Plus(mixture.Weight.log()).argmax(1).cpu().data<long>().ToArray();
        double[] fit = densities.Doubles();
        foreach (IGrouping<long, int> won in Enumerable.Range(0, winners.Length).GroupBy(b => winners[b]))
            _held[(int)won.Key] = (step, indices[won.MaxBy(b => fit[(b * mixture.Components) + won.Key])]);
    }

    private void Write(MixtureState mixture, long step, IEnumerable<int> shown, IReadOnlyList<LatentDecision>? decisions = null)
    {
        LatentExemplar[] exemplars =
        [
            .. shown.Where(_held.ContainsKey).Select(k => new LatentExemplar(k, _held[k].Step, _sketches[_held[k].Sketch].Sketch)),
        ];
        _lines.Write(
            JsonSerializer.Serialize(
                new LatentSnapshot(step, mixture.Weight.Floats(), exemplars) { Decisions = decisions ?? [] }, LatentHistoryFile.Json));
    }
}

/// <summary>The sketch that a component fitted best when it was last looked at.</summary>
/// <param name="Component">The component.</param>
/// <param name="Step">When that was.</param>
/// <param name="Sketch">Its position in the training split.</param>
internal sealed record HeldSketch(int Component, long Step, int Sketch);

/// <summary>State of a <see cref="LatentHistory"/>.</summary>
internal sealed record HistoryState
{
    /// <summary>The sketches that components held last, by component.</summary>
    public IReadOnlyList<HeldSketch> Held { get; init; } = [];

    /// <summary>The components that were alive at the last look; null before the first.</summary>
    public IReadOnlyList<int>? Alive { get; init; }

    /// <summary>The step that was last shown; null if none.</summary>
    public long? Shown { get; init; }
}
