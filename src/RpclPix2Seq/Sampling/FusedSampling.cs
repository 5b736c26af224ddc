using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Networks.Decoder.Fused;
using RpclPix2Seq.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Sampling;

/// <summary>
/// Drawing with the fused kernels. Each thread advances its own rows step by step without waiting for others; a sketch that ends makes room
/// for the next in the queue. A sketch's rows have the same bits for any batch size, any number of threads and any other sketches (see
/// <see cref="StepRows"/>).
/// </summary>
internal sealed unsafe class FusedSampling : ISamplingPath
{
    private readonly SamplingQueue _queue;
    private readonly SamplingPart[] _parts;
    private readonly IDisposable[] _memory;

    /// <param name="decoder">The decoder; must outlive this.</param>
    /// <param name="cell">Its cell, which the kernels support.</param>
    /// <param name="codes">[N, Z]; copied.</param>
    /// <param name="orders">How each sketch is drawn.</param>
    /// <param name="batchSize">The most sketches that are drawn at the same time.</param>
    public FusedSampling(SequenceDecoder decoder, IFusedCell cell, Tensor codes, SketchOrders orders, int batchSize)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        int count = (int)codes.shape[0], batch = Math.Min(batchSize, count);

        // A part with fewer rows than its products are padded to would waste work.
        int parts = Math.Clamp(batch / StepRows.Padded(1), 1, ThreadTeam.Size), rows = (batch + parts - 1) / parts;
        DecoderSteps steps = decoder.BeginSteps(cell, rows);
        Tensor padded = zeros(count + StepRows.Padded(rows), codes.shape[1], float32);
        padded.narrow(0, 0, count).copy_(codes);
        _queue = new SamplingQueue(count, TensorMemory.Floats(padded), (int)codes.shape[1]);
        _parts = [.. Enumerable.Range(0, parts).Select(part => new SamplingPart(steps, _queue, rows, orders))];
        _memory = [.. scope.DisposablesView];
        scope.Detach(_memory);
    }

    /// <inheritdoc/>
    public bool IsDone => _queue.IsEmpty && _parts.All(part => part.IsIdle);

    /// <inheritdoc/>
    public void Advance(int steps, List<SketchStroke> drawn)
    {
        foreach (SamplingPart part in _parts)
            part.Reserve(steps);
        ThreadTeam.Run(_parts.Length, part => _parts[part].Advance(steps));
        foreach (SamplingPart part in _parts)
            drawn.AddRange(part.Drawn);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable tensor in _memory)
            tensor.Dispose();
    }
}
