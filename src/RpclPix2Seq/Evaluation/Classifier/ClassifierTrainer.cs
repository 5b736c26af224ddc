using System.Diagnostics;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>
/// Trains a classifier on a training split with Adam on the cross-entropy. Every epoch sees every sketch with random changes and, as in
/// Sketch-a-Net's training, half of them mirrored. It stops when the validation loss no longer falls, and keeps the parameters with the
/// lowest.
/// </summary>
internal sealed class ClassifierTrainer
{
    // Epochs in a row without a lower validation loss after which it stops. The learning rate is halved after each such epoch.
    private const int Patience = 3;
    private const double FirstDecay = 0.9, HalvedRate = 0.5, MirroredShare = 0.5;
    private readonly ClassifierTraining _training;
    private readonly SketchDataset _data;
    private readonly StrokeAugmentation _augmentation = new() { RotationDegrees = 5 };
    private readonly RasterOptions _pictures;
    private readonly ClassifierCheckpoint? _checkpoint;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private ClassifierTrainer(SketchDataset data, ClassifierTraining training, ClassifierCheckpoint? checkpoint)
    {
        (_data, _training, _checkpoint) = (data, training.Validate(), checkpoint);
        _pictures = training.Shape.Pictures(training.FirstRow);
    }

    private TimeSpan Elapsed => _clock.Elapsed + TimeSpan.FromSeconds(_checkpoint?.Curve is [.., var last] ? last.Seconds : 0);

    private bool IsOutOfTime => _training.Minutes > 0 && Elapsed.TotalMinutes >= _training.Minutes;

    /// <summary>Trains a new classifier for the data's categories.</summary>
    /// <param name="data">The splits train and valid are used, each with at least one sketch.</param>
    /// <param name="training">The settings.</param>
    /// <param name="learned">Called after every step with the epoch and the number of sketches seen in it.</param>
    /// <param name="validated">Called at the end of every epoch.</param>
    /// <param name="device">Where it computes; null for the CPU.</param>
    /// <param name="checkpoint">Keeps every epoch, and continues after the last one that it has; null to keep nothing.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InputException">A split is empty, or a setting is out of range.</exception>
    public static TrainedClassifier Train(
        SketchDataset data, ClassifierTraining training, Action<int, int>? learned = null, Action<ClassifierEpoch>? validated = null,
        Device? device = null, ClassifierCheckpoint? checkpoint = null, CancellationToken cancellationToken = default)
    {
        foreach ((string name, ISketchSplit split) in ((string, ISketchSplit)[])[("train", data.Train), ("valid", data.Valid)])
        {
            if (split.Count == 0)
                throw new InputException(
                    "the data", $"split {name}", "at least one sketch to train a classifier", "none",
                    "import the drawings again, with more of them in that split");
        }

        using Generator generator = new((ulong)training.Seed, CPU);
        SketchClassifier classifier = new(training.Shape, data.Categories, generator, device);
        try
        {
            IReadOnlyList<ClassifierEpoch> curve = new ClassifierTrainer(data, training, checkpoint)
                .Run(classifier, learned, validated, cancellationToken);
            return new TrainedClassifier(classifier, curve, data.Train.Count, training.Seed);
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    private List<ClassifierEpoch> Run(
        SketchClassifier classifier, Action<int, int>? learned, Action<ClassifierEpoch>? validated, CancellationToken cancellationToken)
    {
        using AdamOptimizer optimizer = new(new ModelConfig { AdamBeta1 = FirstDecay }, classifier.Parameters);
        using TensorNoise dropout = new();
        using IDisposable scope = NewDisposeScope();
        NamedTensor[] best = [.. classifier.Parameters.All.Select(parameter =>
            new NamedTensor("best/" + parameter.Name, parameter.Tensor.detach().clone()))];
        NamedTensor[] state = [.. classifier.Parameters.All, .. best, .. optimizer.Moments()];
        List<ClassifierEpoch> curve = [.. _checkpoint?.Curve ?? []];
        if (curve.Count > 0)
        {
            _checkpoint!.Restore(state);
            optimizer.Steps = _checkpoint.Steps;
        }

        while (curve.Count < _training.Epochs && Worse(curve) < Patience && (curve.Count == 0 || !IsOutOfTime))
        {
            int epoch = curve.Count + 1;
            double rate = curve.Count == 0
                ? _training.Shape.LearningRate : curve[^1].LearningRate * (Worse(curve) > 0 ? HalvedRate : 1);
            double loss = Learn(classifier, optimizer, dropout, epoch, rate, learned, cancellationToken);
            (double validLoss, double accuracy) = Validate(classifier, cancellationToken);
            if (!double.IsFinite(validLoss))
            {
                _checkpoint?.Delete(); // it would only lead here again
                throw new InputException(
                    "classifier training", $"epoch {epoch}", "a finite validation loss", $"{validLoss}", "try another seed");
            }

            curve.Add(new ClassifierEpoch(epoch, loss, validLoss, accuracy, rate, Elapsed.TotalSeconds));
            if (Worse(curve) == 0)
                Copy(classifier.Parameters.All, best);
            _checkpoint?.Keep(state, optimizer.Steps, curve);
            validated?.Invoke(curve[^1]);
        }

        Copy(best, classifier.Parameters.All);
        return curve;
    }

    /// <summary>How many epochs have passed since the lowest validation loss.</summary>
    private static int Worse(List<ClassifierEpoch> curve) =>
        curve.Count == 0 ? 0 : curve.Count - curve.MinBy(epoch => epoch.ValidLoss)!.Epoch;

    private static void Copy(IReadOnlyList<NamedTensor> from, IReadOnlyList<NamedTensor> to)
    {
        using IDisposable _ = no_grad();
        foreach ((NamedTensor source, NamedTensor target) in from.Zip(to))
            target.Tensor.copy_(source.Tensor);
    }

    /// <summary>One epoch, or as much of it as there is time for.</summary>
    /// <returns>The mean loss of its steps.</returns>
    private double Learn(
        SketchClassifier classifier, AdamOptimizer optimizer, TensorNoise dropout, int epoch, double rate, Action<int, int>? learned,
        CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, _data.Train.Count)];
        CounterRandom random = new(RandomPurpose.Classifier, _training.Seed, epoch);
        random.Shuffle<int>(order);
        double sum = 0;
        int seen = 0;
        foreach (int[] batch in order.Chunk(_training.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (seen > 0 && IsOutOfTime)
                break;
            sum += Step(classifier, optimizer, dropout, batch, epoch, rate) * batch.Length;
            seen += batch.Length;
            learned?.Invoke(epoch, seen);
        }

        return sum / seen;
    }

    private double Step(SketchClassifier classifier, AdamOptimizer optimizer, TensorNoise dropout, int[] batch, int epoch, double rate)
    {
        LabeledSketch[] sketches = [.. batch.Select(index => _data.Train[index])];
        Sketch[] changed = [.. sketches.Select((sketch, i) => Change(sketch.Sketch, epoch, batch[i]))];
        byte[] pixels = new byte[changed.Length * _pictures.Size * _pictures.Size];
        SketchPictures.DrawAll(changed, _pictures, pixels);
        using IDisposable scope = NewDisposeScope();
        dropout.Begin(RandomPurpose.ClassifierDropout, _training.Seed, optimizer.Steps);
        Tensor logits = classifier.Forward(pixels, batch.Length, dropout).Logits;
        long[] labels = [.. sketches.Select(sketch => (long)sketch.Category)];
        Tensor loss = nn.functional.log_softmax(logits, 1).gather(1, tensor(labels, [labels.Length, 1]).to(logits.device)).mean().neg();
        loss.backward();
        optimizer.Step(rate);
        return loss.item<float>();
    }

    private Sketch Change(Sketch sketch, int epoch, int index)
    {
        CounterRandom random = new(RandomPurpose.Classifier, _training.Seed, epoch, index);
        StrokePoint[] points = new StrokePoint[sketch.Length];
        points = points[.._augmentation.Apply(sketch.Points, ref random, points)];
        if (random.NextDouble() >= MirroredShare)
            return new Sketch(points);
        foreach (ref StrokePoint point in points.AsSpan())
            point = point with { Dx = -point.Dx };
        return new Sketch(points);
    }

    private (double Loss, double Accuracy) Validate(SketchClassifier classifier, CancellationToken cancellationToken)
    {
        LabeledSketch[] sketches = [.. Enumerable.Range(0, _data.Valid.Count).Select(i => _data.Valid[i])];
        ClassifierAnswers answers = classifier.Classify(
            [.. sketches.Select(sketch => sketch.Sketch)], _training.FirstRow, [.. sketches.Select(sketch => sketch.Category)],
            cancellationToken: cancellationToken);
        return (answers.Loss.Average(), sketches.Where((sketch, i) => answers.Category[i] == sketch.Category)
            .Count() / (double)sketches.Length);
    }
}

/// <summary>How a classifier is trained.</summary>
internal sealed record ClassifierTraining
{
    /// <summary>Its layers.</summary>
    public ClassifierShape Shape { get; init; } = ClassifierShape.SketchANetSmall;

    /// <summary>What the first row of the sketches means.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    /// <summary>Maximum passes over the training split, at least 1.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Maximum minutes; 0 for no limit. If they end within an epoch, the steps taken in it count.</summary>
    public double Minutes { get; init; }

    /// <summary>Sketches per step, at least 1.</summary>
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
        if (BatchSize < 1)
            throw new InputException("classifier batch size", "", "at least 1 sketch", $"{BatchSize}", "for example 64");
        return this;
    }
}

/// <summary>A point of a classifier's training curve.</summary>
/// <param name="Epoch">Passes over the training split, from 1.</param>
/// <param name="TrainLoss">The mean cross-entropy of its steps, in nats, with dropout and changed sketches.</param>
/// <param name="ValidLoss">The mean cross-entropy of the validation split afterward, in nats.</param>
/// <param name="ValidAccuracy">Accuracy on the validation split, 0 to 1.</param>
/// <param name="LearningRate">The learning rate of its steps.</param>
/// <param name="Seconds">Seconds of training so far.</param>
internal sealed record ClassifierEpoch(
    int Epoch, double TrainLoss, double ValidLoss, double ValidAccuracy, double LearningRate, double Seconds);

/// <summary>A classifier with its training history.</summary>
/// <param name="Classifier">With the parameters of the epoch with the lowest validation loss; owned.</param>
/// <param name="Curve">One entry per epoch.</param>
/// <param name="TrainSketches">Number of training sketches.</param>
/// <param name="Seed">The seed.</param>
internal sealed record TrainedClassifier(
    SketchClassifier Classifier, IReadOnlyList<ClassifierEpoch> Curve, int TrainSketches, long Seed) : IDisposable
{
    /// <summary>The epoch whose parameters it has.</summary>
    public ClassifierEpoch Best => Curve.MinBy(epoch => epoch.ValidLoss)!;

    /// <inheritdoc/>
    public void Dispose() => Classifier.Dispose();
}
