using System.Text.Json;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Evaluation.Classifier;

[LeakCheck]
public sealed class SketchClassifierTests
{
    private static readonly string[] Two = ["bus", "flower"];

    // The sizes of the paper's table 1.
    [Fact]
    public void The_layers_of_sketch_a_net_are_the_papers()
    {
        List<int> sizes = [ClassifierShape.SketchANet.Size];
        foreach (ClassifierLayer layer in ClassifierShape.SketchANet.Layers)
        {
            int convolved = ((sizes[^1] + (2 * layer.Padding) - layer.Kernel) / layer.Stride) + 1;
            sizes.Add(layer.Pools ? ((convolved - ClassifierLayer.PoolKernel) / ClassifierLayer.PoolStride) + 1 : convolved);
        }

        Assert.Equal([225, 35, 15, 15, 15, 7, 1, 1], sizes);
        Assert.Equal([64, 128, 256, 256, 256, 512, 512], ClassifierShape.SketchANet.Layers.Select(layer => layer.Channels));
        using SketchClassifier classifier = Fresh(ClassifierShape.SketchANet, [.. Enumerable.Range(0, 250).Select(i => $"c{i}")]);
        Assert.Equal([64, 1, 15, 15], classifier.Parameters["layer1/filter"].shape);
        Assert.Equal([512, 256, 7, 7], classifier.Parameters["layer6/filter"].shape);
        Assert.Equal([250, 512, 1, 1], classifier.Parameters["layer8/filter"].shape);
        int weights =
            (15 * 15 * 64) + (25 * 64 * 128) + (9 * 128 * 256) + (2 * 9 * 256 * 256) + (49 * 256 * 512) + (512 * 512) + (512 * 250);
        Assert.Equal(weights + 64 + 128 + (3 * 256) + (2 * 512) + 250, classifier.Parameters.Count);
    }

    [Fact]
    public void Both_variants_classify_any_number_of_sketches_among_more_than_ten_categories()
    {
        foreach (ClassifierShape shape in ClassifierShape.All)
        {
            using SketchClassifier classifier = Fresh(shape, [.. Enumerable.Range(0, 12).Select(i => $"c{i}")]);
            Sketch[] sketches = Sketches("bus", 0, shape.Size > 100 ? 17 : 300);
            ClassifierAnswers answers = classifier.Classify(sketches, FirstRow.Move);
            Assert.Equal((sketches.Length, shape.Features), (answers.Count, answers.FeatureSize));
            Assert.All(answers.Category, category => Assert.InRange(category, 0, 11));
            Assert.All(answers.Features, feature => Assert.True(feature >= 0));
            ClassifierAnswers last = classifier.Classify([sketches[^1]], FirstRow.Move, [answers.Category[^1]]);
            Assert.Equal(answers.Category[^1], last.Category[0]);
            Assert.Equal(answers.Loss[^1], last.Loss[0], 1e-4);
            Assert.InRange(last.Loss[0], 0, Math.Log(12));
        }
    }

    [Fact]
    public void Two_categories_are_learned_in_seconds_and_the_classifier_comes_back_from_its_folder()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("classifier");
        List<ClassifierEpoch> told = [];
        int most = 0;
        using TrainedClassifier trained = ClassifierTrainer.Train(
            Data(60), new ClassifierTraining { Epochs = 12, BatchSize = 20 }, (_, seen) => most = Math.Max(most, seen), told.Add);
        Assert.Equal(told, trained.Curve);
        Assert.Equal(120, most);
        Assert.InRange(trained.Best.ValidAccuracy, 0.95, 1);
        Assert.True(trained.Curve[0].TrainLoss > trained.Curve[^1].TrainLoss);

        Sketch[] tests = [.. Sketches("bus", 5000, 30), .. Sketches("flower", 5000, 30)];
        ClassifierAnswers answers = trained.Classifier.Classify(tests, FirstRow.Move);
        Assert.InRange(answers.Category.Where((category, i) => category == i / 30).Count(), 57, 60);

        ClassifierFolder.Save(path, trained);
        Assert.Equal(
            ["classifier.json", "classifier.safetensors", "curve.jsonl"],
            Directory.EnumerateFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder.Path));
        using SketchClassifier loaded = ClassifierFolder.Load(path);
        Assert.Equal(Two, loaded.Categories);
        ClassifierAnswers again = loaded.Classify(tests, FirstRow.Move);
        Assert.Equal(answers.Category, again.Category);
        Assert.Equal(answers.Features, again.Features);
        Assert.Equal(trained.Curve.Count, File.ReadLines(Path.Combine(path, "curve.jsonl")).Count());
        Assert.Equal(trained.Best.Epoch, ClassifierFolder.ReadFacts(path).BestEpoch);
        Assert.Throws<InputException>(() => ClassifierFolder.Save(path, trained));
    }

    [Fact]
    public void A_seed_gives_the_same_classifier_and_the_best_epoch_is_kept()
    {
        ClassifierTraining training = new() { Epochs = 2, BatchSize = 8, Seed = 5 };
        using TrainedClassifier one = ClassifierTrainer.Train(Data(8), training), two = ClassifierTrainer.Train(Data(8), training),
        other = ClassifierTrainer.Train(Data(8), training with { Seed = 6 });
        Assert.Equal(one.Curve.Select(epoch => epoch.ValidLoss), two.Curve.Select(epoch => epoch.ValidLoss));
        Assert.NotEqual(one.Curve[0].ValidLoss, other.Curve[0].ValidLoss);
        SketchDataset data = Data(8);
        LabeledSketch[] valid = [.. Enumerable.Range(0, data.Valid.Count).Select(i => data.Valid[i])];
        ClassifierAnswers answers = one.Classifier.Classify(
            [.. valid.Select(sketch => sketch.Sketch)], FirstRow.Move, [.. valid.Select(sketch => sketch.Category)]);
        Assert.Equal(one.Best.ValidLoss, answers.Loss.Average(), 1e-6);
    }

    [Fact]
    public void An_interrupted_training_continues_to_the_same_classifier()
    {
        using TemporaryFolder folder = new();
        string parts = folder.File("classifier.parts");
        SketchDataset data = Data(12);

        // The second epoch is worse than the first, and the rate is halved.
        ClassifierTraining training = new() { Epochs = 5, BatchSize = 8 };
        using TrainedClassifier whole = ClassifierTrainer.Train(data, training);
        Assert.NotEqual(whole.Curve[0].LearningRate, whole.Curve[^1].LearningRate);
        for (int epochs = 1; epochs < training.Epochs; epochs++)
        {
            using CancellationTokenSource source = new();
            using ClassifierCheckpoint checkpoint = new(parts, data, training);
            Assert.Contains(
                "another is at work", Assert.Throws<InputException>(() => new ClassifierCheckpoint(parts, data, training)).Message,
                StringComparison.Ordinal);
            Assert.Equal(epochs - 1, checkpoint.Curve.Count);
            Assert.Throws<OperationCanceledException>(() => ClassifierTrainer.Train(
                data, training, validated: _ => source.Cancel(), checkpoint: checkpoint, cancellationToken: source.Token).Dispose());
        }

        using TrainedClassifier resumed = Resume(data, training, parts);
        Assert.Equal(
            whole.Curve.Select(epoch => epoch with { Seconds = 0 }), resumed.Curve.Select(epoch => epoch with { Seconds = 0 }));
        Assert.Equal(resumed.Curve.Select(epoch => epoch.Seconds).Order(), resumed.Curve.Select(epoch => epoch.Seconds));
        foreach ((NamedTensor one, NamedTensor other) in whole.Classifier.Parameters.All.Zip(resumed.Classifier.Parameters.All))
            Assert.Equal(one.Tensor.data<float>().ToArray(), other.Tensor.data<float>().ToArray());

        SketchDataset moved = new(
            Two, new MemorySplit([.. Enumerable.Range(0, 23).Select(i => data.Train[i])]),
            new MemorySplit([data.Train[23], .. Enumerable.Range(0, data.Valid.Count).Select(i => data.Valid[i])]), data.Test);
        foreach ((SketchDataset Data, ClassifierTraining Training) other in ((SketchDataset, ClassifierTraining)[])[
            (Data(11), training), (moved, training), (data, training with { Seed = 2 }), (data, training with { BatchSize = 9 })])
        {
            InputException refused = Assert.Throws<InputException>(() => new ClassifierCheckpoint(parts, other.Data, other.Training));
            Assert.Equal(
                $"{parts}: expected an interrupted training with these data and settings, found one with others; "
                + "finish that one, remove the folder, or name another --out", refused.Message);
        }

        File.WriteAllText(Path.Combine(parts, "mine.txt"), "");
        using (ClassifierCheckpoint finished = new(parts, data, training))
            finished.Delete();
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(parts).Select(Path.GetFileName));
        File.Delete(Path.Combine(parts, "mine.txt"));
        using (ClassifierCheckpoint another = new(parts, data, training with { Seed = 2 }))
            Assert.Empty(another.Curve);
        Assert.False(Directory.Exists(parts));

        static TrainedClassifier Resume(SketchDataset data, ClassifierTraining training, string parts)
        {
            using ClassifierCheckpoint checkpoint = new(parts, data, training);
            return ClassifierTrainer.Train(data, training, checkpoint: checkpoint);
        }
    }

    [Fact]
    public void A_checkpoint_that_no_training_can_have_written_is_refused()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("training.safetensors");
        ClassifierEpoch first = new(1, 0.5, 0.4, 0.9, 0.001, 3);
        Assert.Equal(9, Read(new ClassifierCheckpoint.Progress(9, [first]))!.Steps);
        foreach (ClassifierCheckpoint.Progress wrong in (ClassifierCheckpoint.Progress[])[
            new(9, []), new(0, [first]), new(9, [first with { Epoch = 2 }]), new(9, [first with { LearningRate = 0 }]),
            new(9, [first with { Seconds = -1 }])])
        {
            Assert.Equal(
                $"{file}: progress: expected the progress of a classifier's training, found impossible values; "
                + "remove the folder, to start again", Assert.Throws<InputException>(() => Read(wrong)).Message);
        }

        ClassifierCheckpoint.Progress? Read(ClassifierCheckpoint.Progress progress)
        {
            SafetensorsWriter.Write(file, [], new Dictionary<string, string>
            {
                ["job"] = "job",
                ["progress"] = JsonSerializer.Serialize(progress, RecordJson.Line),
            });
            return ClassifierCheckpoint.ReadProgress(file, "job");
        }
    }

    [Fact]
    public void Empty_splits_and_wrong_settings_are_refused()
    {
        SketchDataset data = Data(4);
        Assert.Contains(
            "split valid",
            Assert.Throws<InputException>(
                () => ClassifierTrainer.Train(
                    new SketchDataset(Two, data.Train, new MemorySplit(), data.Test), new())).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => ClassifierTrainer.Train(data, new ClassifierTraining { Epochs = 0 }));
        Assert.Throws<InputException>(() => ClassifierTrainer.Train(data, new ClassifierTraining { Minutes = -1 }));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ClassifierTrainer.Train(data, new(), cancellationToken: source.Token));
    }

    [Fact]
    public void A_folder_that_is_no_classifiers_is_one_line()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(
            $"{folder.Path}: expected the folder of a classifier, found a folder without classifier.json; "
            + "name what rpcl evaluate classifier train --out made",
            Assert.Throws<InputException>(() => ClassifierFolder.Load(folder.Path)).Message);
        Assert.Contains(
            "found nothing", Assert.Throws<InputException>(() => ClassifierFolder.Load(folder.File("absent"))).Message,
            StringComparison.Ordinal);
        string facts = folder.File("classifier.json");
        foreach ((string text, string found) in ((string, string)[])[
            ("{", "found"), ("[]", "found"), ("{\"format\": \"x\"}", "required"),
            (Facts("other", "sketch-a-net"), "found other"),
            (Facts("rpcl-pix2seq classifier 1", "resnet"), "expected sketch-a-net or sketch-a-net-small, found resnet"),
            (Facts("rpcl-pix2seq classifier 1", "sketch-a-net-small"), "classifier.safetensors")])
        {
            File.WriteAllText(facts, text);
            string message = Assert.Throws<InputException>(() => ClassifierFolder.Load(folder.Path)).Message;
            Assert.StartsWith(folder.Path, message, StringComparison.Ordinal);
            Assert.Contains(found, message, StringComparison.Ordinal);
        }

        static string Facts(string format, string variant) =>
            $$"""
            {"format": "{{format}}", "variant": "{{variant}}", "categories": ["a"], "seed": 1, "train_sketches": 1, "epochs": 1,
             "best_epoch": 1, "valid_accuracy": 1, "seconds": 1}
            """;
    }

    [Fact]
    public void Categories_are_found_by_name_and_unknown_ones_refused()
    {
        using SketchClassifier classifier = Fresh(ClassifierShape.SketchANetSmall, ["a", "b", "c"]);
        Assert.Equal([2, 0], classifier.IndicesOf(["c", "a"], "folder"));
        Assert.StartsWith(
            "folder: expected a classifier that knows the category 'd', found one for a, b, c",
            Assert.Throws<InputException>(() => classifier.IndicesOf(["a", "d"], "folder")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recognition_counts_by_name_and_says_what_was_taken_for_what()
    {
        RecognitionReport report = RecognitionReport.Of(
            [2, 2, 0, 1], [0, 0, 0, 2], ["c", "none", "b"], ["a", "b", "c"], new BootstrapOptions { Resamples = 20 });
        Assert.Equal(0.75, report.Accuracy.Value);
        Assert.Equal([3, 0, 1], report.Categories.Select(category => category.Count));
        Assert.Equal(2 / 3.0, report.Categories[0].Accuracy!.Value);
        Assert.Null(report.Categories[1].Accuracy);
        Assert.Equal([1, 0, 2], report.Confusion[0]);
        Assert.Equal([0, 1, 0], report.Confusion[2]);
    }

    private static SketchClassifier Fresh(ClassifierShape shape, string[] categories)
    {
        using Generator generator = new(3, CPU);
        return new SketchClassifier(shape, categories, generator);
    }

    private static SketchDataset Data(int perCategory)
    {
        return new SketchDataset(Two, Split(0, perCategory), Split(1000, perCategory / 2), Split(2000, perCategory / 2));

        static MemorySplit Split(int first, int count) =>
            new([.. Two.SelectMany(
                (name, category) => Sketches(name, first, count).Select((sketch, i) => new LabeledSketch(sketch, category, i)))]);
    }

    private static Sketch[] Sketches(string category, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => ProceduralSketches.Draw(category, 1, i).Sketch)];
}
