namespace RpclPix2Seq.Evaluation;

/// <summary>Which model was measured.</summary>
/// <param name="Path">As it was named.</param>
/// <param name="Step">Its training steps.</param>
/// <param name="Epoch">Its epochs.</param>
/// <param name="Parameters">Its trainable numbers.</param>
/// <param name="CodeSize">Z.</param>
/// <param name="Decoder">Its decoder's cell.</param>
/// <param name="Prior">What its codes were drawn towards: gmm, standard or none.</param>
/// <param name="LatentMethod">How its mixture learnt.</param>
/// <param name="Components">The live components of its mixture.</param>
/// <param name="Seed">The seed that it was trained with.</param>
public sealed record EvaluatedModel(
    string Path, long Step, long Epoch, long Parameters, int CodeSize, string Decoder, string Prior, string LatentMethod, int Components, long Seed);
