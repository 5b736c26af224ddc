using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>
/// A plain or layer-normalized LSTM over a whole sequence. Kept for the gradient: pre-activations or gates [T, B, 4R], cells and hidden
/// states [T, B, R]; the gates are then replaced by their gradients, so that the weights' gradients are one product over all steps.
/// </summary>
internal sealed unsafe class LstmKernel : IDifferentiableKernel
{
    private readonly ProductEngine _engine;
    private readonly Tensor _constant, _inputWeight, _hiddenWeight, _hidden0, _cell0;
    private readonly Tensor[] _norm;
    private readonly Tensor _strokes;
    private readonly TensorNumbers<float> _mask;
    private readonly Partition _partition;
    private readonly int _steps, _columns, _size, _gates;
    private readonly NormGates _normGates;
    private Tensor? _tape, _cells, _hidden, _statistics;

    /// <param name="engine">Who computes the products with states and gates.</param>
    /// <param name="strokes">[T, B, X].</param>
    /// <param name="constant">[B, 4R]: the contribution of the code and the bias to every step's pre-activations.</param>
    /// <param name="inputWeight">[X, 4R].</param>
    /// <param name="hiddenWeight">[R, 4R].</param>
    /// <param name="norm">Scale and shift of the gates [4R] and of the cell [R] for the layer-normalized cell; empty for the plain
    /// one.</param>
    /// <param name="hidden">h before the first step [B, R].</param>
    /// <param name="cell">c before the first step [B, R].</param>
    /// <param name="mask">Dropout of the candidates [T, B, R], or null.</param>
    public LstmKernel(
        ProductEngine engine, Tensor strokes, Tensor constant, Tensor inputWeight, Tensor hiddenWeight, Tensor[] norm, Tensor hidden,
        Tensor cell, Tensor? mask)
    {
        _engine = engine;
        _strokes = strokes.contiguous();
        _constant = constant.contiguous();
        _inputWeight = inputWeight.contiguous();
        _hiddenWeight = hiddenWeight.contiguous();
        _hidden0 = hidden.contiguous();
        _cell0 = cell.contiguous();
        _norm = norm;
        _mask = mask is null ? default : TensorMemory.Floats(mask);
        _steps = (int)strokes.shape[0];
        _columns = (int)strokes.shape[2];
        _partition = Partition.Of((int)strokes.shape[1]);
        _size = (int)hiddenWeight.shape[0];
        _gates = 4 * _size;
        if (norm.Length > 0)
            _normGates = NormGates.Of(_size, norm);
    }

    public IReadOnlyList<Tensor> Inputs => [_constant, _inputWeight, _hiddenWeight, _hidden0, _cell0, .. _norm];

    private bool IsNormal => _norm.Length > 0;

    /// <summary>Runs a kernel: hidden states [T, B, R] and the last state.</summary>
    public static (Tensor Hidden, CellState Final) Run(LstmKernel kernel)
    {
        IReadOnlyList<Tensor> outputs = KernelFunction.Run(kernel);
        return (outputs[0], new CellState(outputs[0][^1], outputs[1]));
    }

    /// <summary>Hidden states [T, B, R] and the last cell [B, R].</summary>
    public Tensor[] Forward(bool keep)
    {
        int batch = _partition.Batch, padded = _partition.PaddedBatch;
        _hidden = States(_steps + 1);
        _cells = States(keep ? _steps + 1 : 2);
        _tape = empty(keep ? _steps : 1, padded, _gates, float32);
        _statistics = empty(keep ? _steps : 1, padded, NormGates.Statistics, float32);
        _hidden[0].narrow(0, 0, batch).copy_(_hidden0);
        _cells[0].narrow(0, 0, batch).copy_(_cell0);

        WeightOperand weight = new(_engine, _hiddenWeight, transpose: false, _partition.PartRows);
        TensorNumbers<float> hidden = TensorMemory.Floats(_hidden), cells = TensorMemory.Floats(_cells), tape = TensorMemory.Floats(_tape);
        TensorNumbers<float> statistics = TensorMemory.Floats(_statistics), strokes = TensorMemory.Floats(_strokes);
        TensorNumbers<float> constant = TensorMemory.Floats(_constant), inputWeight = TensorMemory.Floats(_inputWeight);
        ThreadTeam.Run(_partition.Parts, part =>
        {
            (int first, int end) = _partition.RowsOf(part);
            for (int t = 0; t < _steps; t++)
            {
                long state = (long)t * padded * _size, next = state + ((long)padded * _size);
                long cellState = keep ? state : (long)(t & 1) * padded * _size,
                    nextCell = keep ? next : (long)((t + 1) & 1) * padded * _size;
                long kept = keep ? (long)t * padded : 0;
                weight.Multiply(hidden + state + ((long)first * _size), _size, false, tape + ((kept + first) * _gates), _gates);
                for (int b = first; b < end; b++)
                {
                    float* gates = tape + ((kept + b) * _gates);
                    long row = (long)b * _size;
                    Rows.AddInput(
                        gates, constant + ((long)b * _gates), strokes + ((((long)t * batch) + b) * _columns), _columns, inputWeight.First,
                        _gates);
                    float* mask = _mask.First is null ? null : _mask + ((((long)t * batch) + b) * _size);
                    if (IsNormal)
                    {
                        _normGates.Forward(
                            gates, cells + cellState + row, mask, cells + nextCell + row, hidden + next + row,
                            statistics + ((kept + b) * NormGates.Statistics));
                    }
                    else
                    {
                        PlainGates.Forward(gates, cells + cellState + row, mask, cells + nextCell + row, hidden + next + row, _size);
                    }
                }
            }
        });

        Tensor outputs = _hidden.narrow(0, 1, _steps).narrow(1, 0, batch);
        Tensor last = _cells[keep ? _steps : _steps & 1].narrow(0, 0, batch);
        return [outputs.clone(), last.clone()];

        Tensor States(int count)
        {
            Tensor states = empty(count, padded, _size, float32);
            if (padded > batch)
                states.narrow(1, batch, padded - batch).zero_();
            return states;
        }
    }

    /// <inheritdoc/>
    public Tensor[] Backward(IReadOnlyList<Tensor> gradients)
    {
        if (_tape is null || _cells is null || _hidden is null || _statistics is null)
            throw new InvalidOperationException("the gradient is computed once, after a forward pass that kept what it needs");
        int batch = _partition.Batch, padded = _partition.PaddedBatch, parts = _partition.Parts;
        Tensor outputGradient = gradients[0].contiguous();
        Tensor hiddenGradient = zeros(padded, _size, float32), cellGradient = zeros(padded, _size, float32);
        cellGradient.narrow(0, 0, batch).copy_(gradients[1]);
        Tensor constantGradient = zeros(padded, _gates, float32);
        Tensor normGradients = zeros(parts, IsNormal ? _normGates.GradientSize : 1, float32);
        Tensor inputGradients = zeros(parts, _columns, _gates, float32);
        Tensor scratchMemory = empty(parts, _gates, float32);

        WeightOperand weight = new(_engine, _hiddenWeight, transpose: true, _partition.PartRows);
        TensorNumbers<float> cells = TensorMemory.Floats(_cells), tape = TensorMemory.Floats(_tape),
            statistics = TensorMemory.Floats(_statistics);
        TensorNumbers<float> dOutput = TensorMemory.Floats(outputGradient), dHidden = TensorMemory.Floats(hiddenGradient),
            dCell = TensorMemory.Floats(cellGradient);
        TensorNumbers<float> dConstant = TensorMemory.Floats(constantGradient), dNorm = TensorMemory.Floats(normGradients),
            scratches = TensorMemory.Floats(scratchMemory);
        TensorNumbers<float> strokes = TensorMemory.Floats(_strokes), dInput = TensorMemory.Floats(inputGradients);
        ThreadTeam.Run(parts, part =>
        {
            (int first, int end) = _partition.RowsOf(part);
            float* scratch = scratches + ((long)part * _gates), normGradient = dNorm + ((long)part * _normGates.GradientSize);
            float* inputGradient = dInput + ((long)part * _columns * _gates);
            for (int t = _steps - 1; t >= 0; t--)
            {
                long state = (long)t * padded * _size, next = state + ((long)padded * _size), kept = (long)t * padded;
                for (int b = first; b < end; b++)
                {
                    float* gates = tape + ((kept + b) * _gates);
                    long row = (long)b * _size, step = ((long)t * batch) + b;
                    float* mask = _mask.First is null ? null : _mask + (step * _size);
                    Rows.Add(dHidden + row, dOutput + (step * _size), _size);
                    if (IsNormal)
                    {
                        _normGates.Backward(
                            gates, cells + state + row, mask, cells + next + row, statistics + ((kept + b) * NormGates.Statistics),
                            dHidden + row, dCell + row, normGradient, scratch);
                    }
                    else
                    {
                        PlainGates.Backward(gates, cells + state + row, mask, cells + next + row, dHidden + row, dCell + row, _size);
                    }

                    Rows.Add(dConstant + ((long)b * _gates), gates, _gates);
                    Rows.AddOuter(inputGradient, strokes + (step * _columns), _columns, gates, _gates);
                }

                weight.Multiply(tape + ((kept + first) * _gates), _gates, false, dHidden + ((long)first * _size), _size);
            }
        });

        List<Tensor> results =
        [
            constantGradient.narrow(0, 0, batch),
            inputGradients.sum([0L]),
            HostProducts.TransposedProduct(_engine, _hidden.narrow(0, 0, _steps).view(-1, _size), _tape.view(-1, _gates)),
            hiddenGradient.narrow(0, 0, batch),
            cellGradient.narrow(0, 0, batch),
        ];
        if (IsNormal)
            results.AddRange(normGradients.sum([0L]).split([_gates, _gates, _size, _size], 0));
        _tape.Dispose();
        _cells.Dispose();
        _hidden.Dispose();
        _statistics.Dispose();
        _tape = null;
        return [.. results];
    }
}
