using TorchSharp;

namespace RpclPix2Seq.Torch.Native;

/// <summary>What makes computing on a GPU repeatable, and as precise as its name says; for the whole process.</summary>
internal static unsafe class CudaSettings
{
    // at::globalContext() and at::Context::setDeterministicCuDNN(bool), which TorchSharp does not wrap.
    private const string ContextExport = "_ZN2at13globalContextEv", DeterministicExport = "_ZN2at7Context21setDeterministicCuDNNEb";

    /// <summary>
    /// Convolutions use algorithms that give the same bits every time, in full single precision instead of TF32. Loads libtorch; needs no
    /// GPU.
    /// </summary>
    /// <exception cref="InputException">This libtorch has no such setting.</exception>
    public static void Apply()
    {
        TorchRuntime.EnsureLoaded();
        torch.backends.cudnn.allow_tf32 = false;
        if (!NativeLibraries.TryExports(TorchLoader.Load().LibTorch, out nint[] found, ContextExport, DeterministicExport))
        {
            throw new InputException(
                "device", "", "a libtorch whose convolutions can be made repeatable", torch.__version__,
                "use the version that rpcl comes with, or set device=cpu");
        }

        nint context = ((delegate* unmanaged<nint>)found[0])();
        ((delegate* unmanaged<nint, byte, void>)found[1])(context, 1);
    }
}
