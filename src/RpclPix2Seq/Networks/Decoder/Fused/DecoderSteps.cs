using System.Runtime.Intrinsics;
using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>
/// The decoder step by step for drawing: codes → rows, rows → heads and the next rows. Weights are packed once; threads share them, each
/// with its own rows, heads and scratch memory. No call allocates.
/// </summary>
internal sealed unsafe class DecoderSteps
{
    private readonly IStepKernel _cell;
    private readonly Linear _initialState;
    private readonly int _codes, _states, _constants;
    private readonly TensorNumbers<float> _stateWeight, _stateBias, _codeWeight, _codeBias, _headBias;
    private readonly WeightOperand _head;
    private readonly ReadOnlyMemory<float> _startRow;

    /// <param name="engine">Who computes the heads.</param>
    /// <param name="cell">The cell's step.</param>
    /// <param name="initialState">Codes → packed states before tanh.</param>
    /// <param name="head">Hidden states → densities.</param>
    /// <param name="startRow">The input [X] of the first step.</param>
    /// <param name="rows">The maximum number of rows per step.</param>
    public DecoderSteps(
        ProductEngine engine, IStepKernel cell, Linear initialState, Linear head, ReadOnlyMemory<float> startRow, int rows)
    {
        _startRow = startRow;
        _cell = cell;
        _initialState = initialState;
        _codes = (int)initialState.Weight.shape[0];
        _states = (int)initialState.Weight.shape[1];
        _constants = (int)cell.CodeWeight.shape[1];
        HeadSize = (int)head.Weight.shape[1];
        _stateWeight = TensorMemory.Floats(initialState.Weight);
        _stateBias = TensorMemory.Floats(initialState.Bias);
        _codeWeight = TensorMemory.Floats(cell.CodeWeight);
        _codeBias = cell.CodeBias is null ? default : TensorMemory.Floats(cell.CodeBias);
        _headBias = TensorMemory.Floats(head.Bias);
        _head = new WeightOperand(engine, head.Weight, transpose: false, StepRows.Padded(rows));
    }

    /// <summary>6M+3.</summary>
    public int HeadSize { get; }

    /// <summary>X.</summary>
    public int Columns => _startRow.Length;

    /// <summary>Numbers per row.</summary>
    public int Width => _states + _constants + StepRows.StrokeSpace;

    /// <summary>Floats of scratch memory for steps of at most this many rows.</summary>
    public long ScratchSize(int rows) => _cell.ScratchSize(rows);

    /// <summary>The rows at an address.</summary>
    public StepRows Rows(float* first, int count) => new(first, count, _states, _constants);

    /// <summary>Sets rows to their state before the first step.</summary>
    /// <param name="codes">[count, Z], readable up to the padded count.</param>
    /// <param name="rows">The rows; writable up to the padded count.</param>
    public void Begin(float* codes, StepRows rows)
    {
        int padded = rows.PaddedCount;
        Blas.Multiply(false, false, padded, _states, _codes, codes, _codes, _stateWeight.First, _states, 0, rows.State(0), rows.Width);
        Blas.Multiply(
            false, false, padded, _constants, _codes, codes, _codes, _codeWeight.First, _constants, 0, rows.Constant(0), rows.Width);
        for (int b = 0; b < rows.Count; b++)
        {
            float* state = rows.State(b);
            for (int i = 0; i < _states; i += Simd.Width)
                Simd.Tanh(Vector512.Load(state + i) + Vector512.Load(_stateBias + i)).Store(state + i);
            if (_codeBias.First is not null)
                Fused.Rows.Add(rows.Constant(b), _codeBias.First, _constants);
            Span<float> stroke = new(rows.Stroke(b), StepRows.StrokeSpace);
            stroke.Clear();
            _startRow.Span.CopyTo(stroke);
        }
    }

    /// <summary>One step: the rows' next states, and the densities of their next strokes.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="heads">[padded count, 6M+3]: receives the densities.</param>
    /// <param name="scratch">[<see cref="ScratchSize"/>].</param>
    public void Step(StepRows rows, float* heads, float* scratch)
    {
        _cell.Step(rows, scratch);
        for (int b = 0; b < rows.PaddedCount; b++)
            new ReadOnlySpan<float>(_headBias.First, HeadSize).CopyTo(new Span<float>(heads + ((long)b * HeadSize), HeadSize));
        _head.Multiply(rows.PaddedCount, rows.State(0) + _cell.HiddenAt, rows.Width, true, heads, HeadSize);
    }
}
