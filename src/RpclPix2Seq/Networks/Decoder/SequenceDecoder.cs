using RpclPix2Seq.Networks.Decoder.Fused;
using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>Latent codes → pen strokes: the recurrent decoder with a mixture-density head (docs/original.md §6).</summary>
internal sealed class SequenceDecoder
{
    private readonly ParameterStore _parameters;
    private readonly Linear _initialState;
    private readonly Linear _head;
    private readonly DecoderInput _input;

    /// <summary>Creates the decoder, adding its parameters under <c>init_state/</c> and <c>decoder/</c>.</summary>
    public SequenceDecoder(ParameterStore parameters, Initializer initializer, NetworkShape shape)
    {
        _parameters = parameters;
        Mixtures = shape.DecoderMixtures;
        _input = shape.DecoderInput;
        int columns = DecoderRows.Columns(_input), codes = shape.CodeSize;
        Cell = shape.Decoder switch
        {
            DecoderModel.Lstm => new LstmCell(parameters, initializer, "decoder/rnn", columns, codes, shape.DecoderSize),
            DecoderModel.LayerNorm => new LayerNormLstmCell(parameters, initializer, "decoder/rnn", columns, codes, shape.DecoderSize),
            DecoderModel.Hyper => new HyperLstmCell(
                parameters, initializer, "decoder/rnn", columns, codes, shape.DecoderSize, shape.HyperSize, shape.HyperEmbedding),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape.Decoder, "an unknown decoder cell"),
        };
        _initialState = new Linear(parameters, initializer, "init_state", shape.CodeSize, Cell.StateSize);
        _head = new Linear(parameters, initializer, "decoder/fc", shape.DecoderSize, (6 * Mixtures) + 3);
        StartRow = shape.IsDecoderOnly ? new float[columns] : [0, 0, 1, 0, 0, .. new float[columns - Stroke5.Columns]];
    }

    /// <summary>The input [X] of the first step.</summary>
    public ReadOnlyMemory<float> StartRow { get; }

    /// <summary>The recurrent cell.</summary>
    public IDecoderCell Cell { get; }

    /// <summary>Which implementation computes sequences.</summary>
    public KernelPath Path
    {
        get => _parameters.Kernels;
        set => _parameters.Kernels = value;
    }

    /// <summary>M: the number of bivariate normals in the head's mixture.</summary>
    public int Mixtures { get; }

    /// <summary>tanh(z·W + b): [B, Z] → the packed state [B, S] before the first step.</summary>
    public Tensor InitialState(Tensor codes)
    {
        using HoldingScope scope = HoldingScope.Begin(codes);
        return _initialState.Forward(codes).tanh();
    }

    /// <summary>The head: hidden rows [N, R] → densities of N next strokes.</summary>
    public MixtureDensity Density(Tensor hidden) => new(_head.Forward(hidden), Mixtures);

    /// <summary>Runs the decoder over given strokes (teacher forcing).</summary>
    /// <param name="strokes">[T, B, 5]: the input of every step, the start row first.</param>
    /// <param name="codes">[B, Z].</param>
    /// <param name="dropout">Dropout in training, or null.</param>
    /// <returns>The densities of the T·B next strokes, time outermost, and the packed state [B, S] after the last step.</returns>
    public (MixtureDensity Density, Tensor FinalState) Decode(Tensor strokes, Tensor codes, DecoderDropout? dropout = null)
    {
        using HoldingScope scope = HoldingScope.Begin(strokes, codes);
        (Tensor hidden, CellState final) = Run(strokes, codes, dropout);
        Tensor outputs = hidden.view(-1, Cell.OutputSize); // [T·B, R]
        if (dropout?.Mask(dropout.OutputKeep, codes.dtype, codes.device, outputs.shape) is { } outputMask)
            outputs *= outputMask;
        return (Density(outputs), Cell.Pack(final));
    }

    /// <summary>The cell for the fused kernels, or null if <see cref="Path"/> or the case requires single steps.</summary>
    internal IFusedCell? FusedCell(Tensor codes, Tensor? inputMask = null)
    {
        IFusedCell? fused = Path == KernelPath.Readable ? null : SupportedCell(codes, inputMask);
        if (Path == KernelPath.Fused && fused is null)
            throw HostKernels.Refused("this decoder (its cell, size, input dropout, precision, device or type)");
        return fused;
    }

    /// <summary>Whether the fused kernels support codes of this type and device.</summary>
    internal bool IsSupported(Tensor codes) => SupportedCell(codes, inputMask: null) is not null;

    /// <summary>The complete decoder for drawing step by step.</summary>
    /// <param name="cell">From <see cref="FusedCell"/>.</param>
    /// <param name="rows">The maximum number of rows per step.</param>
    internal DecoderSteps BeginSteps(IFusedCell cell, int rows) =>
        new(_parameters.Engine, cell.BeginSteps(rows), _initialState, _head, StartRow, rows);

    /// <summary>The recurrent part of <see cref="Decode"/>: hidden states [T, B, R] and the state after the last step.</summary>
    internal (Tensor Hidden, CellState Final) Run(Tensor strokes, Tensor codes, DecoderDropout? dropout = null)
    {
        long steps = strokes.shape[0], batch = strokes.shape[1];
        strokes = DecoderRows.Of(strokes, _input);
        ScalarType type = codes.dtype;
        Tensor? inputMask = dropout?.Mask(dropout.InputKeep, type, codes.device, steps, batch, strokes.shape[2] + codes.shape[1]);

        Tensor? recurrentMask = dropout?.Mask(dropout.RecurrentKeep, type, codes.device, steps, batch, Cell.OutputSize);
        CellState initial = Cell.Unpack(InitialState(codes));
        IFusedCell? fused = FusedCell(codes, inputMask);
        return fused is null
            ? Steps(strokes, codes, initial, inputMask, recurrentMask)
            : fused.Unroll(strokes, codes, initial, recurrentMask);
    }

    private IFusedCell? SupportedCell(Tensor codes, Tensor? inputMask) =>
        _parameters.Precision == ProductPrecision.Float32 || RoundedProduct.IsAvailable
            ? FusedPath.Supporting(Cell, codes, inputMask)
            : null;

    /// <summary>The sequence step by step: hidden states [T, B, R] and the last state.</summary>
    private (Tensor Hidden, CellState Final) Steps(Tensor strokes, Tensor codes, CellState state, Tensor? inputMask, Tensor? recurrentMask)
    {
        ICellUnrolling unrolling = Cell.Begin(codes);
        Tensor[] projected = unrolling.Project(strokes, inputMask).unbind(0);
        Tensor[]? masks = recurrentMask?.unbind(0);
        var hidden = new Tensor[projected.Length];
        for (int t = 0; t < hidden.Length; t++)
        {
            state = unrolling.Step(projected[t], state, masks?[t]);
            hidden[t] = state.Hidden;
        }

        return (stack(hidden, 0), state);
    }
}
