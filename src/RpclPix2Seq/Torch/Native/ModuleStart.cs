using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace RpclPix2Seq.Torch.Native;

/// <summary>Registers how TorchSharp's native library is found, before any code of this assembly runs.</summary>
internal static class ModuleStart
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Users of the library must not have to think of it, and it only registers a handler: nothing is loaded.")]
    internal static void Register() =>
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => TorchLoader.IsTorchSharp(name) ? TorchLoader.Load().Handle : 0;
}
