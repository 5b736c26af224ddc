using RpclPix2Seq.Collectives;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>Result of one training step.</summary>
/// <param name="Losses">The losses of the batch, as <see cref="LossMeter.Read"/> orders them.</param>
/// <param name="LatentWeight">Weight of the latent losses: kl_w(t) times <c>latent_weight</c>.</param>
/// <param name="Gradients">Statistics of the gradients; default if the step was refused before they were computed.</param>
/// <param name="Refused">Why the step was refused, in which case nothing changed; null if it was taken.</param>
internal sealed record StepOutcome(IReadOnlyList<double> Losses, double LatentWeight, GradientStatistics Gradients, string? Refused)
{
    /// <summary>Decisions about components of the latent mixture; usually none.</summary>
    public IReadOnlyList<LatentDecision> Decisions { get; init; } = [];
}

/// <summary>A model with everything needed for a training step: objective, optimizer, noise and dropout.</summary>
internal sealed partial class TrainingSession : IDisposable
{
    private readonly ModelConfig _config;
    private readonly Objective _objective;
    private readonly TensorNoise _noise = new();
    private readonly DecoderDropout _dropout;

    /// <summary>Takes ownership of <paramref name="model"/>.</summary>
    /// <param name="config">Rates, losses, dropout.</param>
    /// <param name="model">The model to train.</param>
    /// <param name="sketches">Sketches per epoch.</param>
    /// <param name="ranks">The processes that train it; null for this one alone.</param>
    /// <exception cref="InputException">There are more ranks than shards.</exception>
    public TrainingSession(
        ModelConfig config, Pix2SeqModel model, int sketches = CodeMemory.Most, ICollective? ranks = null)
    {
        _config = config;
        _ranks = ranks ?? new SingleCollective();
        Plan = new ShardPlan(config.Shards, _ranks.Size);
        Model = model;
        Model.Use(config);
        Optimizer = new AdamOptimizer(config, model.Parameters);
        _objective = Objective.From(config);
        _dropout = DecoderDropout.From(config, _noise);
        Organizer = RivalPenalizedLearner.From(config, sketches, model.Device);
    }

    /// <summary>The model.</summary>
    public Pix2SeqModel Model { get; }

    /// <summary>The optimizer and its moments.</summary>
    public AdamOptimizer Optimizer { get; }

    /// <summary>Lets the mixture organize itself; null where it learns in another way.</summary>
    public RivalPenalizedLearner? Organizer { get; }

    /// <summary>A session with a fresh model, seeded by the configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="sketches">Sketches per epoch.</param>
    /// <param name="ranks">The processes that train it; null for this one alone.</param>
    /// <exception cref="InputException">There are more ranks than shards.</exception>
    public static TrainingSession Create(ModelConfig config, int sketches = CodeMemory.Most, ICollective? ranks = null)
    {
        using Generator initial = new((ulong)config.Seed, CPU);
        Pix2SeqModel model = new(
            NetworkShape.From(config), initial, config.Compat == Compatibility.Reference, float32, TorchRuntime.DeviceFor(config.Device));
        return new TrainingSession(config, model, sketches, ranks);
    }

    /// <summary>
    /// One step: forward, backward, clip, Adam, and the mixture's new values (docs/original.md §9). A step whose loss or gradient is not
    /// finite is refused: nothing changes.
    /// </summary>
    /// <param name="batch">B sketches.</param>
    /// <param name="step">t: steps done so far.</param>
    /// <param name="attempt">How often the epoch was started over; with the seed and the step it is the key of noise and dropout.</param>
    /// <param name="inspect">Receives the pass before the parameters change; if it throws, they do not change.</param>
    public StepOutcome Step(SketchBatch batch, long step, long attempt = 0, Action<ForwardPass>? inspect = null)
    {
        using IDisposable scope = NewDisposeScope();
        _noise.Begin(RandomPurpose.Noise, _config.Seed, attempt, step);
        Tensor noise = _noise.Normal(Model.Type, Model.Device, batch.Size, Model.Shape.CodeSize);
        ForwardPass pass = _objective.Run(Model, batch, noise, step, training: true, _dropout);
        double[] losses = LossMeter.Read(pass);
        if (!double.IsFinite(losses[0]))
            return new StepOutcome(losses, pass.LatentWeight, default, "the loss is not finite");
        inspect?.Invoke(pass);
        pass.Total.backward();
        GradientStatistics gradients = Optimizer.Measure();
        if (!double.IsFinite(gradients.Norm))
        {
            Model.Parameters.ClearGradients();
            return new StepOutcome(losses, pass.LatentWeight, gradients, "the gradient is not finite");
        }

        Optimizer.Step(Schedules.LearningRate(_config, step));
        Model.Mixture.Assign(pass.Mixture);
        return new StepOutcome(losses, pass.LatentWeight, gradients, null)
        {
            Decisions = Organizer?.Observe(Model.Mixture, pass.Codes, step) ?? [],
        };
    }

    /// <summary>Whether a batch has a finite loss and finite gradients at step t, without noise and dropout. Nothing changes.</summary>
    internal bool IsFit(SketchBatch batch, long step)
    {
        using IDisposable scope = NewDisposeScope();
        ForwardPass pass = _objective.Run(Model, batch, noise: null, step, training: true);
        if (!double.IsFinite(LossMeter.Read(pass)[0]))
            return false;
        pass.Total.backward();
        double norm = Optimizer.Measure().Norm;
        Model.Parameters.ClearGradients();
        return double.IsFinite(norm);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        Organizer?.Dispose();
        _encoderGradients?.Dispose();
        _decoderGradients?.Dispose();
        _noise.Dispose();
        Model.Dispose();
    }
}
