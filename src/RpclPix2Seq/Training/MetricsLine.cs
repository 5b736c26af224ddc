namespace RpclPix2Seq.Training;

/// <summary>What a line of <c>metrics.jsonl</c> says that charts show.</summary>
/// <param name="Split">train, valid or test.</param>
/// <param name="Step">Training steps done.</param>
/// <param name="SequenceLoss">L_seq in nats.</param>
/// <param name="PixelLoss">L_pix.</param>
/// <param name="ComponentsAlive">Live components of the mixture.</param>
internal sealed record MetricsLine(string Split, long Step, double SequenceLoss, double PixelLoss, int ComponentsAlive);
