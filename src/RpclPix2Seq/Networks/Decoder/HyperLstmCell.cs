using RpclPix2Seq.Networks.Decoder.Fused;
using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>
/// A HyperLSTM: at every step an auxiliary layer-normalized LSTM of H units computes, through embeddings of E numbers, the scales and
/// shifts of the main LSTM's gates; packed state [h, ĥ, c, ĉ] (docs/original.md §6, hyper; Ha, Dai and Le, 2016).
/// </summary>
internal sealed class HyperLstmCell : IDecoderCell, IFusedCell
{
    private static readonly string[] GateNames = ["i", "j", "f", "o"];
    private readonly ParameterStore _parameters;
    private readonly int _columns;            // X
    private readonly int _hyperSize;
    private readonly Tensor _inputWeight;     // [X+Z, 4R]
    private readonly Tensor _hiddenWeight;    // [R, 4R]
    private readonly Tensor _bias;            // [4R]
    private readonly LayerNormLstmCell _auxiliary;
    private readonly Embedding[] _inputScales;
    private readonly Embedding[] _hiddenScales;
    private readonly Embedding[] _hiddenShifts;
    private readonly LayerNorm _gateNorm;
    private readonly LayerNorm _cellNorm;

    /// <summary>Creates the cell, adding its parameters under <paramref name="scope"/>.</summary>
    public HyperLstmCell(
        ParameterStore parameters, Initializer initializer, string scope, int columns, int codes, int size, int hyperSize, int embedding)
    {
        scope += "/HyperLSTMCell";
        _parameters = parameters;
        _columns = columns;
        OutputSize = size;
        _hyperSize = hyperSize;
        _inputWeight = parameters.Add($"{scope}/W_xh", initializer.Glorot(columns + codes, 4 * size));
        _hiddenWeight = parameters.Add($"{scope}/W_hh", initializer.OrthogonalBlocks(size, 4));
        _bias = parameters.Add($"{scope}/bias", Initializer.Constant(0, 4L * size));
        _auxiliary = new LayerNormLstmCell(parameters, initializer, scope, columns, codes + size, hyperSize);
        _inputScales = [.. GateNames.Select(gate => Scale($"{scope}/hyper_{gate}x"))];
        _hiddenScales = [.. GateNames.Select(gate => Scale($"{scope}/hyper_{gate}h"))];
        _hiddenShifts = [.. GateNames.Select(gate => Shift($"{scope}/hyper_{gate}h"))];
        _gateNorm = new LayerNorm(parameters, $"{scope}/ln_all", 4, size);
        _cellNorm = new LayerNorm(parameters, $"{scope}/ln_c", 1, size);

        // The scales start at 0.1 whatever the auxiliary cell outputs, the shifts at 0 (docs/original.md §13).
        Embedding Scale(string name) => new(
            parameters.Add($"{name}/zw/super_linear_w", Initializer.Constant(0, hyperSize, embedding)),
            parameters.Add($"{name}/zw/super_linear_b", Initializer.Constant(1, embedding)),
            parameters.Add($"{name}/alpha/super_linear_w", Initializer.Constant(0.1 / embedding, embedding, size)));
        Embedding Shift(string name) => new(
            parameters.Add($"{name}/zb/super_linear_w", initializer.Normal([hyperSize, embedding], 0.01)),
            null,
            parameters.Add($"{name}/beta/super_linear_w", Initializer.Constant(0, embedding, size)));
    }

    /// <inheritdoc/>
    public int OutputSize { get; }

    /// <inheritdoc/>
    public int StateSize => 2 * (OutputSize + _hyperSize);

    /// <summary>Whether the fused kernel recomputes scales and shifts for the gradient instead of keeping them.</summary>
    internal bool Recomputes { get; set; } = true;

    /// <inheritdoc/>
    public CellState Unpack(Tensor packed)
    {
        Tensor[] parts = packed.split([OutputSize, _hyperSize, OutputSize, _hyperSize], 1);
        return new CellState(Hidden: parts[0], Cell: parts[2], HyperHidden: parts[1], HyperCell: parts[3]);
    }

    /// <inheritdoc/>
    public Tensor Pack(CellState state) => cat([state.Hidden, state.HyperHidden!, state.Cell, state.HyperCell!], 1);

    /// <inheritdoc/>
    public ICellUnrolling Begin(Tensor codes) => new Unrolling(this, codes);

    /// <inheritdoc/>
    IReadOnlyList<int> IFusedCell.StateSizes => [OutputSize, _hyperSize];

    /// <inheritdoc/>
    (Tensor Hidden, CellState Final) IFusedCell.Unroll(Tensor strokes, Tensor codes, CellState initial, Tensor? recurrentMask)
    {
        HyperParameters parameters = new()
        {
            Weights = FusedWeights(),
            Constant = InputProjection.Split(codes, _inputWeight, bias: null).Constant,
            AuxiliaryConstant = InputProjection.Split(
                codes, _auxiliary.InputWeight.narrow(0, 0, _inputWeight.shape[0]), bias: null).Constant,
            Initial = initial,
        };
        return HyperKernel.Run(new HyperKernel(_parameters.Engine, strokes, parameters, recurrentMask, Recomputes));
    }

    /// <inheritdoc/>
    IStepKernel IFusedCell.BeginSteps(int rows) => new HyperStep(_parameters.Engine, FusedWeights(), CodeWeight(), rows);

    /// <summary>The weight that maps a code to its part of both cells' pre-activations: [Z, 4R + 4H].</summary>
    private Tensor CodeWeight()
    {
        long codes = _inputWeight.shape[0] - _columns;
        return cat([_inputWeight.narrow(0, _columns, codes), _auxiliary.InputWeight.narrow(0, _columns, codes)], 1);
    }

    private HyperWeights FusedWeights()
    {
        Tensor auxiliary = _auxiliary.InputWeight;
        Embedding[] embeddings = [.. _inputScales, .. _hiddenScales, .. _hiddenShifts];
        return new HyperWeights
        {
            InputWeight = _inputWeight.narrow(0, 0, _columns).contiguous(),
            HiddenWeight = _hiddenWeight,
            Bias = _bias,
            AuxiliaryInputWeight = auxiliary.narrow(0, 0, _columns).contiguous(),
            AuxiliaryHiddenWeight = cat([auxiliary.narrow(0, _inputWeight.shape[0], OutputSize), _auxiliary.HiddenWeight], 0),
            Down = cat([.. embeddings.Select(e => e.Down)], 1),
            DownBias = cat([.. embeddings.Where(e => e.Bias is not null).Select(e => e.Bias!)], 0),
            Up = stack(embeddings.Select(e => e.Up), 0),
            AuxiliaryNorm = _auxiliary.NormParameters,
            Norm = [_gateNorm.Scale, _gateNorm.Shift, _cellNorm.Scale, _cellNorm.Shift],
        };
    }

    /// <summary>(ĥ·Down + Bias)·Up: [B, H] → [B, E] → [B, R].</summary>
    private sealed record Embedding(Tensor Down, Tensor? Bias, Tensor Up);

    /// <summary>
    /// Embeddings of several gates as one: their first products become one product, their second ones a batch of products.
    /// </summary>
    private sealed class StackedEmbedding
    {
        private readonly Tensor _down;     // [H, n·E]
        private readonly Tensor? _bias;    // [n·E]
        private readonly Tensor _up;       // [n, E, R]

        public StackedEmbedding(ParameterStore parameters, Embedding[] gates)
        {
            _down = parameters.Operand(cat([.. gates.Select(gate => gate.Down)], 1));
            _bias = gates[0].Bias is null ? null : cat([.. gates.Select(gate => gate.Bias!)], 0);
            _up = parameters.Operand(stack(gates.Select(gate => gate.Up), 0));
        }

        /// <summary>[B, H] → [n, B, R].</summary>
        public Tensor Forward(Tensor hyperHidden)
        {
            Tensor embedded = _bias is null ? Products.Multiply(hyperHidden, _down) : Products.AddProduct(_bias, hyperHidden, _down);
            return Products.MultiplyBatch(embedded.view(hyperHidden.shape[0], _up.shape[0], _up.shape[1]).transpose(0, 1), _up);
        }
    }

    private sealed class Unrolling : ICellUnrolling
    {
        private readonly HyperLstmCell _cell;
        private readonly int _gates;                     // 4R
        private readonly InputProjection _projection;    // columns: the main cell's 4R, then the auxiliary cell's 4H
        private readonly Tensor _hiddenWeight;           // [R, 4R]
        private readonly Tensor _auxiliaryHidden;        // [R, 4H]
        private readonly Tensor _auxiliaryWeight;        // [H, 4H]
        private readonly StackedEmbedding _scales;
        private readonly StackedEmbedding _shifts;

        public Unrolling(HyperLstmCell cell, Tensor codes)
        {
            _cell = cell;
            _gates = 4 * cell.OutputSize;
            long inputs = cell._inputWeight.shape[0];
            Tensor auxiliary = cell._auxiliary.InputWeight;
            ParameterStore parameters = cell._parameters;
            _projection = new InputProjection(
                codes, parameters.Operand(cat([cell._inputWeight, auxiliary.narrow(0, 0, inputs)], 1)), bias: null);
            _hiddenWeight = parameters.Operand(cell._hiddenWeight);
            _auxiliaryHidden = parameters.Operand(auxiliary.narrow(0, inputs, cell.OutputSize));
            _auxiliaryWeight = parameters.Operand(cell._auxiliary.HiddenWeight);
            _scales = new StackedEmbedding(parameters, [.. cell._inputScales, .. cell._hiddenScales]);
            _shifts = new StackedEmbedding(parameters, cell._hiddenShifts);
        }

        public Tensor Project(Tensor strokes, Tensor? inputMask) => _projection.Project(strokes, inputMask);

        public CellState Step(Tensor projected, CellState state, Tensor? recurrentMask)
        {
            Tensor main = projected.narrow(1, 0, _gates);
            Tensor auxiliary = projected.narrow(1, _gates, projected.shape[1] - _gates);
            (Tensor hyperHidden, Tensor hyperCell) = _cell._auxiliary.Step(
                Products.AddProduct(auxiliary, state.Hidden, _auxiliaryHidden), state.HyperHidden!, state.HyperCell!, _auxiliaryWeight,
                recurrentMask: null);

            Tensor scales = _scales.Forward(hyperHidden);                                  // [8, B, R]
            Tensor gates = (ByGate(main) * scales.narrow(0, 0, 4))
                .Plus(ByGate(Products.Multiply(state.Hidden, _hiddenWeight)) * scales.narrow(0, 4, 4))
                .Plus(_shifts.Forward(hyperHidden));                                       // [4, B, R]
            Tensor rows = gates.transpose(0, 1).reshape(-1, _gates).Plus(_cell._bias);     // [B, 4R]
            (Tensor memory, Tensor output) = Gates.Update(_cell._gateNorm.Forward(rows), state.Cell, recurrentMask);
            return new CellState(_cell._cellNorm.Forward(memory).tanh() * output, memory, hyperHidden, hyperCell);
        }

        /// <summary>[B, 4R] → [4, B, R], a view.</summary>
        private Tensor ByGate(Tensor rows) => rows.view(-1, 4, _cell.OutputSize).transpose(0, 1);
    }
}
