using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

internal sealed unsafe partial class HyperKernel
{
    /// <inheritdoc/>
    public Tensor[] Backward(IReadOnlyList<Tensor> gradients)
    {
        Tape tape = _tape
            ?? throw new InvalidOperationException("the gradient is computed once, after a forward pass that kept what it needs");
        _tape = null;
        Tensor outputGradient = gradients[0].contiguous();
        Operands weights = new(this, backward: true);
        Accumulators sums = new(this, gradients);
        TensorNumbers<float> strokes = TensorMemory.Floats(_strokes), constant = TensorMemory.Floats(_parameters.Constant),
            dOutput = TensorMemory.Floats(outputGradient);
        ThreadTeam.Run(_partition.Parts, part =>
        {
            (int first, int end) = _partition.RowsOf(part);
            PartSums own = sums.Of(part);
            for (int t = _steps - 1; t >= 0; t--)
            {
                float* embeddings = tape.KeepsExpanded ? tape.Expanded(t, part) : own.Embeddings;
                if (!tape.KeepsExpanded)
                    Expand(weights, tape.Embedded(t, first), embeddings);
                for (int b = first; b < end; b++)
                {
                    float* embedded = embeddings + ((long)(b - first) * _size), dHidden = sums.StateGradient(b);
                    Rows.Add(dHidden, dOutput + ((((long)t * _batch) + b) * _size), _size);
                    float* x = Stroke(strokes, t, b), rowConstant = constant + ((long)b * Gates);
                    _mixer.Forward(x, rowConstant, tape.Products(t, b), embedded, own.Pre);
                    _main.Backward(
                        own.Pre, tape.Cells(t, b), Mask(t, b), tape.Cells(t + 1, b), tape.Statistics(t, b), dHidden, sums.CellGradient(b),
                        own.Norm, own.Scratch);
                    _mixer.Backward(
                        x, rowConstant, own.Pre, tape.Products(t, b), embedded,
                        own.InputProducts + ((long)(b - first) * Gates), sums.ConstantGradient(b), own.Bias);
                }

                Blas.Multiply(
                    true, false, _columns, Gates, end - first, Stroke(strokes, t, first), _columns, own.InputProducts, Gates,
                    1, own.InputWeight, Gates);
                for (int n = 0; n < Embeddings; n++)
                {
                    float* ofEmbedding = embeddings + (n * _mixer.Stride), values = tape.Embedded(t, first) + (n * _embedding);
                    float* up = own.Up + ((long)n * _embedding * _size);
                    if (_engine == ProductEngine.Rounded)
                        RoundedProduct.MultiplyTransposed(
                            _embedding, _size, end - first, values, Embedded, ofEmbedding, _size, true, up, _size, (uint*)own.Pairs);
                    else
                        Blas.Multiply(
                            true, false, _embedding, _size, end - first, values, Embedded, ofEmbedding, _size, 1, up, _size);
                    weights.UpBack[n].Multiply(ofEmbedding, _size, false, values, Embedded);
                }

                // Into ĥ', then through the auxiliary cell, then through both cells' products into the states before this step.
                weights.Down.Multiply(tape.Embedded(t, first), Embedded, true, sums.StateGradient(first) + _size, _state);
                for (int b = first; b < end; b++)
                {
                    float* gates = tape.Auxiliary(t, b);
                    _auxiliary.Backward(
                        gates, tape.HyperCells(t, b), null, tape.HyperCells(t + 1, b), tape.AuxiliaryStatistics(t, b),
                        sums.StateGradient(b) + _size, sums.HyperCellGradient(b), own.AuxiliaryNorm, own.Scratch);
                    Rows.Add(sums.AuxiliaryConstantGradient(b), gates, AuxiliaryGates);
                }

                weights.Auxiliary.Multiply(tape.Auxiliary(t, first), AuxiliaryGates, false, sums.StateGradient(first), _state);
                weights.Hidden.Multiply(tape.Products(t, first), Gates, true, sums.StateGradient(first), _state);
            }
        });

        Tensor[] results = sums.Collect(tape);
        tape.Release();
        return results;
    }

    /// <summary>The sums that one part accumulates on its own, and its scratch memory.</summary>
    private readonly struct PartSums
    {
        public float* Embeddings { get; init; }       // [12, rows, R]

        public float* InputProducts { get; init; }    // [rows, 4R]

        public float* Pre { get; init; }              // [4R]

        public float* Scratch { get; init; }          // [4·max(R, H)]

        public float* Pairs { get; init; }            // scratch memory of rounded products

        public float* Norm { get; init; }             // [10R]

        public float* AuxiliaryNorm { get; init; }    // [10H]

        public float* Bias { get; init; }             // [4R]

        public float* InputWeight { get; init; }      // [5, 4R]

        public float* Up { get; init; }               // [12, E, R]
    }

    /// <summary>The gradients while they are accumulated.</summary>
    private sealed class Accumulators
    {
        private readonly HyperKernel _kernel;
        private readonly Tensor _states, _cells, _hyperCells, _constant, _auxiliaryConstant, _norm, _auxiliaryNorm, _bias, _inputWeight,
        _up, _scratch;
        private readonly TensorNumbers<float> _ofStates, _ofCells, _ofHyperCells, _ofConstant, _ofAuxiliaryConstant;

        public Accumulators(HyperKernel kernel, IReadOnlyList<Tensor> gradients)
        {
            _kernel = kernel;
            int padded = kernel._padded, parts = kernel._partition.Parts, size = kernel._size, hyper = kernel._hyper;
            _states = zeros(padded, kernel._state, float32);
            _cells = zeros(padded, size, float32);
            _hyperCells = zeros(padded, hyper, float32);
            _constant = zeros(padded, kernel.Gates, float32);
            _auxiliaryConstant = zeros(padded, kernel.AuxiliaryGates, float32);
            _norm = zeros(parts, kernel._main.GradientSize, float32);
            _auxiliaryNorm = zeros(parts, kernel._auxiliary.GradientSize, float32);
            _bias = zeros(parts, kernel.Gates, float32);
            _inputWeight = zeros(parts, kernel._columns, kernel.Gates, float32);
            _up = zeros(parts, Embeddings, kernel._embedding, size, float32);
            _scratch = empty(
                parts,
                (Embeddings * kernel._mixer.Stride) + ((kernel._partition.PartRows + 1L) * kernel.Gates) + (4 * Math.Max(size, hyper))
                    + RoundedProduct.ScratchLength(kernel._embedding),
                float32);
            _cells.narrow(0, 0, kernel._batch).copy_(gradients[1]);
            _states.narrow(0, 0, kernel._batch).narrow(1, size, hyper).copy_(gradients[2]);
            _hyperCells.narrow(0, 0, kernel._batch).copy_(gradients[3]);
            _ofStates = TensorMemory.Floats(_states);
            _ofCells = TensorMemory.Floats(_cells);
            _ofHyperCells = TensorMemory.Floats(_hyperCells);
            _ofConstant = TensorMemory.Floats(_constant);
            _ofAuxiliaryConstant = TensorMemory.Floats(_auxiliaryConstant);
        }

        /// <summary>The gradients of h and ĥ.</summary>
        public float* StateGradient(int b) => _ofStates + ((long)b * _kernel._state);

        public float* CellGradient(int b) => _ofCells + ((long)b * _kernel._size);

        public float* HyperCellGradient(int b) => _ofHyperCells + ((long)b * _kernel._hyper);

        public float* ConstantGradient(int b) => _ofConstant + ((long)b * _kernel.Gates);

        public float* AuxiliaryConstantGradient(int b) => _ofAuxiliaryConstant + ((long)b * _kernel.AuxiliaryGates);

        public PartSums Of(int part)
        {
            float* scratch = Row(_scratch, part, _scratch.shape[1]);
            float* products = scratch + (Embeddings * _kernel._mixer.Stride),
            pre = products + ((long)_kernel._partition.PartRows * _kernel.Gates);
            return new PartSums
            {
                Embeddings = scratch,
                InputProducts = products,
                Pre = pre,
                Scratch = pre + _kernel.Gates,
                Pairs = pre + _kernel.Gates + (4 * Math.Max(_kernel._size, _kernel._hyper)),
                Norm = Row(_norm, part, _kernel._main.GradientSize),
                AuxiliaryNorm = Row(_auxiliaryNorm, part, _kernel._auxiliary.GradientSize),
                Bias = Row(_bias, part, _kernel.Gates),
                InputWeight = Row(_inputWeight, part, (long)_kernel._columns * _kernel.Gates),
                Up = Row(_up, part, (long)Embeddings * _kernel._embedding * _kernel._size),
            };
        }

        /// <summary>The gradients in the order of <see cref="HyperParameters.All"/>; the weights' are products over all steps.</summary>
        public Tensor[] Collect(Tape tape)
        {
            HyperKernel k = _kernel;
            int size = k._size, hyper = k._hyper, missing = k._padded - k._batch;
            Tensor before = tape.AllStates.narrow(0, 0, k._steps).view(-1, k._state);
            Tensor hyperAfter = tape.AllStates.narrow(0, 1, k._steps).view(-1, k._state).narrow(1, size, hyper);
            Tensor products = tape.AllProducts.view(-1, k.Gates), auxiliary = tape.AllAuxiliary.view(-1, k.AuxiliaryGates);
            Tensor strokes = (missing == 0 ? k._strokes : nn.functional.pad(k._strokes, [0, 0, 0, missing])).view(-1, k._columns);
            Tensor states = Rows(_states);
            return
            [
                Rows(_constant),
                _inputWeight.sum([0L]),
                HostProducts.TransposedProduct(k._engine, before.narrow(1, 0, size), products),
                _bias.sum([0L]),
                Rows(_auxiliaryConstant),
                HostProducts.TransposedProduct(k._engine, strokes, auxiliary),
                HostProducts.TransposedProduct(k._engine, before, auxiliary),
                HostProducts.TransposedProduct(k._engine, hyperAfter, tape.AllEmbedded.view(-1, k.Embedded)),
                tape.AllEmbedded.narrow(1, 0, k._batch).narrow(2, 0, HyperGates.Scales * k._embedding).sum([0L, 1L]),
                _up.sum([0L]),
                .. _auxiliaryNorm.sum([0L]).split([k.AuxiliaryGates, k.AuxiliaryGates, hyper, hyper], 0),
                .. _norm.sum([0L]).split([k.Gates, k.Gates, size, size], 0),
                states.narrow(1, 0, size),
                states.narrow(1, size, hyper),
                Rows(_cells),
                Rows(_hyperCells),
            ];

            Tensor Rows(Tensor padded) => padded.narrow(0, 0, k._batch);
        }

        private static float* Row(Tensor tensor, long row, long width) => TensorMemory.Floats(tensor) + (row * width);
    }
}
