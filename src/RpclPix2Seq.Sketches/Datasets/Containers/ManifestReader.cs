using System.Globalization;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>Reads untrusted manifests, and checks that their numbers are consistent.</summary>
internal static class ManifestReader
{
    /// <summary>Far above what 65,536 categories and a few hundred thousand sources take.</summary>
    public const int MaxBytes = 64 << 20;

    private const int MaxSources = 1 << 20;
    private static readonly int MaxBins = LengthHistogram.BinOf(SketchContainerWriter.MaxRows) + 1;

    public static DatasetManifest Read(string path) => JsonFields.Read(path, MaxBytes, "a manifest", json => Read(json, path));

    private static DatasetManifest Read(JsonFields json, string path)
    {
        string format = json.Text("format");
        if (format != ManifestWriter.Format)
            throw json.Error("format", $"'{ManifestWriter.Format}'", InputPlace.Quote(format));
        long version = json.Whole("version", 0, long.MaxValue);
        if (version != DatasetManifest.Version)
            throw json.Error("version", $"{DatasetManifest.Version}", $"{version}: it may come from a newer rpcl");
        string name = json.Text("name");
        string createdBy = json.Text("created_by");
        FirstRow firstRow = Choose(json, "first_row", ("move", FirstRow.Move), ("ink", FirstRow.Ink));
        string? license = json.OptionalText("licence");
        if (license is not (null or DatasetManifest.LicenseFileName))
            throw json.Error("licence", $"'{DatasetManifest.LicenseFileName}' or null", InputPlace.Quote(license));
        string[] categories = json.Texts("categories", SketchContainerWriter.MaxCategories);

        JsonFields splits = json.Object("splits");
        ContainerFacts train = ReadSplit(splits, DatasetSplit.Train, categories.Length);
        ContainerFacts valid = ReadSplit(splits, DatasetSplit.Valid, categories.Length);
        ContainerFacts test = ReadSplit(splits, DatasetSplit.Test, categories.Length);
        splits.RequireNoMore();
        DatasetDescription description = new()
        {
            Name = name,
            Categories = categories,
            FirstRow = firstRow,
            CreatedBy = createdBy,
            Sources = [.. json.Objects("sources", MaxSources).Select(ReadSource)],
        };
        json.RequireNoMore();
        description.Validate(path);
        bool hasLicense = license is not null;
        return new DatasetManifest { Description = description, HasLicense = hasLicense, Train = train, Valid = valid, Test = test };
    }

    private static ContainerFacts ReadSplit(JsonFields splits, DatasetSplit split, int categories)
    {
        JsonFields json = splits.Object(DatasetManifest.NameOf(split));
        string file = json.Text("file");
        if (file != DatasetManifest.ContainerName(split))
            throw json.Error("file", $"'{DatasetManifest.ContainerName(split)}'", InputPlace.Quote(file));
        long bytes = json.Whole("bytes", 0, long.MaxValue);
        string digits = json.Text("checksum");
        if (digits.Length != 16 || !ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, null, out ulong checksum))
            throw json.Error("checksum", "16 hexadecimal digits", InputPlace.Quote(digits));
        OffsetType offsets = Choose(json, "offsets", ("int16", OffsetType.Int16), ("float32", OffsetType.Float32));
        int sketches = (int)json.Whole("sketches", 0, int.MaxValue);
        long points = json.Whole("points", sketches, ContainerLayout.MaxPoints);
        long strokes = json.Whole("strokes", sketches, points);
        int longest = (int)json.Whole("longest", sketches == 0 ? 0 : 1, Math.Min(points, SketchContainerWriter.MaxRows));
        JsonFields sums = json.Object("offset_sums");
        OffsetSums offsetSums = new(sums.Whole("count", 2 * points, 2 * points), sums.Number("sum"), sums.Number("sum_of_squares"));
        sums.RequireNoMore();
        int[] perCategory = json.Counts("sketches_per_category", categories);
        if (perCategory.Length != categories || SumOf(perCategory) != sketches)
        {
            throw json.Error(
                "sketches_per_category", $"{categories} counts of {sketches} sketches in all",
                $"{perCategory.Length} of {SumOf(perCategory)}");
        }

        int[] lengths = json.Counts("lengths", MaxBins);
        int bins = longest == 0 ? 0 : LengthHistogram.BinOf(longest) + 1;
        if (lengths.Length != bins || SumOf(lengths) != sketches)
            throw json.Error("lengths", $"{bins} counts of {sketches} sketches in all", $"{lengths.Length} of {SumOf(lengths)}");
        json.RequireNoMore();
        return new ContainerFacts(file, bytes, checksum, offsets, new SplitStatistics
        {
            Sketches = sketches,
            Points = points,
            Strokes = strokes,
            Longest = longest,
            SketchesPerCategory = perCategory,
            Lengths = new LengthHistogram(lengths),
            Sums = offsetSums,
        });
    }

    private static DatasetSource ReadSource(JsonFields json)
    {
        DatasetSource source = new()
        {
            Name = json.Text("name"),
            Format = json.Text("format"),
            Files = (int)json.Whole("files", 1, int.MaxValue),
            Sketches = (int)json.Whole("sketches", 0, int.MaxValue),
            License = json.OptionalText("licence"),
            Checksum = json.OptionalText("xxh128"),
        };
        json.RequireNoMore();
        return source;
    }

    private static T Choose<T>(JsonFields json, string name, (string Text, T Value) first, (string Text, T Value) second)
    {
        string text = json.Text(name);
        if (text == first.Text)
            return first.Value;
        return text == second.Text ? second.Value : throw json.Error(name, $"'{first.Text}' or '{second.Text}'", InputPlace.Quote(text));
    }

    private static long SumOf(int[] counts)
    {
        long sum = 0;
        foreach (int count in counts)
            sum += count;
        return sum;
    }
}
