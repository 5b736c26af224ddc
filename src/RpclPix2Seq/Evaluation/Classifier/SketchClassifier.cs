using RpclPix2Seq.Collectives;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>Predicts sketches' categories from their pictures, which it draws itself.</summary>
internal sealed class SketchClassifier : IDisposable
{
    // Pixels that go through the network at a time.
    private const int BatchPixels = 1 << 20;
    private const int SmallestBatch = 16, LargestBatch = 256;
    private readonly ClassifierNetwork _network;

    /// <param name="shape">Its layers.</param>
    /// <param name="categories">The categories that it distinguishes, at least one.</param>
    /// <param name="generator">Draws the initial filters; a CPU generator. Null for zeros, which others replace.</param>
    /// <param name="device">Where it computes; null for the CPU.</param>
    public SketchClassifier(ClassifierShape shape, IReadOnlyList<string> categories, Generator? generator, Device? device = null)
    {
        (Shape, Categories) = (shape, categories);
        Parameters = new ParameterStore(float32, device ?? CPU);
        using IDisposable scope = NewDisposeScope();
        _network = new ClassifierNetwork(Parameters, new Initializer(generator, reference: false), shape, categories.Count);
    }

    /// <summary>Its layers.</summary>
    public ClassifierShape Shape { get; }

    /// <summary>The categories that it distinguishes.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>The trainable tensors.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>The indices of a dataset's categories among its own.</summary>
    /// <param name="names">The data's categories.</param>
    /// <param name="source">The classifier's folder, for messages.</param>
    /// <exception cref="InputException">It does not know one of them.</exception>
    public int[] IndicesOf(IReadOnlyList<string> names, string source) => IndicesOf(Categories, names, source);

    /// <summary>The same for a classifier that is not loaded.</summary>
    /// <param name="categories">Its categories.</param>
    /// <param name="names">The data's categories.</param>
    /// <param name="source">The classifier's folder, for messages.</param>
    /// <exception cref="InputException">It does not know one of them.</exception>
    public static int[] IndicesOf(IReadOnlyList<string> categories, IReadOnlyList<string> names, string source)
    {
        string[] known = [.. categories];
        int[] indices = [.. names.Select(name => Array.IndexOf(known, name))];
        int absent = Array.IndexOf(indices, -1);
        return absent < 0
            ? indices
            : throw new InputException(
                source, "", $"a classifier that knows the category '{names[absent]}'",
                $"one for {string.Join(", ", known.Take(12))}{(known.Length > 12 ? " and more" : "")}",
                "train one on these data: rpcl evaluate classifier train");
    }

    /// <summary>Classifies sketches.</summary>
    /// <param name="sketches">N sketches.</param>
    /// <param name="firstRow">What their first row means.</param>
    /// <param name="labels">The category of each among the classifier's [N], or null where it is not known.</param>
    /// <param name="ranks">The processes that share the work, and all get the answers; null for this one alone.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="InputException">A sketch cannot be drawn.</exception>
    public ClassifierAnswers Classify(
        IReadOnlyList<Sketch> sketches, FirstRow firstRow, IReadOnlyList<int>? labels = null, ICollective? ranks = null,
        CancellationToken cancellationToken = default)
    {
        ranks ??= new SingleCollective();
        RasterOptions pictures = Shape.Pictures(firstRow);
        int pixels = Shape.Size * Shape.Size, batch = Math.Clamp(BatchPixels / pixels, SmallestBatch, LargestBatch);
        ClassifierAnswers answers = new(
            new int[sketches.Count], new double[sketches.Count], new float[sketches.Count * Shape.Features], Shape.Features);
        using IDisposable _ = no_grad();
        for (int start = 0; start < sketches.Count; start += batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!ranks.Has(start / batch))
                continue;
            Sketch[] part = [.. sketches.Skip(start).Take(batch)];
            byte[] drawn = new byte[part.Length * pixels];
            SketchPictures.DrawAll(part, pictures, drawn, cancellationToken: cancellationToken);
            using IDisposable scope = NewDisposeScope();
            (Tensor features, Tensor logits) = Forward(drawn, part.Length, dropout: null);
            features.Floats().CopyTo(answers.Features, start * Shape.Features);
            double[] logarithms = nn.functional.log_softmax(logits.to(float64), 1).Doubles();
            long[] best = logits.argmax(1).cpu().data<long>().ToArray();
            for (int i = 0; i < part.Length; i++)
            {
                int category = (int)best[i], at = start + i;
                answers.Category[at] = category;
                answers.Loss[at] = -logarithms[(i * Categories.Count) + (labels?[at] ?? category)];
            }
        }

        ranks.Share(answers.Category.AsSpan(), 1, batch);
        ranks.Share(answers.Loss.AsSpan(), 1, batch);
        ranks.Share(answers.Features.AsSpan(), Shape.Features, batch);
        return answers;
    }

    /// <summary>Output of the network for drawn pictures.</summary>
    /// <param name="pictures">[B, W, W] bytes, 255 = paper.</param>
    /// <param name="count">B.</param>
    /// <param name="dropout">Draws the dropout of training; null for none.</param>
    internal (Tensor Features, Tensor Logits) Forward(byte[] pictures, int count, TensorNoise? dropout)
    {
        using Tensor bytes = tensor(pictures, [count, Shape.Size, Shape.Size]);
        return _network.Forward(bytes.to(float32).TimesInPlace(-1.0 / 255).PlusInPlace(1).to(Parameters.Device), dropout);
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();
}

/// <summary>A classifier's answers for sketches.</summary>
/// <param name="Category">The classifier's most likely category [N].</param>
/// <param name="Loss">−log of the probability of each sketch's own category, or of the most likely where that is not known, in nats
/// [N].</param>
/// <param name="Features">The channels of the second-to-last layer, never negative [N, F].</param>
/// <param name="FeatureSize">F.</param>
internal sealed record ClassifierAnswers(int[] Category, double[] Loss, float[] Features, int FeatureSize)
{
    /// <summary>N.</summary>
    public int Count => Category.Length;
}
