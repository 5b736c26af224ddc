namespace RpclPix2Seq.Training;

/// <summary>State of a <see cref="LossWatch"/>.</summary>
/// <param name="First">Nats per row at the start of the run; null before they are known.</param>
/// <param name="Sum">Nats since the last validation.</param>
/// <param name="Rows">Rows since then.</param>
internal sealed record LossWatchState(double? First, double Sum, double Rows);

/// <summary>
/// Detects that training has undone itself: since the last validation, the stroke loss per row was on average worse than at the start of
/// the run. The level of a loss says nothing by itself, because a log density has no natural zero; but no successful training ends up above
/// where it started. That is the first step from random weights, whose loss per row is alike for all sketches. A model's depends on their
/// length, and a batch has sketches of one length, so a run from a model is compared with its steps up to the first validation.
/// </summary>
internal sealed class LossWatch
{
    private const double Margin = 1; // nats per row: the scatter of the first step is a tenth of it

    /// <summary>Its state.</summary>
    public LossWatchState State { get; set; } = new(null, 0, 0);

    /// <summary>Whether the run starts from a model.</summary>
    public bool StartsFromModel { get; set; }

    /// <summary>Nats per row since the last validation.</summary>
    public double Mean => State.Sum / State.Rows;

    /// <summary>Whether the mean is above that of the start by more than a nat.</summary>
    public bool IsUndone => State.Rows > 0 && Mean > State.First + Margin;

    /// <summary>Adds a step.</summary>
    /// <param name="loss">L_seq, nats per sketch.</param>
    /// <param name="sketches">B.</param>
    /// <param name="rows">Rows of all its sketches together.</param>
    public void Add(double loss, int sketches, long rows) =>
        State = new LossWatchState(
            State.First ?? (StartsFromModel || State.Rows > 0 ? null : loss * sketches / rows), State.Sum + (loss * sketches),
            State.Rows + rows);

    /// <summary>Starts a new mean, at a validation.</summary>
    public void Restart() => State = new LossWatchState(State.First ?? (State.Rows > 0 ? Mean : null), 0, 0);
}
