using RpclPix2Seq;

namespace Cookbook;

/// <summary>The examples of README.md and docs/cookbook.md, word for word: the body of each method.</summary>
internal static class Examples
{
    public static async Task Readme()
    {
        using SketchModel model = SketchModel.Load("models/quickdraw"); // or a folder that rpcl train made

        foreach (SketchComponent style in model.Components)
            model.Draw(count: 1, style.Index)[0].Sketch.Save($"style-{style.Index}.svg");
        model.Draw(model.Read("photo.png"))[0].Sketch.Save("redrawn.svg");
        Sketch started = Sketch.Load("started.svg");
        model.Complete(started)[0].Sketch.Save("completed.png");
        await foreach (SketchStroke stroke in model.StreamAsync(started))
            Console.WriteLine($"{stroke.Point.Dx} {stroke.Point.Dy} {stroke.Point.PenUp}");
    }

    public static Task Draw()
    {
        using SketchModel model = SketchModel.Load("model");

        int number = 0;
        foreach (GeneratedSketch drawn in model.Draw(count: 4))
            drawn.Sketch.Save($"sketch-{number++}.svg");
        return Task.CompletedTask;
    }

    public static Task Styles()
    {
        using SketchModel model = SketchModel.Load("model");

        SamplingOptions calm = model.Sampling with { Temperature = 0.1 };
        foreach (SketchComponent style in model.Components)
        {
            Console.WriteLine($"style {style.Index}: {style.Weight:P0} of the codes");
            model.Draw(count: 1, style.Index, calm)[0].Sketch.Save($"style-{style.Index}.png");
        }

        return Task.CompletedTask;
    }

    public static Task Redraw()
    {
        using SketchModel model = SketchModel.Load("model");

        SketchCode code = model.Encode("photo.png");
        Console.WriteLine($"most likely style {code.Component} ({code.Posterior[code.Component]:P0})");
        model.Draw(code)[0].Sketch.Save("redrawn.svg");
        return Task.CompletedTask;
    }

    public static Task Complete()
    {
        using SketchModel model = SketchModel.Load("model");

        Sketch cat = Sketch.Load("cat.svg");
        Sketch half = cat.Take(cat.Length / 2);
        GeneratedSketch[] completed = model.Complete(half, count: 3, from: cat);
        for (int i = 0; i < completed.Length; i++)
            completed[i].Sketch.Save($"completed-{i}.svg");
        return Task.CompletedTask;
    }

    public static Task Interpolate()
    {
        using SketchModel model = SketchModel.Load("model");

        Sketch cat = Sketch.Load("cat.svg"), dog = Sketch.Load("dog.svg");
        GeneratedSketch[] path = model.Interpolate([cat, dog], steps: 7);
        for (int i = 0; i < path.Length; i++)
            path[i].Sketch.Save($"between-{i}.svg");
        return Task.CompletedTask;
    }

    public static Task Analogy()
    {
        using SketchModel model = SketchModel.Load("model");

        // A whole cat is to its head as a whole dog is to ...
        Sketch cat = Sketch.Load("cat.svg"), catHead = Sketch.Load("cat-head.svg"), dog = Sketch.Load("dog.svg");
        model.Analogy(cat, catHead, dog)[0].Sketch.Save("dog-head.svg");
        return Task.CompletedTask;
    }

    public static async Task Stream()
    {
        using SketchModel model = SketchModel.Load("model");

        float x = 0, y = 0;
        await foreach (SketchStroke stroke in model.StreamAsync(LatentPoint.OfComponent(model.Components[0].Index)))
        {
            (x, y) = (x + stroke.Point.Dx, y + stroke.Point.Dy);
            Console.WriteLine(stroke.Ends ? "done" : $"to {x:0}, {y:0}{(stroke.Point.PenUp ? ", pen up" : "")}");
        }
    }

    public static Task Search()
    {
        using SketchModel model = SketchModel.Load("model");

        string[] files = Directory.GetFiles("drawings", "*.svg", SearchOption.AllDirectories);
        SketchCode[] codes = model.Encode([.. files.Select(file => (EncoderInput)Sketch.Load(file))]);
        float[] wanted = model.Encode("photo.png").Mean;
        int nearest = Enumerable.Range(0, files.Length)
            .MinBy(i => codes[i].Mean.Zip(wanted, (a, b) => (a - b) * (a - b)).Sum());
        Console.WriteLine($"most like the photo: {files[nearest]}");
        return Task.CompletedTask;
    }

    public static async Task Train()
    {
        SketchDataset data = SketchDataset.Import(["drawings"], "dataset");
        Progress<TrainingProgress> progress = new(now =>
            Console.WriteLine($"{now.Split}: step {now.Metrics.Step}, loss {now.Metrics.Loss:0.00}, {now.Remaining} left"));
        using SketchModel model = await SketchModel.TrainAsync(ModelConfig.Load("small.json"), data, "run", progress);
        model.Save("my-model");
    }

    public static async Task Own()
    {
        Sketch square = Sketch.FromStroke3([0, 0, 0, 99, 0, 0, 0, 99, 0, -99, 0, 0, 0, -99, 1]);
        Sketch cross = Sketch.FromJson("""{"strokes": [[[0, 0], [99, 99]], [[99, 0], [0, 99]]]}""");
        SketchDataset data = SketchDataset.Of(new Dictionary<string, IReadOnlyList<Sketch>>
        {
            ["square"] = [.. Enumerable.Repeat(square, 40)],
            ["cross"] = [.. Enumerable.Repeat(cross, 40)],
        });
        using CancellationTokenSource enough = new(TimeSpan.FromMinutes(10));
        using SketchModel model = await SketchModel.TrainAsync(ModelConfig.Load("small.json"), data, cancellationToken: enough.Token);
        Console.WriteLine(model.Draw(square)[0].Sketch.ToJson());
    }
}
