using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>Integers at an address that stays and is a multiple of 64 bytes, for loops over vectors that go without bounds checks. They begin as 0.</summary>
internal sealed unsafe class AlignedInts
{
    private const int Alignment = 64;

    // The address is good for as long as this is.
    private readonly int[] _pinned;

    public AlignedInts(int length)
    {
        _pinned = GC.AllocateArray<int>(length + (Alignment / sizeof(int)), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pinned));
        Address = (int*)((start + Alignment - 1) & -Alignment);
    }

    /// <summary>The first of them.</summary>
    public int* Address { get; }
}
