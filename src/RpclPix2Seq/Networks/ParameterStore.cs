using RpclPix2Seq.Torch.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks;

/// <summary>
/// Owns every trainable tensor of a model, in order of creation. The layers keep references; loading and the optimizer change the values in
/// place.
/// </summary>
internal sealed class ParameterStore : IDisposable
{
    private readonly List<NamedTensor> _parameters = [];
    private readonly Dictionary<string, Tensor> _byName = new(StringComparer.Ordinal);

    /// <param name="type">float32 for training; float64 to compare with the original's double precision.</param>
    /// <param name="device">Where the parameters live.</param>
    public ParameterStore(ScalarType type, Device device)
    {
        Type = type;
        Device = device;
    }

    /// <summary>The element type of every parameter.</summary>
    public ScalarType Type { get; }

    /// <summary>The device of every parameter.</summary>
    public Device Device { get; }

    /// <summary>Which implementation computes the parts that have two.</summary>
    public KernelPath Kernels { get; set; }

    /// <summary>The precision in which products and convolutions read the parameters: never <c>Automatic</c>.</summary>
    public ProductPrecision Precision { get; set; } = ProductPrecision.Float32;

    /// <summary>Who computes the products of fused kernels.</summary>
    public ProductEngine Engine => Precision == ProductPrecision.BFloat16 && Kernels != KernelPath.Readable && RoundedProduct.IsAvailable
        && Device.type == DeviceType.CPU
        ? ProductEngine.Rounded
        : HostProducts.SinglePrecision;

    /// <summary>The parameters in the order in which the layers created them.</summary>
    public IReadOnlyList<NamedTensor> All => _parameters;

    /// <summary>The parameter called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none with that name.</exception>
    public Tensor this[string name] => _byName[name];

    /// <summary>The number of trainable parameters.</summary>
    public long Count => _parameters.Sum(p => p.Tensor.numel());

    /// <summary>
    /// A parameter, or a tensor made of parameters, in the precision in which products and convolutions read it. The gradient flows back to
    /// the parameter in its own type.
    /// </summary>
    internal Tensor Operand(Tensor parameter) => Precision == ProductPrecision.BFloat16 ? parameter.to(ScalarType.BFloat16) : parameter;

    /// <summary>
    /// A convolution's filter in the precision in which it is read. Beside the fused kernels that is single precision: oneDNN's gradients
    /// in bfloat16 let threads wait for each other spinning, so that beside other programs they take ten times as long.
    /// </summary>
    internal Tensor FilterOperand(Tensor filter) => Engine == ProductEngine.Rounded ? filter : Operand(filter);

    /// <summary>Adds a parameter with the given initial value (any type and device), which is copied and disposed of.</summary>
    public Tensor Add(string name, Tensor initial)
    {
        using IDisposable _ = no_grad();
        Tensor parameter = initial.to(Type).to(Device).clone().contiguous().DetachFromDisposeScope();
        parameter.requires_grad_(true);
        initial.Dispose();
        _byName.Add(name, parameter);
        _parameters.Add(new NamedTensor(name, parameter));
        return parameter;
    }

    /// <summary>
    /// The gradients of the last backward pass, in the order of <see cref="All"/>; zeros for parameters that were not involved.
    /// </summary>
    public Tensor[] Gradients() => Gradients(_parameters);

    /// <summary>The gradients of some parameters, in their order; zeros for those that were not involved.</summary>
    public static Tensor[] Gradients(IEnumerable<NamedTensor> parameters) =>
        [.. parameters.Select(p => p.Tensor.grad ?? zeros_like(p.Tensor))];

    /// <summary>Drops all gradients, so that the next backward pass starts without any.</summary>
    public void ClearGradients() => ClearGradients(_parameters);

    /// <summary>Drops the gradients of some parameters.</summary>
    public static void ClearGradients(IEnumerable<NamedTensor> parameters)
    {
        foreach (NamedTensor parameter in parameters)
        {
            parameter.Tensor.grad?.Dispose();
            parameter.Tensor.grad = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NamedTensor parameter in _parameters)
            parameter.Tensor.Dispose();
    }
}

/// <summary>A tensor with its name in the model, for example <c>encoder/fc_mu/linear/fc_w</c>.</summary>
/// <param name="Name">The original's variable name without its <c>RPCL-pix2seq/</c> prefix.</param>
/// <param name="Tensor">The value; owned by the creator of the pair.</param>
internal readonly record struct NamedTensor(string Name, torch.Tensor Tensor);
