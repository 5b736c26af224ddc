using System.Diagnostics;
using System.Globalization;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Bench;

/// <summary>A dataset as large as all of Quick, Draw!: 345 categories of procedural sketches, repeated as needed.</summary>
internal static class ScaleBench
{
    private const int Categories = 345, PoolPerCategory = 1000, Valid = 2500, Batch = 128, Batches = 1024;
    private const int FirstAccesses = 200_000, Accesses = 2_000_000;

    /// <summary>Writes it.</summary>
    public static void Make(string folder, int sketches)
    {
        StrokePoint[][] pool =
        [
            .. ProceduralSketches.Categories.SelectMany(category => Enumerable.Range(0, PoolPerCategory)
                .Select(i => ProceduralSketches.Draw(category, 1, i).Sketch.Points.ToArray())),
        ];
        using DatasetBuilder builder = DatasetFolder.Create(folder);
        foreach ((DatasetSplit split, int count) in new[] { (DatasetSplit.Train, sketches - (2 * Valid)), (DatasetSplit.Valid, Valid),
            (DatasetSplit.Test, Valid) })
        {
            for (int i = 0; i < count; i++)
                builder[split].Add(pool[i % pool.Length], (int)((long)i * Categories / count));
        }

        builder.Commit(new DatasetDescription
        {
            Name = "scale",
            Categories = [.. Enumerable.Range(0, Categories).Select(i => string.Create(CultureInfo.InvariantCulture, $"category {i:D3}"))],
            CreatedBy = "RpclPix2Seq.Bench",
            Sources = [],
        });
    }

    /// <summary>Measures what training needs from it.</summary>
    public static void Run(string folder)
    {
        using DatasetFolder opened = DatasetFolder.Open(folder);
        SketchContainer train = opened.Split(DatasetSplit.Train);

        // The first access to a block checks all of it; after these, nearly all blocks are checked.
        Random(train, 1, FirstAccesses, "random_access_first_per_s");
        Random(train, 1, Accesses, "random_access_per_s");
        Random(train, Environment.ProcessorCount, Accesses, "random_access_all_cores_per_s");

        ModelConfig config = new() { BatchSize = Batch };
        long began = Stopwatch.GetTimestamp();
        SketchDataset data = SketchDataset.Read(folder, [.. opened.Manifest.Description.Categories], int.MaxValue, -1);
        Console.WriteLine($"figure select_seconds {Seconds(began):F2}");

        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long held = ResetPeak();
        began = Stopwatch.GetTimestamp();
        EpochOrder order = EpochOrder.Make(data.Train, config, epoch: 0);
        Console.WriteLine($"figure epoch_order_seconds {Seconds(began):F2}");
        Console.WriteLine($"figure epoch_order_mb {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6:F0}");
        Console.WriteLine($"figure epoch_order_resident_mb {(Status("VmHWM") - held) / 1e6:F0}");

        BatchMaker maker = new(config, data.Train, 40, opened.Manifest.Train.Statistics.Longest);
        List<double> times = [];
        int sketches = 0;
        for (int i = 0; i < Batches; i++)
        {
            began = Stopwatch.GetTimestamp();
            RawBatch batch = maker.Make(order[i], augment: true);
            times.Add(Seconds(began));
            sketches += batch.Size;
        }

        Console.WriteLine($"figure feed_sketches_per_s {sketches / times.Sum():F0}");
        Console.WriteLine($"figure feed_ms_per_batch {Ceiling.Median(times) * 1000:F2}");
        GC.KeepAlive(order);
    }

    private static void Random(SketchContainer split, int threads, int accesses, string figure)
    {
        long began = Stopwatch.GetTimestamp();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            CounterRandom random = new(RandomPurpose.Shown, threads, accesses, thread);
            StrokePoint[] rows = new StrokePoint[split.Longest];
            for (int i = 0; i < accesses; i++)
                split.CopyTo(random.NextInt(split.Count), rows);
        });
        Console.WriteLine($"figure {figure} {(double)accesses * threads / Seconds(began):F0}");
    }

    private static double Seconds(long began) => Stopwatch.GetElapsedTime(began).TotalSeconds;

    /// <summary>Resets the peak of the resident memory; returns what is resident now, in bytes.</summary>
    private static long ResetPeak()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Status("VmRSS");
    }

    private static long Status(string field)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(field.Length + 1).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
