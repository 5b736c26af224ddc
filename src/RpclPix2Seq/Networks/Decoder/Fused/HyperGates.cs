using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RpclPix2Seq.Torch.Kernels;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>
/// A hyper cell's scaling of the pre-activations of one row: the input and hidden products are scaled, and the sum is shifted, by the
/// auxiliary cell's embeddings (docs/original.md §6, hyper). The embeddings of a row are <see cref="Stride"/> numbers apart: four scales of
/// the input's product, four of the hidden state's, four shifts; gates i, j, f, o.
/// </summary>
internal unsafe struct HyperGates
{
    /// <summary>Embeddings of a row: scales, then shifts.</summary>
    public const int Embeddings = 12, Scales = 8;

    private const int Gates = 4;

    /// <summary>R.</summary>
    public int Size;

    /// <summary>The distance from one embedding to the next.</summary>
    public long Stride;

    /// <summary>X: numbers of an input row.</summary>
    public int Columns;

    /// <summary>[X, 4R].</summary>
    public float* InputWeight;

    /// <summary>[4R].</summary>
    public float* Bias;

    /// <summary>Starts the embeddings of a row from their bias; the shifts have none.</summary>
    /// <param name="embedded">[12E]: receives them.</param>
    /// <param name="bias">[8E].</param>
    /// <param name="embedding">E.</param>
    public static void Begin(float* embedded, float* bias, int embedding)
    {
        int scales = Scales * embedding;
        new ReadOnlySpan<float>(bias, scales).CopyTo(new Span<float>(embedded, scales));
        new Span<float>(embedded + scales, (Embeddings - Scales) * embedding).Clear();
    }

    /// <summary>pre = scale_x·(constant + x·W) + scale_h·hidden + shift + bias.</summary>
    /// <param name="x">[X].</param>
    /// <param name="constant">[4R].</param>
    /// <param name="hidden">[4R]: the hidden state's product.</param>
    /// <param name="embedded">The first embedding of this row.</param>
    /// <param name="pre">[4R]: receives the pre-activations.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Forward(float* x, float* constant, float* hidden, float* embedded, float* pre)
    {
        for (int gate = 0; gate < Gates; gate++)
        {
            float* inputScale = embedded + (gate * Stride), hiddenScale = inputScale + (Gates * Stride),
            shift = hiddenScale + (Gates * Stride);
            for (int r = 0, at = gate * Size; r < Size; r += Simd.Width, at += Simd.Width)
            {
                Vector512<float> sum = Vector512.Load(shift + r) + Vector512.Load(Bias + at);
                sum = Vector512.FusedMultiplyAdd(
                    Vector512.Load(inputScale + r), Rows.Input(constant, x, Columns, InputWeight, Gates * Size, at), sum);
                Vector512.FusedMultiplyAdd(Vector512.Load(hiddenScale + r), Vector512.Load(hidden + at), sum).Store(pre + at);
            }
        }
    }

    /// <summary>The gradient of <see cref="Forward"/>.</summary>
    /// <param name="x">[X].</param>
    /// <param name="constant">[4R].</param>
    /// <param name="gradient">[4R]: of the pre-activations.</param>
    /// <param name="hidden">[4R]: the hidden state's product; replaced by its gradient.</param>
    /// <param name="embedded">The first embedding of this row; all are replaced by their gradients.</param>
    /// <param name="inputGradient">[4R]: receives the gradient of the input's product.</param>
    /// <param name="constantGradient">[4R]: the same gradient is added to it.</param>
    /// <param name="biasGradient">[4R]: the gradient of the bias is added to it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Backward(
        float* x, float* constant, float* gradient, float* hidden, float* embedded, float* inputGradient, float* constantGradient,
        float* biasGradient)
    {
        for (int gate = 0; gate < Gates; gate++)
        {
            float* inputScale = embedded + (gate * Stride), hiddenScale = inputScale + (Gates * Stride),
            shift = hiddenScale + (Gates * Stride);
            for (int r = 0, at = gate * Size; r < Size; r += Simd.Width, at += Simd.Width)
            {
                Vector512<float> d = Vector512.Load(gradient + at), product = Vector512.Load(hidden + at);
                Vector512<float> ofInput = d * Vector512.Load(inputScale + r);
                ofInput.Store(inputGradient + at);
                (Vector512.Load(constantGradient + at) + ofInput).Store(constantGradient + at);
                (Vector512.Load(biasGradient + at) + d).Store(biasGradient + at);
                (d * Vector512.Load(hiddenScale + r)).Store(hidden + at);
                (d * Rows.Input(constant, x, Columns, InputWeight, Gates * Size, at)).Store(inputScale + r);
                (d * product).Store(hiddenScale + r);
                d.Store(shift + r);
            }
        }
    }
}
