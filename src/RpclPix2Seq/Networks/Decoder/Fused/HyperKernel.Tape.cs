using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

internal sealed unsafe partial class HyperKernel
{
    /// <summary>
    /// The values kept of the steps. If no gradient is needed, every step overwrites the one before, except for the states.
    /// </summary>
    private sealed class Tape
    {
        private readonly HyperKernel _kernel;
        private readonly bool _keep;
        private readonly TensorNumbers<float> _states, _cells, _hyperCells, _auxiliary, _products, _embedded, _statistics, _expanded;
        private readonly float* _auxiliaryStatistics;    // after _statistics

        public Tape(HyperKernel kernel, bool keep)
        {
            _kernel = kernel;
            _keep = keep;
            int steps = keep ? kernel._steps : 1, cells = keep ? kernel._steps + 1 : 2;
            AllStates = Rows(kernel._steps + 1, kernel._state);
            AllCells = Rows(cells, kernel._size);
            AllHyperCells = Rows(cells, kernel._hyper);
            AllAuxiliary = Rows(steps, kernel.AuxiliaryGates);
            AllProducts = Rows(steps, kernel.Gates);
            AllEmbedded = Rows(steps, kernel.Embedded);
            AllStatistics = Rows(2 * steps, NormGates.Statistics);
            KeepsExpanded = keep && !kernel._recompute;
            AllExpanded = KeepsExpanded ? Rows(steps, Embeddings * kernel._size) : empty(0, float32);
            _states = TensorMemory.Floats(AllStates);
            _cells = TensorMemory.Floats(AllCells);
            _hyperCells = TensorMemory.Floats(AllHyperCells);
            _auxiliary = TensorMemory.Floats(AllAuxiliary);
            _products = TensorMemory.Floats(AllProducts);
            _embedded = TensorMemory.Floats(AllEmbedded);
            _statistics = TensorMemory.Floats(AllStatistics);
            _expanded = TensorMemory.Floats(AllExpanded);
            _auxiliaryStatistics = _statistics + ((long)steps * kernel._padded * NormGates.Statistics);

            Tensor Rows(int count, int width) => empty(count, kernel._padded, width, float32);
        }

        /// <summary>[T+1, B', R + H].</summary>
        public Tensor AllStates { get; }

        /// <summary>[T+1, B', R].</summary>
        public Tensor AllCells { get; }

        /// <summary>[T+1, B', H].</summary>
        public Tensor AllHyperCells { get; }

        /// <summary>[T, B', 4H].</summary>
        public Tensor AllAuxiliary { get; }

        /// <summary>[T, B', 4R].</summary>
        public Tensor AllProducts { get; }

        /// <summary>[T, B', 12E].</summary>
        public Tensor AllEmbedded { get; }

        /// <summary>Whether scales and shifts are kept.</summary>
        public bool KeepsExpanded { get; }

        private Tensor AllStatistics { get; }

        // [T, parts, 12, rows of a part, R]
        private Tensor AllExpanded { get; }

        /// <summary>
        /// Writes the first state; rows beyond the batch are always zeros, so that they add nothing to the weights' gradients.
        /// </summary>
        public void Begin(CellState initial, int batch)
        {
            int size = _kernel._size, hyper = _kernel._hyper;
            if (_kernel._padded > batch)
            {
                foreach (Tensor tensor in (Tensor[])[AllStates, AllCells, AllHyperCells])
                    tensor.narrow(1, batch, _kernel._padded - batch).zero_();
            }

            Tensor first = AllStates[0].narrow(0, 0, batch);
            first.narrow(1, 0, size).copy_(initial.Hidden);
            first.narrow(1, size, hyper).copy_(initial.HyperHidden!);
            AllCells[0].narrow(0, 0, batch).copy_(initial.Cell);
            AllHyperCells[0].narrow(0, 0, batch).copy_(initial.HyperCell!);
        }

        public Tensor[] Outputs(int batch)
        {
            int steps = _kernel._steps, last = _keep ? steps : steps & 1;
            Tensor states = AllStates.narrow(1, 0, batch);
            return
            [
                states.narrow(0, 1, steps).narrow(2, 0, _kernel._size).contiguous().clone(),
                AllCells[last].narrow(0, 0, batch).clone(),
                states[steps].narrow(1, _kernel._size, _kernel._hyper).clone(),
                AllHyperCells[last].narrow(0, 0, batch).clone(),
            ];
        }

        /// <summary>h and ĥ before step t.</summary>
        public float* States(int t, int b) => _states + Row(t, b, _kernel._state);

        /// <summary>c before step t.</summary>
        public float* Cells(int t, int b) => _cells + Row(_keep ? t : t & 1, b, _kernel._size);

        /// <summary>ĉ before step t.</summary>
        public float* HyperCells(int t, int b) => _hyperCells + Row(_keep ? t : t & 1, b, _kernel._hyper);

        /// <summary>Pre-activations of the auxiliary cell at step t.</summary>
        public float* Auxiliary(int t, int b) => _auxiliary + Row(_keep ? t : 0, b, _kernel.AuxiliaryGates);

        /// <summary>h·W at step t.</summary>
        public float* Products(int t, int b) => _products + Row(_keep ? t : 0, b, _kernel.Gates);

        /// <summary>Embeddings at step t.</summary>
        public float* Embedded(int t, int b) => _embedded + Row(_keep ? t : 0, b, _kernel.Embedded);

        /// <summary>Scales and shifts of a part at step t, if they are kept: [12, rows, R].</summary>
        public float* Expanded(int t, int part) => _expanded + Row(t, part * _kernel._partition.PartRows, Embeddings * _kernel._size);

        public float* Statistics(int t, int b) => _statistics + Row(_keep ? t : 0, b, NormGates.Statistics);

        public float* AuxiliaryStatistics(int t, int b) => _auxiliaryStatistics + Row(_keep ? t : 0, b, NormGates.Statistics);

        /// <summary>Frees the memory earlier than the step's scope would.</summary>
        public void Release()
        {
            foreach (Tensor tensor in (Tensor[])[AllStates, AllCells, AllHyperCells, AllAuxiliary, AllProducts, AllEmbedded, AllStatistics,
                AllExpanded])
                tensor.Dispose();
        }

        private long Row(int t, int b, int width) => (((long)t * _kernel._padded) + b) * width;
    }
}
