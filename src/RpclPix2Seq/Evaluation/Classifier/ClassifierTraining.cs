using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>How a classifier is trained.</summary>
public sealed record ClassifierTraining
{
    /// <summary>Its layers.</summary>
    public ClassifierShape Shape { get; init; } = ClassifierShape.SketchANetSmall;

    /// <summary>What the first row of the sketches means.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    /// <summary>Most passes over the training split, at least 1.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Most minutes; 0 for no limit. Where they end within an epoch, what was learnt of it counts.</summary>
    public double Minutes { get; init; }

    /// <summary>Epochs in a row without a lower validation loss after which it stops, at least 1. The learning rate is halved after each.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Sketches a step, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Seed of initial filters, order, changes of the sketches and dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">One is out of range.</exception>
    public ClassifierTraining Validate()
    {
        if (Epochs < 1)
            throw new InputException("classifier epochs", "", "at least 1", $"{Epochs}", "for example 30");
        if (!(Minutes >= 0 && double.IsFinite(Minutes)))
            throw new InputException("classifier minutes", "", "0 or a positive number", $"{Minutes}", "for example 5");
        if (Patience < 1)
            throw new InputException("classifier patience", "", "at least 1 epoch", $"{Patience}", "for example 3");
        if (BatchSize < 1)
            throw new InputException("classifier batch size", "", "at least 1 sketch", $"{BatchSize}", "for example 64");
        return this;
    }
}
