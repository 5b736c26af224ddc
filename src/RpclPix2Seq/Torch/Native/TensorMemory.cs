using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Native;

/// <summary>Access to a tensor's memory, for kernels that read and write it directly.</summary>
internal static unsafe class TensorMemory
{
    private static readonly Lazy<nint> DataPointer = new(() =>
    {
        TorchRuntime.EnsureLoaded();
        return NativeLibraries.TryExports(TorchLoader.Load().LibTorch, out nint[] found, "aoti_torch_get_data_ptr") ? found[0] : 0;
    });

    /// <summary>Whether this libtorch exposes the address.</summary>
    public static bool IsAvailable => DataPointer.Value != 0;

    /// <summary>The numbers of a tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is not float32, not contiguous, or not in CPU memory.</exception>
    public static TensorNumbers<float> Floats(Tensor tensor) => new(tensor, (float*)Data(tensor, ScalarType.Float32));

    /// <summary>The numbers of a tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is not float64, not contiguous, or not in CPU memory.</exception>
    public static TensorNumbers<double> Doubles(Tensor tensor) => new(tensor, (double*)Data(tensor, ScalarType.Float64));

    /// <summary>The numbers of a matrix whose rows need not be adjacent.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="stride">The distance between its rows, in numbers.</param>
    /// <exception cref="ArgumentException">The tensor is not a float32 matrix in CPU memory, or the numbers of a row are not
    /// adjacent.</exception>
    public static TensorNumbers<float> Rows(Tensor matrix, out long stride)
    {
        if (matrix.dim() != 2 || matrix.stride(1) != 1 || matrix.dtype != ScalarType.Float32
            || matrix.device_type != TorchSharp.DeviceType.CPU)
            throw new ArgumentException("a float32 matrix with whole rows on the processor is needed", nameof(matrix));
        stride = matrix.stride(0);
        return new(matrix, (float*)Data(matrix));
    }

    private static void* Data(Tensor tensor, ScalarType type)
    {
        if (tensor.dtype != type || tensor.device_type != TorchSharp.DeviceType.CPU || !tensor.is_contiguous())
            throw new ArgumentException(
                $"a contiguous {type} tensor on the processor is needed, not {tensor.dtype} on {tensor.device_type}", nameof(tensor));
        return Data(tensor);
    }

    private static void* Data(Tensor tensor)
    {
        void* data;
        int status = ((delegate* unmanaged<nint, void**, int>)DataPointer.Value)(tensor.Handle, &data);
        return status == 0 ? data : throw new InvalidOperationException("libtorch gave no pointer to a tensor's numbers");
    }
}

/// <summary>
/// The numbers of a tensor, for kernels that read and write them directly, together with the tensor: its memory is not freed while the user
/// of the numbers holds this object, in a field or captured by the work of <see cref="ThreadTeam.Run"/>. A bare pointer must not outlive
/// its holder.
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

    /// <summary>The first number; null if there is no tensor.</summary>
    public T* First { get; }

    /// <summary>The address of a number.</summary>
    public static T* operator +(TensorNumbers<T> numbers, long offset) => numbers.First + offset;

    /// <summary>Keeps the numbers alive up to this call, where no holder does.</summary>
    public void KeepAlive() => GC.KeepAlive(_tensor);
}
