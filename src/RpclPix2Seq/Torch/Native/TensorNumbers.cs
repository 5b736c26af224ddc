using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Native;

/// <summary>
/// The numbers of a tensor, for kernels that read and write them directly, together with the tensor: its memory is not freed as long as whoever uses the
/// numbers holds this, in a field or captured by the work of <see cref="ThreadTeam.Run"/>. A bare pointer must not outlive its holder.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct TensorNumbers<T>
    where T : unmanaged
{
    private readonly Tensor _tensor;

    /// <param name="tensor">The tensor.</param>
    /// <param name="first">Its first number.</param>
    public TensorNumbers(Tensor tensor, T* first)
    {
        _tensor = tensor;
        First = first;
    }

    /// <summary>The first number; null for no tensor.</summary>
    public T* First { get; }

    /// <summary>A number's place.</summary>
    public static T* operator +(TensorNumbers<T> numbers, long offset) => numbers.First + offset;

    /// <summary>Keeps the numbers until here, where no holder does.</summary>
    public void KeepAlive() => GC.KeepAlive(_tensor);
}
