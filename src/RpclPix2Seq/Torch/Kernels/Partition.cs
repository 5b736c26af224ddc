using RpclPix2Seq.Torch.Native;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>
/// The rows of a batch, split into one part per thread. Each thread takes its rows through the whole sequence on its own: rows are
/// independent until the gradients of the weights, so no step waits for another thread. All parts have the same number of rows; those of
/// the last parts may be beyond the batch.
/// </summary>
/// <param name="Batch">B.</param>
/// <param name="Parts">The number of parts.</param>
/// <param name="PartRows">Rows per part.</param>
internal readonly record struct Partition(int Batch, int Parts, int PartRows)
{
    /// <summary>B rounded up to full parts: the rows that buffers are allocated for. Rows beyond the batch hold zeros.</summary>
    public int PaddedBatch => Parts * PartRows;

    /// <summary>Splits a batch.</summary>
    public static Partition Of(int batch)
    {
        int parts = Math.Clamp(ThreadTeam.Size, 1, batch);
        int rows = (batch + parts - 1) / parts;
        return new Partition(batch, (batch + rows - 1) / rows, rows);
    }

    /// <summary>The first row of a part, and the row after its last one inside the batch.</summary>
    public (int First, int End) RowsOf(int part) => (part * PartRows, Math.Min((part + 1) * PartRows, Batch));
}
