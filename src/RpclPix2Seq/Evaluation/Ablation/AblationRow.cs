using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Evaluation.Ablation;

/// <summary>One variant of the model in an ablation.</summary>
/// <param name="Name">Its name, which is that of its folder too.</param>
/// <param name="Config">Its configuration; the seed is the plan's.</param>
public sealed record AblationRow(string Name, ModelConfig Config);
