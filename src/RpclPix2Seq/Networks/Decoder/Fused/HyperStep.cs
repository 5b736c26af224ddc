using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>One step of a HyperLSTM; packed state [h, ĥ, c, ĉ].</summary>
internal sealed unsafe class HyperStep : IStepKernel
{
    private const int Embeddings = HyperGates.Embeddings;

    // Scales and shifts are computed for this many rows at once, so that they are still in the cache when the gates read them.
    private const int BlockRows = 32;

    private readonly HyperWeights _weights;
    private readonly int _columns, _size, _hyper, _embedding;    // X, R, H, E
    private readonly NormGates _auxiliaryNorm, _norm;
    private readonly HyperGates _mixer;
    private readonly TensorNumbers<float> _auxiliaryInput, _downBias;
    private readonly WeightOperand _hidden, _auxiliary, _down;
    private readonly WeightOperand[] _up;

    /// <param name="engine">Who computes the products with states and embeddings.</param>
    /// <param name="weights">The cell's weights.</param>
    /// <param name="codeWeight">[Z, 4R + 4H].</param>
    /// <param name="rows">The maximum number of rows per step.</param>
    public HyperStep(ProductEngine engine, HyperWeights weights, Tensor codeWeight, int rows)
    {
        rows = StepRows.Padded(rows);
        _weights = weights;
        _columns = (int)weights.InputWeight.shape[0];
        _size = (int)weights.HiddenWeight.shape[0];
        _hyper = (int)weights.Down.shape[0];
        _embedding = (int)weights.Up.shape[1];
        CodeWeight = codeWeight;
        _auxiliaryNorm = NormGates.Of(_hyper, weights.AuxiliaryNorm);
        _norm = NormGates.Of(_size, weights.Norm);
        int block = Math.Min(rows, BlockRows);
        _mixer = new HyperGates
        {
            Size = _size,
            Columns = _columns,
            Stride = (long)block * _size,
            InputWeight = TensorMemory.Floats(weights.InputWeight).First,
            Bias = TensorMemory.Floats(weights.Bias).First,
        };
        _auxiliaryInput = TensorMemory.Floats(weights.AuxiliaryInputWeight);
        _downBias = TensorMemory.Floats(weights.DownBias);
        _hidden = new WeightOperand(engine, weights.HiddenWeight, transpose: false, rows);
        _auxiliary = new WeightOperand(engine, weights.AuxiliaryHiddenWeight, transpose: false, rows);
        _down = new WeightOperand(engine, weights.Down, transpose: false, rows);
        _up = [.. Enumerable.Range(0, Embeddings).Select(n => new WeightOperand(engine, weights.Up[n], transpose: false, block))];
    }

    /// <inheritdoc/>
    public Tensor CodeWeight { get; }

    /// <inheritdoc/>
    public Tensor? CodeBias => null;

    /// <inheritdoc/>
    public int HiddenAt => 0;

    private int Gates => 4 * _size;

    private int AuxiliaryGates => 4 * _hyper;

    private int Embedded => Embeddings * _embedding;

    private int HyperHiddenAt => _size;

    private int CellAt => _size + _hyper;

    private int HyperCellAt => (2 * _size) + _hyper;

    /// <inheritdoc/>
    public long ScratchSize(int rows)
    {
        long perRow = (long)AuxiliaryGates + Embedded + Gates;
        return (StepRows.Padded(rows) * perRow) + (Embeddings * _mixer.Stride) + Gates + NormGates.Statistics;
    }

    /// <inheritdoc/>
    public void Step(StepRows rows, float* scratch)
    {
        int padded = rows.PaddedCount, width = rows.Width;
        float* auxiliary = scratch, embedded = auxiliary + ((long)padded * AuxiliaryGates), products = embedded + ((long)padded * Embedded);
        float* embeddings = products + ((long)padded * Gates), pre = embeddings + (Embeddings * _mixer.Stride), statistics = pre + Gates;

        // The auxiliary cell, from both hidden states of the previous step; the main cell's product before its hidden state is overwritten.
        _auxiliary.Multiply(padded, rows.State(0), width, false, auxiliary, AuxiliaryGates);
        _hidden.Multiply(padded, rows.State(0), width, false, products, Gates);
        for (int b = 0; b < rows.Count; b++)
        {
            float* gates = auxiliary + ((long)b * AuxiliaryGates), cell = rows.State(b) + HyperCellAt;
            Rows.AddInput(gates, rows.Constant(b) + Gates, rows.Stroke(b), _columns, _auxiliaryInput.First, AuxiliaryGates);
            _auxiliaryNorm.Forward(gates, cell, null, cell, rows.State(b) + HyperHiddenAt, statistics);
        }

        for (int b = 0; b < padded; b++)
            HyperGates.Begin(embedded + ((long)b * Embedded), _downBias.First, _embedding);
        _down.Multiply(padded, rows.State(0) + HyperHiddenAt, width, true, embedded, Embedded);
        for (int first = 0; first < padded; first += BlockRows)
        {
            int count = Math.Min(BlockRows, padded - first);
            for (int n = 0; n < Embeddings; n++)
                _up[n].Multiply(
                    count, embedded + ((long)first * Embedded) + (n * _embedding), Embedded, false, embeddings + (n * _mixer.Stride),
                    _size);
            for (int b = first; b < Math.Min(first + count, rows.Count); b++)
            {
                float* cell = rows.State(b) + CellAt;
                _mixer.Forward(
                    rows.Stroke(b), rows.Constant(b), products + ((long)b * Gates), embeddings + ((long)(b - first) * _size), pre);
                _norm.Forward(pre, cell, null, cell, rows.State(b), statistics);
            }
        }
    }
}
