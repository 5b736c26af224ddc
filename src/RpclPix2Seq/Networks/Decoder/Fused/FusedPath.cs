using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>Whether the fused kernels serve a case.</summary>
internal static class FusedPath
{
    /// <summary>The cell as one that is served, or null.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="codes">[B, Z]: tells type and device.</param>
    /// <param name="inputMask">Dropout of the input, which the kernels do not know.</param>
    public static IFusedCell? Serves(IDecoderCell cell, Tensor codes, Tensor? inputMask) =>
        inputMask is null && cell is IFusedCell fused && fused.StateSizes.All(size => size % Simd.Width == 0) && HostKernels.Serve(codes) ? fused : null;
}
