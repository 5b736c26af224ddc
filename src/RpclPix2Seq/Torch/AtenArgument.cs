using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// One argument of an ATen operator as <see cref="AtenDispatcher"/> passes it. The kind must match the schema exactly: <c>int</c> and
/// <c>SymInt</c> take a <see cref="long"/>, <c>float</c> a <see cref="double"/>, a type with a question mark <see cref="Some"/> or
/// <see cref="None"/>; libtorch cannot tell them apart, misreads a wrong one and may crash the process. <c>Scalar</c> arguments cannot be
/// passed.
/// </summary>
internal readonly struct AtenArgument
{
    private AtenArgument(ulong bits, Tensor? tensor = null, IReadOnlyList<Tensor>? tensors = null, bool isOptional = false)
    {
        IsOptional = isOptional;
        Bits = bits;
        Tensor = tensor;
        Tensors = tensors;
    }

    /// <summary>The value of an argument that is not a tensor.</summary>
    internal ulong Bits { get; }

    /// <summary>The tensor, if the argument is one.</summary>
    internal Tensor? Tensor { get; }

    /// <summary>The tensors, if the argument is a list of them.</summary>
    internal IReadOnlyList<Tensor>? Tensors { get; }

    /// <summary>Whether the schema has a question mark for it: the value is then passed by address.</summary>
    internal bool IsOptional { get; }

    /// <summary>An optional argument (<c>Tensor?</c>, <c>int?</c>, …) that is not given.</summary>
    public static AtenArgument None => default;

    /// <summary>An optional argument (<c>Tensor?</c>, <c>int?</c>, …) that is given.</summary>
    public static AtenArgument Some(AtenArgument value) => new(value.Bits, value.Tensor, value.Tensors, isOptional: true);

    /// <summary>A <c>Tensor</c>.</summary>
    public static AtenArgument Of(Tensor tensor) => new(0, tensor ?? throw new ArgumentNullException(nameof(tensor)));

    /// <summary>A <c>Tensor[]</c>.</summary>
    public static AtenArgument Of(IReadOnlyList<Tensor> tensors) =>
        new(0, tensors: tensors ?? throw new ArgumentNullException(nameof(tensors)));

    /// <summary>An <c>int</c> or <c>SymInt</c>.</summary>
    public static AtenArgument Of(long value) => new((ulong)value);

    /// <summary>A <c>float</c> (double precision in schemas).</summary>
    public static AtenArgument Of(double value) => new(BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A <c>bool</c>.</summary>
    public static AtenArgument Of(bool value) => new(value ? 1ul : 0ul);
}
