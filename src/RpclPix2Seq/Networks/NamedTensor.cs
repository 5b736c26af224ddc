using TorchSharp;

namespace RpclPix2Seq.Networks;

/// <summary>A tensor with its name in the model, for example <c>encoder/fc_mu/linear/fc_w</c>.</summary>
/// <param name="Name">The original's variable name without its <c>RPCL-pix2seq/</c> prefix.</param>
/// <param name="Tensor">The value; owned by whoever made the pair.</param>
public readonly record struct NamedTensor(string Name, torch.Tensor Tensor);
