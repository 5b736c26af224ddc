using RpclPix2Seq.Safety.Envelopes;
using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Sketches.Datasets.Containers;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>Datasets as they are stored on disk: containers of sketches and the manifest.</summary>
internal static class DatasetTargets
{
    public static IEnumerable<FuzzTarget> All()
    {
        yield return new FuzzTarget
        {
            Name = "container",
            FileName = "train.sketches",
            Seeds = [Container(9, 1), Container(300, 1), Container(5, 0.5f)],
            Read = ReadContainer,
            Envelope = ContainerEnvelope.Seal,
        };
        yield return new FuzzTarget
        {
            Name = "manifest",
            FileName = "dataset.json",
            Seeds = [Manifest()],
            Tokens = Seed.Words(
                """
                { } [ ] , : " null \ud800 \u0000 "train" "valid" "test" "splits": "file": "../../x" "checksum": "points": "lengths":
                "move" "ink" "categories": "sources": "licence": "LICENCE.txt"
                """),
            Read = ReadManifest,
        };
    }

    private static byte[] Container(int sketches, float unit) => Seed.Written(path =>
    {
        using SketchContainerWriter writer = new(path, flush: false);
        for (int i = 0; i < sketches; i++)
            writer.Add(
                [.. Enumerable.Range(0, 1 + (i % 7)).Select(row => new StrokePoint(unit * (i - row), unit * row, row % 3 == 0))], i % 3);
        writer.Complete();
    });

    /// <summary>The manifest of a small dataset.</summary>
    public static byte[] Manifest()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"rpcl-seed-{Guid.NewGuid():N}");
        try
        {
            using DatasetBuilder builder = DatasetFolder.Create(folder);
            builder[DatasetSplit.Train].Add([new(1, 2, false), new(3, 4, true)], 1);
            builder[DatasetSplit.Test].Add([new(0.5f, 2, true)], 0);
            DatasetSource source = new() { Name = "cat.ndjson", Format = "quickdraw-ndjson", Files = 1, Sketches = 2 };
            builder.Commit(
                new DatasetDescription { Name = "two", Categories = ["cat", "dog"], CreatedBy = "rpcl", Sources = [source] }, "free");
            return File.ReadAllBytes(Path.Combine(folder, DatasetManifest.FileName));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void ReadContainer(FuzzInput input)
    {
        using SketchContainer container = SketchContainer.Open(input.Path);
        for (int i = 0; i < container.Count; i++)
        {
            try
            {
                Promise.Rows(container[i].Sketch);
                Promise.Holds(container.CategoryOf(i) < container.Categories, "a category that there is not");
            }
            catch (InputException)
            {
                // One damaged sketch does not keep the others from being read.
            }
        }

        container.Verify();
    }

    private static void ReadManifest(FuzzInput input)
    {
        DatasetManifest manifest = DatasetManifest.Read(input.Path);
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
            Promise.Holds(manifest[split].File == DatasetManifest.ContainerName(split), "the name of a file elsewhere");
        Promise.Holds(
            manifest.Description.Categories.Distinct().Count() == manifest.Description.Categories.Count, "two categories of one name");
    }
}
