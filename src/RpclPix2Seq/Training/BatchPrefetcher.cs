namespace RpclPix2Seq.Training;

/// <summary>Makes the next batch on another thread while the present one is trained on.</summary>
internal sealed class BatchPrefetcher
{
    private readonly BatchMaker _maker;
    private readonly int[][] _batches;
    private readonly long _epoch;
    private Task<RawBatch>? _next;
    private int _position;

    public BatchPrefetcher(BatchMaker maker, int[][] batches, long epoch, int first)
    {
        _maker = maker;
        _batches = batches;
        _epoch = epoch;
        _position = first;
        Prepare();
    }

    /// <summary>The next batch, or null after the last.</summary>
    public RawBatch? Take()
    {
        if (_next is null)
            return null;
        RawBatch batch = _next.GetAwaiter().GetResult();
        _position++;
        Prepare();
        return batch;
    }

    private void Prepare()
    {
        int[]? indices = _position < _batches.Length ? _batches[_position] : null;
        _next = indices is null ? null : Task.Run(() => _maker.Make(indices, augment: true, _epoch));
    }
}
