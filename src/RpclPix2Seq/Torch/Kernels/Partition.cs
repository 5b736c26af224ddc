using RpclPix2Seq.Torch.Native;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>
/// The rows of a batch, cut into one part a thread. Each thread takes its rows through the whole sequence by itself: rows never meet before
/// the gradients of the weights, so that no step waits for another thread. All parts have equally many rows, the last ones perhaps beyond
/// the batch.
/// </summary>
/// <param name="Batch">B.</param>
/// <param name="Parts">How many parts there are.</param>
/// <param name="PartRows">Rows a part.</param>
internal readonly record struct Partition(int Batch, int Parts, int PartRows)
{
    /// <summary>B rounded up to whole parts: what buffers are allocated for. Rows beyond the batch hold zeros.</summary>
    public int PaddedBatch => Parts * PartRows;

    /// <summary>Cuts a batch.</summary>
    public static Partition Of(int batch)
    {
        int parts = Math.Clamp(ThreadTeam.Size, 1, batch);
        int rows = (batch + parts - 1) / parts;
        return new Partition(batch, (batch + rows - 1) / rows, rows);
    }

    /// <summary>The first row of a part, and one after its last row that lies in the batch.</summary>
    public (int First, int End) RowsOf(int part) => (part * PartRows, Math.Min((part + 1) * PartRows, Batch));
}
