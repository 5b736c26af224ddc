using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>
/// The gates of a layer-normalized LSTM for one row, forward and backward (docs/original.md §6, layer_norm): each chunk of the
/// pre-activations and the new cell are normalized by their own mean and variance. Backward recomputes the activations from the
/// pre-activations instead of keeping them.
/// </summary>
internal unsafe struct NormGates
{
    /// <summary>Numbers that <see cref="Forward"/> keeps per row: mean and 1/deviation of i, j, f, o and of c'.</summary>
    public const int Statistics = 10;

    private const float Epsilon = 1e-3f;
    private const int Gates = 4;

    /// <summary>R.</summary>
    public int Size;

    /// <summary>Scale of the pre-activations, [4R].</summary>
    public float* Scale;

    /// <summary>Shift of the pre-activations, [4R].</summary>
    public float* Shift;

    /// <summary>Scale of the cell, [R].</summary>
    public float* CellScale;

    /// <summary>Shift of the cell, [R].</summary>
    public float* CellShift;

    /// <summary>The tensors that hold the numbers: keeps their memory alive.</summary>
    public Tensor[]? Tensors;

    /// <summary>The size of one set of gradients: of Scale, Shift, CellScale, CellShift, one after the other.</summary>
    public readonly int GradientSize => 10 * Size;

    /// <summary>The gates with given normalizations.</summary>
    /// <param name="size">R.</param>
    /// <param name="norm">Scale and shift of the gates [4R] and of the cell [R].</param>
    public static NormGates Of(int size, Tensor[] norm) => new()
    {
        Size = size,
        Tensors = norm,
        Scale = TensorMemory.Floats(norm[0]).First,
        Shift = TensorMemory.Floats(norm[1]).First,
        CellScale = TensorMemory.Floats(norm[2]).First,
        CellShift = TensorMemory.Floats(norm[3]).First,
    };

    /// <summary>One step.</summary>
    /// <param name="pre">[4R]: pre-activations, not changed.</param>
    /// <param name="cell">[R]: c.</param>
    /// <param name="mask">[R]: dropout of the candidate, or null.</param>
    /// <param name="newCell">[R]: receives c'.</param>
    /// <param name="hidden">[R]: receives h'.</param>
    /// <param name="statistics">[10]: receives the statistics for the backward pass.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Forward(float* pre, float* cell, float* mask, float* newCell, float* hidden, float* statistics)
    {
        int size = Size;
        for (int gate = 0; gate < Gates; gate++)
            Measure(pre + (gate * size), size, statistics + (2 * gate));
        for (int r = 0; r < size; r += Simd.Width)
        {
            Vector512<float> input = Simd.Sigmoid(Normal(pre, statistics, 0, r));
            Vector512<float> candidate = Simd.Tanh(Normal(pre, statistics, 1, r));
            Vector512<float> forget = Simd.Sigmoid(Normal(pre, statistics, 2, r) + Vector512<float>.One);
            if (mask is not null)
                candidate *= Vector512.Load(mask + r);
            Vector512.FusedMultiplyAdd(Vector512.Load(cell + r), forget, input * candidate).Store(newCell + r);
        }

        Measure(newCell, size, statistics + 8);
        for (int r = 0; r < size; r += Simd.Width)
            (Simd.Tanh(NormalCell(newCell, statistics, r)) * Simd.Sigmoid(Normal(pre, statistics, 3, r))).Store(hidden + r);
    }

    /// <summary>The gradient of <see cref="Forward"/>.</summary>
    /// <param name="pre">[4R]: the pre-activations; replaced by their gradient.</param>
    /// <param name="cell">[R]: c before the step.</param>
    /// <param name="mask">[R] or null.</param>
    /// <param name="newCell">[R]: c' after it.</param>
    /// <param name="statistics">[10]: from Forward.</param>
    /// <param name="hiddenGradient">[R]: of h'.</param>
    /// <param name="cellGradient">[R]: of c', replaced by that of c.</param>
    /// <param name="gradients">[<see cref="GradientSize"/>]: the gradients of scales and shifts are added to it.</param>
    /// <param name="scratch">[4R].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Backward(
        float* pre, float* cell, float* mask, float* newCell, float* statistics, float* hiddenGradient, float* cellGradient,
        float* gradients, float* scratch)
    {
        int size = Size;
        Vector512<float> one = Vector512<float>.One;
        float* outputs = scratch + (3 * size), cellNormal = scratch;
        float* cellScales = gradients + (8 * size), cellShifts = cellScales + size;

        // h' = tanh(n)·o with n the normalized cell: gradients of n and of the output gate, and the sums over the row that the
        // normalization needs.
        Vector512<float> sum = Vector512<float>.Zero, product = Vector512<float>.Zero;
        for (int r = 0; r < size; r += Simd.Width)
        {
            Vector512<float> output = Simd.Sigmoid(Normal(pre, statistics, 3, r));
            Vector512<float> unit = Unit(newCell, statistics + 8, r);
            Vector512<float> scale = Vector512.Load(CellScale + r);
            Vector512<float> squashed = Simd.Tanh(Vector512.FusedMultiplyAdd(unit, scale, Vector512.Load(CellShift + r)));
            Vector512<float> dh = Vector512.Load(hiddenGradient + r);
            (dh * squashed * output * (one - output)).Store(outputs + r);
            Vector512<float> dn = dh * output * (one - (squashed * squashed));
            Accumulate(cellScales, cellShifts, r, dn, unit);
            Vector512<float> dUnit = dn * scale;
            dUnit.Store(cellNormal + r);
            sum += dUnit;
            product = Vector512.FusedMultiplyAdd(dUnit, unit, product);
        }

        (float mean, float slope) = (Vector512.Sum(sum) / size, Vector512.Sum(product) / size);
        float* inputs = scratch, candidates = scratch + size, forgets = scratch + (2 * size);
        for (int r = 0; r < size; r += Simd.Width)
        {
            Vector512<float> through =
                (Vector512.Load(cellNormal + r) - Vector512.Create(mean) - (Unit(newCell, statistics + 8, r) * slope)) * statistics[9];
            Vector512<float> dc = Vector512.Load(cellGradient + r) + through;
            Vector512<float> input = Simd.Sigmoid(Normal(pre, statistics, 0, r));
            Vector512<float> candidate = Simd.Tanh(Normal(pre, statistics, 1, r));
            Vector512<float> forget = Simd.Sigmoid(Normal(pre, statistics, 2, r) + one);
            Vector512<float> keep = mask is null ? one : Vector512.Load(mask + r);
            (dc * candidate * keep * input * (one - input)).Store(inputs + r);
            (dc * input * keep * (one - (candidate * candidate))).Store(candidates + r);
            (dc * Vector512.Load(cell + r) * forget * (one - forget)).Store(forgets + r);
            (dc * forget).Store(cellGradient + r);
        }

        for (int gate = 0; gate < Gates; gate++)
            Denormalize(pre, scratch, statistics, gradients, gate);
    }

    /// <summary>
    /// From the gradient of a normalized chunk to that of the original chunk: (dx̂ − mean dx̂ − x̂·mean(dx̂·x̂))/deviation.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Denormalize(float* pre, float* normalGradient, float* statistics, float* gradients, int gate)
    {
        int start = gate * Size, end = start + Size;
        float* of = statistics + (2 * gate);
        Vector512<float> sum = Vector512<float>.Zero, product = Vector512<float>.Zero;
        for (int r = start; r < end; r += Simd.Width)
        {
            Vector512<float> dn = Vector512.Load(normalGradient + r), unit = Unit(pre, of, r);
            Accumulate(gradients, gradients + (Gates * Size), r, dn, unit);
            Vector512<float> dUnit = dn * Vector512.Load(Scale + r);
            sum += dUnit;
            product = Vector512.FusedMultiplyAdd(dUnit, unit, product);
        }

        (float mean, float slope) = (Vector512.Sum(sum) / Size, Vector512.Sum(product) / Size);
        for (int r = start; r < end; r += Simd.Width)
        {
            Vector512<float> dUnit = Vector512.Load(normalGradient + r) * Vector512.Load(Scale + r);
            ((dUnit - Vector512.Create(mean) - (Unit(pre, of, r) * slope)) * of[1]).Store(pre + r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(float* scales, float* shifts, int r, Vector512<float> gradient, Vector512<float> unit)
    {
        Vector512.FusedMultiplyAdd(gradient, unit, Vector512.Load(scales + r)).Store(scales + r);
        (Vector512.Load(shifts + r) + gradient).Store(shifts + r);
    }

    /// <summary>Mean and 1/√(variance + ε) of a row, with the variance from a second pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Measure(float* row, int size, float* statistics)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int r = 0; r < size; r += Simd.Width)
            sum += Vector512.Load(row + r);
        float mean = Vector512.Sum(sum) / size;
        Vector512<float> squares = Vector512<float>.Zero;
        for (int r = 0; r < size; r += Simd.Width)
        {
            Vector512<float> difference = Vector512.Load(row + r) - Vector512.Create(mean);
            squares = Vector512.FusedMultiplyAdd(difference, difference, squares);
        }

        statistics[0] = mean;
        statistics[1] = 1 / MathF.Sqrt((Vector512.Sum(squares) / size) + Epsilon);
    }

    /// <summary>(x − mean)/deviation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Unit(float* row, float* statistics, int r) =>
        (Vector512.Load(row + r) - Vector512.Create(statistics[0])) * statistics[1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector512<float> Normal(float* pre, float* statistics, int gate, int r)
    {
        int at = (gate * Size) + r;
        return Vector512.FusedMultiplyAdd(Unit(pre, statistics + (2 * gate), at), Vector512.Load(Scale + at), Vector512.Load(Shift + at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector512<float> NormalCell(float* cell, float* statistics, int r) =>
        Vector512.FusedMultiplyAdd(Unit(cell, statistics + 8, r), Vector512.Load(CellScale + r), Vector512.Load(CellShift + r));
}
