namespace RpclPix2Seq.Training.Losses;

/// <summary>Values that change with the number of training steps (docs/original.md §§8, 9).</summary>
internal static class Schedules
{
    /// <summary>Weight of the latent losses at step t: 1 − (1 − start)·decay^t.</summary>
    public static double KlWeight(long step, double start, double decay) => 1 - ((1 - start) * Math.Pow(decay, step));

    /// <summary>The learning rate that a configuration asks for at step t.</summary>
    public static double LearningRate(ModelConfig config, long step) =>
        LearningRate(step, config.LearningRate, config.MinLearningRate, config.DecayRate, config.DecaySteps);

    /// <summary>Learning rate at step t: (initial − minimum)·decay^(t/every) + minimum.</summary>
    public static double LearningRate(long step, double initial, double minimum, double decay, double every)
        => ((initial - minimum) * Math.Pow(decay, step / every)) + minimum;
}
