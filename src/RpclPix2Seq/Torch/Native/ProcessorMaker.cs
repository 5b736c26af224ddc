using System.Runtime.Intrinsics.X86;

namespace RpclPix2Seq.Torch.Native;

/// <summary>Who made the processor: what an instruction costs depends on it.</summary>
internal static class ProcessorMaker
{
    /// <summary>Whether it is one of Intel's.</summary>
    public static bool IsIntel { get; } = Find();

    private static bool Find()
    {
        if (!X86Base.IsSupported)
            return false;
        const int genu = 0x756e6547, inei = 0x49656e69, ntel = 0x6c65746e; // "GenuineIntel"
        (_, int ebx, int ecx, int edx) = X86Base.CpuId(0, 0);
        return (ebx, edx, ecx) == (genu, inei, ntel);
    }
}
