using RpclPix2Seq.Networks.Decoder.Fused;
using RpclPix2Seq.Networks.Layers;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>A plain LSTM; packed state [c, h] (docs/original.md §6, lstm).</summary>
internal sealed class LstmCell : IDecoderCell, IFusedCell
{
    private readonly ParameterStore _parameters;
    private readonly int _columns;            // X
    private readonly Tensor _inputWeight;     // [X+Z, 4R]
    private readonly Tensor _hiddenWeight;    // [R, 4R]
    private readonly Tensor _bias;            // [4R]

    /// <summary>Creates the cell, adding its parameters under <paramref name="scope"/>.</summary>
    public LstmCell(ParameterStore parameters, Initializer initializer, string scope, int columns, int codes, int size)
    {
        _columns = columns;
        _parameters = parameters;
        OutputSize = size;
        _inputWeight = parameters.Add($"{scope}/LSTMCell/W_xh", initializer.Glorot(columns + codes, 4 * size));
        _hiddenWeight = parameters.Add($"{scope}/LSTMCell/W_hh", initializer.OrthogonalBlocks(size, 4));
        _bias = parameters.Add($"{scope}/LSTMCell/bias", Initializer.Constant(0, 4L * size));
    }

    /// <inheritdoc/>
    public int OutputSize { get; }

    /// <inheritdoc/>
    public int StateSize => 2 * OutputSize;

    /// <inheritdoc/>
    public CellState Unpack(Tensor packed) => new(Hidden: packed.narrow(1, OutputSize, OutputSize), Cell: packed.narrow(1, 0, OutputSize));

    /// <inheritdoc/>
    public Tensor Pack(CellState state) => cat([state.Cell, state.Hidden], 1);

    /// <inheritdoc/>
    public ICellUnrolling Begin(Tensor codes) => new Unrolling(this, codes);

    /// <inheritdoc/>
    IReadOnlyList<int> IFusedCell.StateSizes => [OutputSize];

    /// <inheritdoc/>
    (Tensor Hidden, CellState Final) IFusedCell.Unroll(Tensor strokes, Tensor codes, CellState initial, Tensor? recurrentMask)
    {
        (Tensor strokeWeight, Tensor constant) = InputProjection.Split(codes, _inputWeight, _bias);
        return LstmKernel.Run(
            new LstmKernel(
                _parameters.Engine, strokes, constant, strokeWeight, _hiddenWeight, [], initial.Hidden, initial.Cell, recurrentMask));
    }

    /// <inheritdoc/>
    IStepKernel IFusedCell.BeginSteps(int rows) =>
        new LstmStep(_parameters.Engine, _inputWeight, _columns, _bias, _hiddenWeight, [], hiddenFirst: false, rows);

    private sealed class Unrolling(LstmCell cell, Tensor codes) : ICellUnrolling
    {
        private readonly InputProjection _projection = new(codes, cell._parameters.Operand(cell._inputWeight), cell._bias);
        private readonly Tensor _hiddenWeight = cell._parameters.Operand(cell._hiddenWeight);

        public Tensor Project(Tensor strokes, Tensor? inputMask) => _projection.Project(strokes, inputMask);

        public CellState Step(Tensor projected, CellState state, Tensor? recurrentMask)
        {
            Tensor gates = Products.AddProduct(projected, state.Hidden, _hiddenWeight);
            (Tensor memory, Tensor output) = Gates.Update(gates, state.Cell, recurrentMask);
            return new CellState(memory.tanh() * output, memory);
        }
    }
}
