using RpclPix2Seq.Networks.Decoder.Fused;
using RpclPix2Seq.Networks.Layers;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>An LSTM with layer normalization of its gates and of its cell; packed state [h, c] (docs/original.md §6, layer_norm).</summary>
internal sealed class LayerNormLstmCell : IDecoderCell, IFusedCell
{
    private readonly ParameterStore _parameters;
    private readonly int _columns;            // X
    private readonly Tensor _inputWeight;     // [X+Z, 4R]
    private readonly Tensor _hiddenWeight;    // [R, 4R]
    private readonly LayerNorm _gateNorm;
    private readonly LayerNorm _cellNorm;

    /// <summary>Creates the cell, adding its parameters under <paramref name="scope"/>.</summary>
    public LayerNormLstmCell(ParameterStore parameters, Initializer initializer, string scope, int columns, int codes, int size)
    {
        _columns = columns;
        _parameters = parameters;
        OutputSize = size;
        _inputWeight = parameters.Add($"{scope}/LayerNormLSTMCell/W_xh", initializer.Glorot(columns + codes, 4 * size));
        _hiddenWeight = parameters.Add($"{scope}/LayerNormLSTMCell/W_hh", initializer.OrthogonalBlocks(size, 4));
        _gateNorm = new LayerNorm(parameters, $"{scope}/LayerNormLSTMCell/ln_all", 4, size);
        _cellNorm = new LayerNorm(parameters, $"{scope}/LayerNormLSTMCell/ln_c", 1, size);
    }

    /// <inheritdoc/>
    public int OutputSize { get; }

    /// <inheritdoc/>
    public int StateSize => 2 * OutputSize;

    /// <summary>
    /// [X+Z, 4R]; when the cell is part of a hyper cell, the rows after the strokes and codes are those of the main hidden state.
    /// </summary>
    internal Tensor InputWeight => _inputWeight;

    /// <inheritdoc/>
    public CellState Unpack(Tensor packed) => new(Hidden: packed.narrow(1, 0, OutputSize), Cell: packed.narrow(1, OutputSize, OutputSize));

    /// <inheritdoc/>
    public Tensor Pack(CellState state) => cat([state.Hidden, state.Cell], 1);

    /// <inheritdoc/>
    public ICellUnrolling Begin(Tensor codes) => new Unrolling(this, codes);

    /// <summary>Scale and shift of the gates [4R], then of the cell [R].</summary>
    internal Tensor[] NormParameters => [_gateNorm.Scale, _gateNorm.Shift, _cellNorm.Scale, _cellNorm.Shift];

    /// <summary>[R, 4R].</summary>
    internal Tensor HiddenWeight => _hiddenWeight;

    /// <inheritdoc/>
    IReadOnlyList<int> IFusedCell.StateSizes => [OutputSize];

    /// <inheritdoc/>
    (Tensor Hidden, CellState Final) IFusedCell.Unroll(Tensor strokes, Tensor codes, CellState initial, Tensor? recurrentMask)
    {
        (Tensor strokeWeight, Tensor constant) = InputProjection.Split(codes, _inputWeight, bias: null);
        return LstmKernel.Run(
            new LstmKernel(
                _parameters.Engine, strokes, constant, strokeWeight, _hiddenWeight, NormParameters, initial.Hidden, initial.Cell,
                recurrentMask));
    }

    /// <inheritdoc/>
    IStepKernel IFusedCell.BeginSteps(int rows) =>
        new LstmStep(_parameters.Engine, _inputWeight, _columns, null, _hiddenWeight, NormParameters, hiddenFirst: true, rows);

    /// <summary>
    /// One step from the product of the input with its weights [B, 4R], with the hidden state's weights in the products' precision.
    /// </summary>
    internal (Tensor Hidden, Tensor Cell) Step(Tensor projected, Tensor hidden, Tensor cell, Tensor hiddenWeight, Tensor? recurrentMask)
    {
        Tensor gates = _gateNorm.Forward(Products.AddProduct(projected, hidden, hiddenWeight));
        (Tensor memory, Tensor output) = Gates.Update(gates, cell, recurrentMask);
        return (_cellNorm.Forward(memory).tanh() * output, memory);
    }

    private sealed class Unrolling(LayerNormLstmCell cell, Tensor codes) : ICellUnrolling
    {
        private readonly InputProjection _projection = new(codes, cell._parameters.Operand(cell._inputWeight), bias: null);
        private readonly Tensor _hiddenWeight = cell._parameters.Operand(cell._hiddenWeight);

        public Tensor Project(Tensor strokes, Tensor? inputMask) => _projection.Project(strokes, inputMask);

        public CellState Step(Tensor projected, CellState state, Tensor? recurrentMask)
        {
            (Tensor hidden, Tensor memory) = cell.Step(projected, state.Hidden, state.Cell, _hiddenWeight, recurrentMask);
            return new CellState(hidden, memory);
        }
    }
}
