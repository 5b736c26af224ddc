using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>
/// A HyperLSTM over a whole sequence. Kept for every step and row: both hidden states side by side [R + H], both cells, the hidden state's
/// product [4R], the auxiliary pre-activations [4H], the embeddings [12E] and the statistics of the normalizations; scales, shifts and
/// pre-activations are recomputed, unless the scales and shifts [12R] are kept as well, which takes more than twice the memory and saves
/// one product in fifty.
/// </summary>
internal sealed unsafe partial class HyperKernel : IDifferentiableKernel
{
    private const int Embeddings = HyperGates.Embeddings;
    private readonly ProductEngine _engine;
    private readonly HyperParameters _parameters;
    private readonly Tensor _strokes;
    private readonly TensorNumbers<float> _mask;
    private readonly Partition _partition;
    private readonly int _steps, _batch, _columns, _padded;
    private readonly int _size, _hyper, _embedding, _state;    // R, H, E, R + H
    private readonly NormGates _auxiliary, _main;
    private readonly HyperGates _mixer;
    private readonly bool _recompute;
    private Tape? _tape;

    /// <param name="engine">Who computes the products with states, gates and embeddings.</param>
    /// <param name="strokes">[T, B, X].</param>
    /// <param name="parameters">Weights, constants and the first state.</param>
    /// <param name="mask">Dropout of the main cell's candidates [T, B, R], or null.</param>
    /// <param name="recompute">Whether scales and shifts are recomputed for the gradient instead of kept.</param>
    public HyperKernel(ProductEngine engine, Tensor strokes, HyperParameters parameters, Tensor? mask, bool recompute = true)
    {
        _engine = engine;
        _recompute = recompute;
        _parameters = parameters;
        _strokes = strokes.contiguous();
        _mask = mask is null ? default : TensorMemory.Floats(mask);
        _steps = (int)strokes.shape[0];
        _batch = (int)strokes.shape[1];
        _columns = (int)strokes.shape[2];
        _partition = Partition.Of(_batch);
        _padded = _partition.PaddedBatch;
        _size = (int)parameters.Weights.HiddenWeight.shape[0];
        _hyper = (int)parameters.Weights.Down.shape[0];
        _embedding = (int)parameters.Weights.Up.shape[1];
        _state = _size + _hyper;
        _auxiliary = NormGates.Of(_hyper, parameters.Weights.AuxiliaryNorm);
        _main = NormGates.Of(_size, parameters.Weights.Norm);
        _mixer = new HyperGates
        {
            Size = _size,
            Columns = _columns,
            Stride = (long)_partition.PartRows * _size,
            InputWeight = TensorMemory.Floats(parameters.Weights.InputWeight).First,
            Bias = TensorMemory.Floats(parameters.Weights.Bias).First,
        };
    }

    public IReadOnlyList<Tensor> Inputs => _parameters.All;

    private int Gates => 4 * _size;

    private int AuxiliaryGates => 4 * _hyper;

    private int Embedded => Embeddings * _embedding;

    /// <summary>Runs a kernel: hidden states [T, B, R] and the last state.</summary>
    public static (Tensor Hidden, CellState Final) Run(HyperKernel kernel)
    {
        IReadOnlyList<Tensor> outputs = KernelFunction.Run(kernel);
        return (outputs[0], new CellState(outputs[0][^1], outputs[1], outputs[2], outputs[3]));
    }

    /// <summary>Hidden states [T, B, R], the last cell [B, R], the last auxiliary hidden state and cell [B, H].</summary>
    public Tensor[] Forward(bool keep)
    {
        Tape tape = _tape = new Tape(this, keep);
        tape.Begin(_parameters.Initial, _batch);
        Operands weights = new(this, backward: false);
        Tensor scratchMemory = empty(_partition.Parts, _partition.PartRows * (long)Embeddings * _size + Gates, float32);
        TensorNumbers<float> scratches = TensorMemory.Floats(scratchMemory);
        long scratchSize = scratchMemory.shape[1];
        TensorNumbers<float> strokes = TensorMemory.Floats(_strokes), constant = TensorMemory.Floats(_parameters.Constant);
        TensorNumbers<float> auxiliaryConstant = TensorMemory.Floats(_parameters.AuxiliaryConstant),
            downBias = TensorMemory.Floats(_parameters.Weights.DownBias);
        TensorNumbers<float> auxiliaryInput = TensorMemory.Floats(_parameters.Weights.AuxiliaryInputWeight);
        ThreadTeam.Run(_partition.Parts, part =>
        {
            (int first, int end) = _partition.RowsOf(part);
            float* scratch = scratches + (part * scratchSize), pre = scratch + (Embeddings * _mixer.Stride);
            for (int t = 0; t < _steps; t++)
            {
                float* embeddings = tape.KeepsExpanded ? tape.Expanded(t, part) : scratch;
                // The auxiliary cell, from both hidden states of the previous step.
                weights.Auxiliary.Multiply(tape.States(t, first), _state, false, tape.Auxiliary(t, first), AuxiliaryGates);
                for (int b = first; b < end; b++)
                {
                    float* gates = tape.Auxiliary(t, b);
                    Rows.AddInput(
                        gates, auxiliaryConstant + ((long)b * AuxiliaryGates), Stroke(strokes, t, b), _columns, auxiliaryInput.First,
                        AuxiliaryGates);
                    _auxiliary.Forward(
                        gates, tape.HyperCells(t, b), null, tape.HyperCells(t + 1, b), tape.States(t + 1, b) + _size,
                        tape.AuxiliaryStatistics(t, b));
                }

                for (int b = first; b < first + _partition.PartRows; b++)
                    HyperGates.Begin(tape.Embedded(t, b), downBias.First, _embedding);
                weights.Down.Multiply(tape.States(t + 1, first) + _size, _state, true, tape.Embedded(t, first), Embedded);
                weights.Hidden.Multiply(tape.States(t, first), _state, false, tape.Products(t, first), Gates);
                Expand(weights, tape.Embedded(t, first), embeddings);
                for (int b = first; b < end; b++)
                {
                    float* row = embeddings + ((long)(b - first) * _size);
                    _mixer.Forward(Stroke(strokes, t, b), constant + ((long)b * Gates), tape.Products(t, b), row, pre);
                    _main.Forward(pre, tape.Cells(t, b), Mask(t, b), tape.Cells(t + 1, b), tape.States(t + 1, b), tape.Statistics(t, b));
                }
            }
        });

        return tape.Outputs(_batch);
    }

    /// <summary>Embeddings [rows, 12E] → scales and shifts [12, rows, R].</summary>
    private void Expand(Operands weights, float* embedded, float* embeddings)
    {
        for (int n = 0; n < Embeddings; n++)
            weights.Up[n].Multiply(embedded + (n * _embedding), Embedded, false, embeddings + (n * _mixer.Stride), _size);
    }

    private float* Stroke(TensorNumbers<float> strokes, int t, int b) => strokes + ((((long)t * _batch) + b) * _columns);

    private float* Mask(int t, int b) => _mask.First is null ? null : _mask + ((((long)t * _batch) + b) * _size);

    /// <summary>The weights, packed for products with the rows of a part.</summary>
    private sealed class Operands
    {
        public Operands(HyperKernel kernel, bool backward)
        {
            HyperWeights p = kernel._parameters.Weights;
            ProductEngine engine = kernel._engine;
            int rows = kernel._partition.PartRows;
            Hidden = new WeightOperand(engine, p.HiddenWeight, backward, rows);
            Auxiliary = new WeightOperand(engine, p.AuxiliaryHiddenWeight, backward, rows);
            Down = new WeightOperand(engine, p.Down, backward, rows);
            Up = [.. Enumerable.Range(0, Embeddings).Select(n => new WeightOperand(engine, p.Up[n], false, rows))];
            UpBack = backward ? [.. Enumerable.Range(0, Embeddings).Select(n => new WeightOperand(engine, p.Up[n], true, rows))] : [];
        }

        public WeightOperand Hidden { get; }

        public WeightOperand Auxiliary { get; }

        public WeightOperand Down { get; }

        public WeightOperand[] Up { get; }

        public WeightOperand[] UpBack { get; }
    }
}
