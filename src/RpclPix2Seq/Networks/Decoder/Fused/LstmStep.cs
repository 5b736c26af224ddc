using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>One step of a plain or layer-normalized LSTM.</summary>
internal sealed unsafe class LstmStep : IStepKernel
{
    private readonly int _columns, _size, _gates, _cellAt;
    private readonly TensorNumbers<float> _input;
    private readonly WeightOperand _hidden;
    private readonly NormGates? _norm;

    /// <param name="engine">Who computes the products with states.</param>
    /// <param name="inputWeight">[X+Z, 4R].</param>
    /// <param name="columns">X.</param>
    /// <param name="bias">[4R] or null.</param>
    /// <param name="hiddenWeight">[R, 4R].</param>
    /// <param name="norm">Scale and shift of the gates [4R] and of the cell [R] for the layer-normalized cell; empty for the plain
    /// one.</param>
    /// <param name="hiddenFirst">Whether a packed state is [h, c] or [c, h].</param>
    /// <param name="rows">The maximum number of rows per step.</param>
    public LstmStep(
        ProductEngine engine, Tensor inputWeight, int columns, Tensor? bias, Tensor hiddenWeight, Tensor[] norm, bool hiddenFirst,
        int rows)
    {
        _columns = columns;
        _size = (int)hiddenWeight.shape[0];
        _gates = 4 * _size;
        (HiddenAt, _cellAt) = hiddenFirst ? (0, _size) : (_size, 0);
        CodeWeight = inputWeight.narrow(0, columns, inputWeight.shape[0] - columns);
        CodeBias = bias;
        _input = TensorMemory.Floats(inputWeight.narrow(0, 0, columns));
        _hidden = new WeightOperand(engine, hiddenWeight, transpose: false, StepRows.Padded(rows));
        if (norm.Length > 0)
            _norm = NormGates.Of(_size, norm);
    }

    /// <inheritdoc/>
    public Tensor CodeWeight { get; }

    /// <inheritdoc/>
    public Tensor? CodeBias { get; }

    /// <inheritdoc/>
    public int HiddenAt { get; }

    /// <inheritdoc/>
    public long ScratchSize(int rows) => ((long)StepRows.Padded(rows) * _gates) + NormGates.Statistics;

    /// <inheritdoc/>
    public void Step(StepRows rows, float* scratch)
    {
        float* statistics = scratch + ((long)rows.PaddedCount * _gates);
        _hidden.Multiply(rows.PaddedCount, rows.State(0) + HiddenAt, rows.Width, false, scratch, _gates);
        for (int b = 0; b < rows.Count; b++)
        {
            float* gates = scratch + ((long)b * _gates), cell = rows.State(b) + _cellAt, hidden = rows.State(b) + HiddenAt;
            Rows.AddInput(gates, rows.Constant(b), rows.Stroke(b), _columns, _input.First, _gates);
            if (_norm is { } norm)
                norm.Forward(gates, cell, null, cell, hidden, statistics);
            else
                PlainGates.Forward(gates, cell, null, cell, hidden, _size);
        }
    }
}
