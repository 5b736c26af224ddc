using RpclPix2Seq.Configuration;
using RpclPix2Seq.Decoder;
using RpclPix2Seq.Losses;
using RpclPix2Seq.Model;
using RpclPix2Seq.Sketches.Randomness;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>A model with what it takes to train it a step: objective, optimiser and the generator of noise and dropout.</summary>
public sealed class TrainingSession : IDisposable
{
    private readonly ModelConfig _config;
    private readonly Objective _objective;
    private readonly DecoderDropout _dropout;

    /// <summary>Takes over <paramref name="model"/>.</summary>
    /// <param name="config">Rates, losses, dropout.</param>
    /// <param name="model">The model to train.</param>
    public TrainingSession(ModelConfig config, Pix2SeqModel model)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(model);
        _config = config;
        Model = model;
        (Model.Kernels, Model.Precision) = (config.Kernels, config.Precision);
        Noise = new Generator(NoiseSeed(config, attempt: 0), model.Device);
        Optimizer = AdamOptimizer.For(config, model.Parameters);
        _objective = ModelParts.Objective(config);
        _dropout = ModelParts.Dropout(config, Noise);
    }

    /// <summary>The model.</summary>
    public Pix2SeqModel Model { get; }

    /// <summary>The optimiser and its moments.</summary>
    public AdamOptimizer Optimizer { get; }

    /// <summary>Draws the codes' noise and the dropout masks, in this order, every step.</summary>
    public Generator Noise { get; }

    /// <summary>What the learning rate is multiplied with.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>A session with a fresh model, seeded by the configuration.</summary>
    public static TrainingSession Create(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        using Generator initial = new((ulong)config.Seed, CPU);
        Pix2SeqModel model = new(
            ModelParts.Shape(config), initial, config.Compat == Compatibility.Reference, float32, ModelParts.Device(config));
        return new TrainingSession(config, model);
    }

    /// <summary>Lets noise and dropout begin anew, differently for every attempt.</summary>
    public void ReseedNoise(long attempt) => Noise.manual_seed((long)NoiseSeed(_config, attempt));

    /// <summary>One step: forward, backward, clip, Adam, and the mixture's new values (specification §9).</summary>
    /// <param name="batch">B sketches.</param>
    /// <param name="step">t: steps done before.</param>
    /// <param name="inspect">Gets the pass before the parameters change; if it throws, they do not change.</param>
    /// <param name="inspectGradients">Gets what the gradients are like, likewise.</param>
    public void Step(SketchBatch batch, long step, Action<ForwardPass> inspect, Action<GradientStatistics>? inspectGradients = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(inspect);
        using IDisposable scope = NewDisposeScope();
        Tensor noise = randn([batch.Size, Model.Shape.CodeSize], Model.Type, Model.Device, generator: Noise);
        ForwardPass pass = _objective.Run(Model, batch, noise, step, training: true, _dropout);
        inspect(pass);
        pass.Total.backward();
        Optimizer.Step(ModelParts.LearningRate(_config, step) * RateFactor, inspectGradients);
        Model.Mixture.Assign(pass.Mixture);
    }

    // Not the seed itself: the initial values were drawn from that, and the first noise would repeat them.
    private static ulong NoiseSeed(ModelConfig config, long attempt) => new CounterRandom(RandomPurpose.Noise, config.Seed, attempt).NextBits();

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        Noise.Dispose();
        Model.Dispose();
    }
}
