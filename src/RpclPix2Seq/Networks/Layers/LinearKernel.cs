using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Layers;

/// <summary>
/// y = x·W + b whose products read bfloat16 numbers and give single precision: libtorch's own give bfloat16, in which the parameters of a
/// density would have 8 significant bits.
/// </summary>
internal sealed unsafe class LinearKernel : IDifferentiableKernel
{
    private const ProductEngine Engine = ProductEngine.Rounded;
    private readonly Tensor _x, _weight, _bias;

    /// <param name="x">[N, in], float32 in CPU memory.</param>
    /// <param name="weight">[in, out].</param>
    /// <param name="bias">[out].</param>
    public LinearKernel(Tensor x, Tensor weight, Tensor bias)
    {
        _x = x.contiguous();
        _weight = weight.contiguous();
        _bias = bias;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Inputs => [_x, _weight, _bias];

    /// <summary>y [N, out].</summary>
    public Tensor[] Forward(bool keep) => [Multiply(_x, transpose: false).PlusInPlace(_bias)];

    /// <inheritdoc/>
    public Tensor[] Backward(IReadOnlyList<Tensor> gradients)
    {
        Tensor gradient = gradients[0].contiguous();
        return [Multiply(gradient, transpose: true), HostProducts.TransposedProduct(Engine, _x, gradient), gradient.sum([0L])];
    }

    /// <summary>a·W, or a·Wᵀ; each thread has its rows.</summary>
    private Tensor Multiply(Tensor a, bool transpose)
    {
        int rows = (int)a.shape[0], inner = (int)a.shape[1], columns = (int)_weight.shape[transpose ? 0 : 1];
        Partition partition = Partition.Of(rows);
        WeightOperand weight = new(Engine, _weight, transpose, partition.PartRows);
        Tensor result = empty(rows, columns, float32);
        TensorNumbers<float> left = TensorMemory.Floats(a), c = TensorMemory.Floats(result);
        ThreadTeam.Run(partition.Parts, part =>
        {
            (int first, int end) = partition.RowsOf(part);
            weight.Multiply(end - first, left + ((long)first * inner), inner, false, c + ((long)first * columns), columns);
        });
        return result;
    }
}
