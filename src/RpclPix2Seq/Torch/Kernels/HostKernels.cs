using System.Runtime.Intrinsics;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>Where kernels that work on raw memory can run.</summary>
internal static class HostKernels
{
    /// <summary>Whether this machine and this libtorch have what the kernels need: vectors, the library's products, its threads, and its tensors' memory.</summary>
    public static bool AreAvailable => Vector256.IsHardwareAccelerated && Blas.IsAvailable && ThreadTeam.IsAvailable && TensorMemory.IsAvailable;

    /// <summary>Whether a tensor is of the kind that the kernels work on: single precision in the processor's memory.</summary>
    public static bool Serve(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && AreAvailable;

    /// <summary>What to throw where the kernels were demanded and do not serve.</summary>
    /// <param name="what">What they do not serve.</param>
    public static InputException Refused(string what) =>
        new("kernels", "", "a model and a machine that the fused kernels serve", $"kernels=fused, and they do not serve {what}", "set kernels=automatic");
}
