using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>
/// Where a classifier's training stands after its last whole epoch, in a folder: <c>training.safetensors</c> holds the tensors, the curve
/// and a hash of what it is trained with. If the training was stopped, the same one continues from there.
/// </summary>
internal sealed class ClassifierCheckpoint : IDisposable
{
    private const string TensorFile = "training.safetensors", JobKey = "job", ProgressKey = "progress";
    private readonly string _folder, _file, _job;
    private readonly FileClaim _claim;

    /// <param name="folder">The folder; it is made, and no other process can use it until this is disposed.</param>
    /// <param name="data">The data that the classifier is trained on.</param>
    /// <param name="training">How it is trained. Where it ends may change from one start to the next.</param>
    /// <exception cref="InputException">The folder is that of another training, or damaged, or cannot be made.</exception>
    public ClassifierCheckpoint(string folder, SketchDataset data, ClassifierTraining training)
    {
        (_folder, _file, _job) = (folder, Path.Combine(folder, TensorFile), JobOf(data, training));
        Progress? progress = null;
        _claim = OutputFolder.Claim(folder, "rpcl.lock", () => progress = ReadProgress(_file, _job), FileOptions.DeleteOnClose);
        if (progress is not null)
            (Steps, Curve) = (progress.Steps, progress.Curve);
    }

    /// <summary>The epochs so far; empty before the first one has ended.</summary>
    public IReadOnlyList<ClassifierEpoch> Curve { get; } = [];

    /// <summary>The optimizer's steps in these epochs.</summary>
    public long Steps { get; }

    /// <summary>Replaces what is kept.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Keep(IEnumerable<NamedTensor> state, long steps, IReadOnlyList<ClassifierEpoch> curve)
    {
        ModelFolder.Write(_file, state, new Dictionary<string, string>
        {
            [JobKey] = _job,
            [ProgressKey] = JsonSerializer.Serialize(new Progress(steps, curve), RecordJson.Line),
        });
    }

    /// <summary>Copies the kept tensors into those of a training.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    public void Restore(IEnumerable<NamedTensor> state)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(_file);
        ModelFolder.Restore(reader, _file, state);
    }

    /// <summary>Removes what is kept.</summary>
    public void Delete() => SafeFolders.DeleteFiles(_folder, TensorFile + "*");

    /// <summary>Leaves the folder to others, and removes it if it is empty.</summary>
    public void Dispose()
    {
        _claim.Dispose();
        SafeFolders.DeleteFiles(_folder, TensorFile + ".*.tmp");
    }

    /// <summary>The progress in a checkpoint's file; null if there is none.</summary>
    /// <exception cref="InputException">It is that of another job, or damaged.</exception>
    internal static Progress? ReadProgress(string file, string job)
    {
        if (!File.Exists(file))
            return null;
        const string expected = "the progress of a classifier's training";
        using SafetensorsReader reader = SafetensorsReader.Open(file);
        if (reader.Metadata.GetValueOrDefault(JobKey) != job)
            throw new InputException(
                Path.GetDirectoryName(file)!, "", "an interrupted training with these data and settings", "one with others",
                "finish that one, remove the folder, or name another --out");
        Progress progress = RecordJson.Parse<Progress>(reader.Metadata.GetValueOrDefault(ProgressKey, ""), file, ProgressKey, expected);
        return progress.IsPossible
            ? progress
            : throw new InputException(file, ProgressKey, expected, "impossible values", "remove the folder, to start again");
    }

    private static string JobOf(SketchDataset data, ClassifierTraining training)
    {
        XxHash128 hash = new();
        foreach (ISketchSplit split in (ISketchSplit[])[data.Train, data.Valid])
        {
            hash.Append(BitConverter.GetBytes(split.Count));
            for (int i = 0; i < split.Count; i++)
            {
                LabeledSketch sketch = split[i];
                List<float> numbers = [sketch.Category, sketch.Sketch.Length];
                foreach (StrokePoint point in sketch.Sketch.Points)
                    numbers.AddRange([point.Dx, point.Dy, point.PenUp ? 1 : 0]);
                hash.Append(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers)));
            }
        }

        string settings = string.Join(' ', training.Shape.Name, training.FirstRow, training.Seed, training.BatchSize);
        return $"{settings} {string.Join(',', data.Categories)} {hash.GetCurrentHashAsUInt128():x32}";
    }

    /// <summary>How far a training is.</summary>
    /// <param name="Steps">The optimizer's steps.</param>
    /// <param name="Curve">One entry per epoch.</param>
    internal sealed record Progress(long Steps, IReadOnlyList<ClassifierEpoch> Curve)
    {
        /// <summary>Whether a training can be there.</summary>
        [JsonIgnore]
        public bool IsPossible => Steps >= Curve.Count && Curve.Count > 0 && Curve.Index().All(
            entry => entry.Item.Epoch == entry.Index + 1 && double.IsFinite(entry.Item.ValidLoss) && entry.Item.LearningRate > 0
                && entry.Item.Seconds >= 0);
    }
}
