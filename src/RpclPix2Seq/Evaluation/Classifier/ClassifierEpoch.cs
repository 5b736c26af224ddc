namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>A point of a classifier's training curve.</summary>
/// <param name="Epoch">Passes over the training split, from 1.</param>
/// <param name="TrainLoss">The mean cross-entropy of its steps, in nats, with dropout and changed sketches.</param>
/// <param name="ValidLoss">The mean cross-entropy of the validation split afterwards, in nats.</param>
/// <param name="ValidAccuracy">The share of the validation split that is told right, 0 to 1.</param>
/// <param name="LearningRate">The learning rate of its steps.</param>
/// <param name="Seconds">Since the beginning of the training.</param>
public sealed record ClassifierEpoch(int Epoch, double TrainLoss, double ValidLoss, double ValidAccuracy, double LearningRate, double Seconds);
