using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using RpclPix2Seq.Networks.Decoder.Fused;

namespace RpclPix2Seq.Bench.Micro;

/// <summary>The gates of one row, 512 units, forward and backward. (Not sealed: BenchmarkDotNet derives from it.)</summary>
public unsafe class GateKernels
{
    private const int Size = 512;
    private float* _memory;
    private NormGates _norm;

    [GlobalSetup]
    public void Allocate()
    {
        const nuint numbers = 64 * Size;
        _memory = (float*)NativeMemory.AlignedAlloc(numbers * sizeof(float), 64);
        for (nuint i = 0; i < numbers; i++)
            _memory[i] = (float)Math.Sin(i);
        _norm = new NormGates { Size = Size, Scale = At(40), Shift = At(44), CellScale = At(48), CellShift = At(49) };
        NormForward(); // backward reads its statistics
    }

    [GlobalCleanup]
    public void Free() => NativeMemory.AlignedFree(_memory);

    [Benchmark]
    public void PlainForward() => PlainGates.Forward(At(0), At(4), null, At(5), At(6), Size);

    [Benchmark]
    public void PlainBackward()
    {
        // The gradient overwrites the gates: without fresh ones, the numbers would decay toward zero.
        new Span<float>(At(20), 4 * Size).CopyTo(new Span<float>(At(0), 4 * Size));
        PlainGates.Backward(At(0), At(4), null, At(5), At(6), At(7), Size);
    }

    [Benchmark]
    public void NormForward() => _norm.Forward(At(8), At(4), null, At(5), At(6), At(63));

    [Benchmark]
    public void NormBackward()
    {
        new Span<float>(At(20), 4 * Size).CopyTo(new Span<float>(At(12), 4 * Size));
        _norm.Backward(At(12), At(4), null, At(5), At(63), At(6), At(7), At(50), At(24));
    }

    private float* At(int row) => _memory + (row * Size);
}
