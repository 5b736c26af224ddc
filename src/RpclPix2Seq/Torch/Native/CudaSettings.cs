using TorchSharp;

namespace RpclPix2Seq.Torch.Native;

/// <summary>Makes computing on a GPU repeatable, and as precise as the setting <c>precision</c> says; for the whole process.</summary>
internal static unsafe class CudaSettings
{
    // at::globalContext() and at::Context::setDeterministicCuDNN(bool), which TorchSharp does not wrap.
    private const string ContextExport = "_ZN2at13globalContextEv", DeterministicExport = "_ZN2at7Context21setDeterministicCuDNNEb";

    // at::Context::deterministicCuDNN() const
    private const string IsDeterministicExport = "_ZNK2at7Context18deterministicCuDNNEv";

    /// <summary>
    /// Convolutions use algorithms that give the same bits every time; they and matrix products are in full single precision instead of
    /// TF32. Loads libtorch; needs no GPU.
    /// </summary>
    /// <exception cref="InputException">This libtorch has no such setting.</exception>
    public static void Apply()
    {
        TorchRuntime.EnsureLoaded();
        torch.backends.cudnn.allow_tf32 = false;
        torch.backends.cuda.matmul.allow_tf32 = false; // which NVIDIA's containers allow
        if (!NativeLibraries.TryExports(
            TorchLoader.Load().LibTorch, out nint[] found, ContextExport, DeterministicExport, IsDeterministicExport))
        {
            throw new InputException(
                "device", "", "a libtorch whose convolutions can be made repeatable", torch.__version__,
                "use the version that rpcl comes with, or set device=cpu");
        }

        nint context = ((delegate* unmanaged<nint>)found[0])();
        ((delegate* unmanaged<nint, byte, void>)found[1])(context, 1);
        if (((delegate* unmanaged<nint, byte>)found[2])(context) == 0)
            throw new InvalidOperationException("libtorch did not take the setting for repeatable convolutions");
    }
}
