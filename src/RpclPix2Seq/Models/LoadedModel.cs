using RpclPix2Seq.Configuration;
using RpclPix2Seq.Networks;

namespace RpclPix2Seq.Models;

/// <summary>A model as it was saved.</summary>
/// <param name="Model">The model; owned.</param>
/// <param name="Config">The configuration that it was made with.</param>
/// <param name="Facts">What else it must know of its making.</param>
public sealed record LoadedModel(Pix2SeqModel Model, ModelConfig Config, ModelFacts Facts) : IDisposable
{
    /// <summary>The number of trainable numbers.</summary>
    public long ParameterCount => Model.Parameters.Count;

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
