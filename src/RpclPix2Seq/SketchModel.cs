using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq;

/// <summary>
/// A trained model: encodes drawings, draws new sketches, and completes unfinished ones. Its methods may be called
/// from any thread; calls wait for each other. Loading one changes nothing else in the process, unless <see cref="ComputeOptions"/> asks
/// for it.
/// </summary>
public sealed partial class SketchModel : IDisposable
{
    private readonly LoadedModel _loaded;
    private readonly Lock _gate = new();

    private SketchModel(LoadedModel loaded)
    {
        _loaded = loaded;
        Sampling = SamplingOptions.For(loaded);
        MixtureValues mixture = MixtureValues.Of(loaded.Model.Mixture, loaded.Config.ComponentThreshold);
        Components =
        [
            .. mixture.Alive.Select(k => new SketchComponent(
                k, mixture.Weight[k], mixture.MeanOf(k).ToArray(), [.. mixture.VarianceOf(k).ToArray().Select(MathF.Sqrt)])
            {
                Name = loaded.Names[k],
            }),
        ];
    }

    /// <summary>The configuration that the model was trained with.</summary>
    public ModelConfig Config => _loaded.Config;

    /// <summary>The categories that it was trained on.</summary>
    public IReadOnlyList<string> Categories => Config.Categories;

    /// <summary>Z: the length of a code.</summary>
    public int CodeSize => Config.ZSize;

    /// <summary>Training steps that it has seen.</summary>
    public long Step => _loaded.Facts.Step;

    /// <summary>The live components of its mixture, heaviest first.</summary>
    public IReadOnlyList<SketchComponent> Components { get; }

    /// <summary>How it draws by default; change one value as in <c>model.Sampling with { Temperature = 0.1 }</c>.</summary>
    public SamplingOptions Sampling { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="path">A model folder, or the folder of a training run, whose best checkpoint is loaded.</param>
    /// <param name="compute">Where to compute; default: on the CPU, with the threads that libtorch has.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    /// <exception cref="InputException">Something is missing or damaged, or this system cannot run libtorch or lacks the GPU.</exception>
    public static SketchModel Load(string path, ComputeOptions? compute = null)
    {
        compute ??= new ComputeOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(compute.Threads, nameof(compute));
        if (compute.Threads > 0)
            TorchRuntime.Configure(new TorchRuntimeOptions { Threads = compute.Threads });
        TorchRuntime.EnsureLoaded();
        return new SketchModel(ModelFolder.Load(path, TorchRuntime.DeviceFor(compute.Device)));
    }

    /// <summary>
    /// Writes the model, and the names of its components, into a new folder, from which <see cref="Load"/> and every verb of <c>rpcl</c>
    /// read it.
    /// </summary>
    /// <param name="folder">The new folder.</param>
    /// <exception cref="InputException">Something is there already, or cannot be written.</exception>
    public void Save(string folder)
    {
        lock (_gate)
            OutputFolder.Write(folder, made => ModelFolder.Save(made, _loaded));
    }

    /// <summary>
    /// Reads the only drawing of a file: a picture (PNG, JPEG) as the encoder expects it, or strokes as <c>Sketch.Load</c> reads them.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InputException">The file is missing, damaged or blank, or has several drawings.</exception>
    public EncoderInput Read(string file) => PictureReader.IsPicture(file)
        ? EncoderInput.Of(PictureReader.Read(file, Config.PictureOptions()))
        : Sketch.Load(file);

    /// <summary>Encodes a sketch or picture.</summary>
    /// <param name="drawing">The drawing.</param>
    /// <exception cref="InputException">An offset is not finite, or the model has no encoder (an imported sketch-rnn decoder).</exception>
    public SketchCode Encode(EncoderInput drawing) => Encode([drawing])[0];

    /// <summary>Encodes the drawing of a file, as <see cref="Read"/> reads it.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public SketchCode Encode(string file) => Encode(Read(file));

    /// <summary>Encodes sketches and pictures.</summary>
    /// <param name="drawings">N drawings.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>N codes.</returns>
    /// <exception cref="InputException">An offset is not finite, or the model has no encoder (an imported sketch-rnn decoder).</exception>
    public SketchCode[] Encode(IReadOnlyList<EncoderInput> drawings, CancellationToken cancellationToken = default)
    {
        if (drawings.Count == 0)
            return [];
        SketchCodes codes;
        lock (_gate)
            codes = SketchCodes.Of(_loaded, drawings, cancellationToken: cancellationToken);
        float[][] means = [.. codes.Mean.Chunk(codes.CodeSize)], variances = [.. codes.Variance.Chunk(codes.CodeSize)],
            posteriors = [.. codes.Posterior.Chunk(codes.Components)];
        return [.. means.Select((mean, i) => new SketchCode(mean, variances[i], (int)codes.Component[i], posteriors[i]))];
    }

    /// <summary>Draws new sketches, each from a code sampled from a component: the given one, or one chosen by weight.</summary>
    /// <param name="count">How many.</param>
    /// <param name="component">The component, one of <see cref="Components"/>, or null.</param>
    /// <param name="options">How to draw; default <see cref="Sampling"/>.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns><paramref name="count"/> sketches, in data units.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="InputException">There is no such live component, or an option is out of range.</exception>
    public GeneratedSketch[] Draw(
        int count, int? component = null, SamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return With(options, generator => generator.FromMixture(count, component, cancellationToken: cancellationToken));
    }

    /// <summary>Draws sketches from a point of the latent space: a sketch, picture or code, or the mean of a component.</summary>
    /// <param name="from">The point.</param>
    /// <param name="count">How many, at least 1; all identical if the temperatures of weights, spread and pen are all 0.</param>
    /// <param name="options">How to draw; default <see cref="Sampling"/>.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns><paramref name="count"/> sketches, in data units.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A picture does not have the size of the model's pictures.</exception>
    /// <exception cref="InputException">No such live component, no ink, a code that is not [Z], or an option out of range; or a drawing for
    /// a model without an encoder.</exception>
    public GeneratedSketch[] Draw(
        LatentPoint from, int count = 1, SamplingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return With(options, generator => generator.At(from, count, cancellationToken: cancellationToken));
    }

    /// <inheritdoc cref="Draw(int, int?, SamplingOptions?, CancellationToken)"/>
    public Task<GeneratedSketch[]> DrawAsync(
        int count, int? component = null, SamplingOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Draw(count, component, options, cancellationToken), cancellationToken);

    /// <inheritdoc cref="Draw(LatentPoint, int, SamplingOptions?, CancellationToken)"/>
    public Task<GeneratedSketch[]> DrawAsync(
        LatentPoint from, int count = 1, SamplingOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Draw(from, count, options, cancellationToken), cancellationToken);

    /// <summary>As <see cref="Draw(LatentPoint, int, SamplingOptions?, CancellationToken)"/>, but gives each row as soon as it is
    /// drawn.</summary>
    /// <param name="from">The point.</param>
    /// <param name="count">How many sketches.</param>
    /// <param name="options">How to draw; default <see cref="Sampling"/>.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>Each sketch's rows in order and then its end; those of different sketches interleave. Throws as Draw does.</returns>
    public async IAsyncEnumerable<SketchStroke> StreamAsync(
        LatentPoint from, int count = 1, SamplingOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Channel<SketchStroke> rows = Channel.CreateUnbounded<SketchStroke>(new() { SingleReader = true, SingleWriter = true });
        using CancellationTokenSource abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task drawing = Task.Run(() => Stream(from, count, options, rows.Writer, abandoned.Token), CancellationToken.None);
        try
        {
            await foreach (SketchStroke row in rows.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return row;
        }
        finally
        {
            // Whoever stops reading stops the drawing.
            await abandoned.CancelAsync().ConfigureAwait(false);
            await drawing.ConfigureAwait(false);
        }
    }

    /// <summary>Completes a sketch: the decoder reads the given rows as if it had drawn them, and draws on.</summary>
    /// <param name="beginning">The given rows, in data units, fewer than a drawing may have.</param>
    /// <param name="count">How many completions.</param>
    /// <param name="from">The point to draw from; default: for each completion a code of the mixture that explains the given
    /// rows.</param>
    /// <param name="options">How to draw; default <see cref="Sampling"/>.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>Sketches that begin with the given rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="InputException">The beginning is too long, the point has no ink or no live component, or an option is out of
    /// range.</exception>
    public GeneratedSketch[] Complete(
        Sketch beginning, int count = 1, LatentPoint? from = null, SamplingOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return With(
            options, generator => from is null
                ? generator.CompleteLikely(beginning, count, cancellationToken: cancellationToken)
                : generator.Complete(beginning, from, count, cancellationToken: cancellationToken));
    }

    /// <summary>Draws along a path through points of the latent space.</summary>
    /// <param name="stops">The points, at least two.</param>
    /// <param name="steps">Sketches from one point to the next, both included; at least 2.</param>
    /// <param name="kind">The kind of path.</param>
    /// <param name="options">How to draw; default <see cref="Sampling"/>.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>(stops − 1)·(steps − 1) + 1 sketches: those of the points themselves appear once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two points or steps.</exception>
    /// <exception cref="InputException">There is no such live component, a drawing has no ink, or an option is out of range.</exception>
    public GeneratedSketch[] Interpolate(
        IReadOnlyList<LatentPoint> stops, int steps, CodePathKind kind = CodePathKind.Linear, SamplingOptions? options = null,
        CancellationToken cancellationToken = default) =>
        With(options, generator => generator.Interpolate(stops, steps, kind, cancellationToken: cancellationToken));

    /// <summary>Draws what is to <paramref name="c"/> as <paramref name="b"/> is to <paramref name="a"/>: from c + (b − a).</summary>
    /// <param name="a">Where the change starts.</param>
    /// <param name="b">Where it ends.</param>
    /// <param name="c">What changes in the same way.</param>
    /// <param name="count">How many, at least 1; all identical if the temperatures of weights, spread and pen are all 0.</param>
    /// <param name="options">How to draw; default <see cref="Sampling"/>.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns><paramref name="count"/> sketches, in data units.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="InputException">There is no such live component, a drawing has no ink, or an option is out of range.</exception>
    public GeneratedSketch[] Analogy(
        LatentPoint a, LatentPoint b, LatentPoint c, int count = 1, SamplingOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return With(options, generator => generator.Analogy(a, b, c, count, cancellationToken: cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _loaded.Dispose();
    }

    private GeneratedSketch[] With(SamplingOptions? options, Func<SketchGenerator, GeneratedSketch[]> draw)
    {
        lock (_gate)
            return draw(new SketchGenerator(_loaded, options));
    }

    private void Stream(
        LatentPoint from, int count, SamplingOptions? options, ChannelWriter<SketchStroke> rows, CancellationToken cancellationToken)
    {
        try
        {
            lock (_gate)
            {
                foreach (SketchStroke row in new SketchGenerator(_loaded, options).Stream(from, count, cancellationToken))
                    rows.TryWrite(row);
            }

            rows.Complete();
        }
        catch (Exception e)
        {
            // The reader gets it after the rows before it.
            rows.Complete(e);
        }
    }
}

/// <summary>A live component of a model's mixture: a style that it found.</summary>
/// <param name="Index">Its index, by which it is drawn from.</param>
/// <param name="Weight">α: its share of the codes, 0 to 1.</param>
/// <param name="Mean">μ: its mean code [Z].</param>
/// <param name="Deviation">σ: its standard deviations [Z].</param>
public sealed record SketchComponent(int Index, double Weight, float[] Mean, float[] Deviation)
{
    /// <summary>The name that somebody gave it, in the studio for example; null if nobody did.</summary>
    public string? Name { get; init; }
}

/// <summary>Where a model computes.</summary>
public sealed record ComputeOptions
{
    /// <summary>The device; loading a model fails where it is absent.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>
    /// Threads of libtorch, 1 to 1,024, for the whole process; 0 leaves them as they are. If given, freed memory is also kept in the
    /// process, which makes large tensors cheaper.
    /// </summary>
    public int Threads { get; init; }
}
