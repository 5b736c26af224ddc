using RpclPix2Seq.Latent;

namespace RpclPix2Seq.Training.History;

/// <summary>The latent mixture at one step of a run.</summary>
/// <param name="Step">t.</param>
/// <param name="Weights">α [K]; 0 for a component that was removed.</param>
/// <param name="Exemplars">Training sketches that components held: those of components that died since the previous snapshot and, after a
/// validation, of those that are alive.</param>
internal sealed record LatentSnapshot(long Step, float[] Weights, IReadOnlyList<LatentExemplar> Exemplars)
{
    /// <summary>Decisions about components at this step, with their evidence.</summary>
    public IReadOnlyList<LatentDecision> Decisions { get; init; } = [];
}

/// <summary>What a component looked like: of the sketches it won in its last observed batch, the one it fits best.</summary>
/// <param name="Component">The component.</param>
/// <param name="Step">When it held the sketch.</param>
/// <param name="Sketch">The sketch, in data units.</param>
internal sealed record LatentExemplar(int Component, long Step, Sketch Sketch);
