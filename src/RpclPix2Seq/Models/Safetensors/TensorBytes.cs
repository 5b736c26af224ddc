using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models.Safetensors;

/// <summary>The memory of contiguous tensors on the CPU, in pieces that fit in a span.</summary>
internal static class TensorBytes
{
    private const long LargestPiece = 1L << 30;

    /// <summary>Processes a piece; <paramref name="offset"/> is its position, in bytes from the tensor's first byte.</summary>
    public delegate void Visit(Span<byte> piece, long offset);

    /// <summary>
    /// Calls <paramref name="visit"/> for every piece of <paramref name="tensor"/>, which must be contiguous and on the CPU.
    /// </summary>
    public static void Walk(Tensor tensor, Visit visit)
    {
        long count = tensor.numel(), size = tensor.element_size();
        if (count == 0)
            return;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor flat = tensor.view(-1);
        for (long start = 0; start < count;)
        {
            long length = Math.Min(count - start, LargestPiece / size);
            using Tensor piece = flat.narrow(0, start, length);
            visit(piece.bytes, start * size);
            start += length;
        }
    }
}
