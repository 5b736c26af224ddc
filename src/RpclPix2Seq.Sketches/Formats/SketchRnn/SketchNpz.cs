using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Files.Zip;
using RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>
/// Sketch files <c>&lt;category&gt;.npz</c> (docs/original.md §1): members train, valid and test, each an object array of stroke-3 arrays
/// [n, 3] as numpy pickles them under Python 2 or 3. Also read: rows of 5 numbers (stroke-5 without a start row), items of any integer or
/// float type, lists of rows, numeric arrays [N, n, 3], and the pickle-free layout (<see cref="SketchNpzLayout.Plain"/>).
/// </summary>
internal static class SketchNpz
{
    /// <summary>
    /// Reads the sketches of a file. Values are finite and as in the file, rounded to float32; clamping and scaling are left to the caller.
    /// A sketch with a single row is accepted; one without rows is not.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="required">The splits that must be there and not be empty; the others come back empty if missing.</param>
    /// <param name="limits">Limits that guard against malicious files.</param>
    /// <exception cref="InputException">The file is missing, damaged, malicious, or holds something else; names the place.</exception>
    public static SketchSplits Read(string path, SplitRequirement required = SplitRequirement.All, NpzLimits? limits = null)
    {
        using NpzReader reader = new(path, limits);
        Sketch[]?[] splits = [.. SplitNames.All.Select(split => ReadSplit(reader, split.Name))];
        SplitNames.Check(reader, [.. splits.Select(split => split?.Length ?? -1)], required, "sketches");
        return new SketchSplits(splits[0] ?? [], splits[1] ?? [], splits[2] ?? []);
    }

    /// <summary>Writes the sketches of a file, completely or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="splits">The sketches, each of at least one row with finite offsets.</param>
    /// <param name="options">Layout, number type and compression.</param>
    /// <exception cref="InputException">The file cannot be written, or a sketch cannot be stored.</exception>
    public static void Write(string path, SketchSplits splits, SketchNpzOptions? options = null)
    {
        options ??= new SketchNpzOptions();
        Sketch[][] all = [splits.Train, splits.Valid, splits.Test];
        bool integers = NpzSketchWriter.FitsInt16(path, all);
        if (options.ItemType == SketchItemType.Int16 && !integers)
        {
            throw new InputException(path, "", "offsets that are integers from -32768 to 32767", "others",
                $"write them with {nameof(SketchItemType)}.{nameof(SketchItemType.Float32)}");
        }

        bool asInt16 = options.ItemType != SketchItemType.Float32 && integers;
        NpzWriter.Write(path, writer =>
        {
            for (int i = 0; i < all.Length; i++)
            {
                string name = SplitNames.All[i].Name;
                if (options.Layout == SketchNpzLayout.Pickled)
                    writer.AddNpy(name, NpzSketchWriter.ToPickledNpy(all[i], asInt16));
                else
                    NpzSketchWriter.AddPlain(writer, name, all[i], asInt16);
            }
        }, options.Compression);
    }

    /// <summary>
    /// The sketches of one split, or null if the file does not have it. With <paramref name="faults"/>, sketches that cannot be used are
    /// null and reported there.
    /// </summary>
    internal static Sketch[]? ReadSplit(NpzReader reader, string name, SketchFaults? faults = null) =>
        SplitNames.NamesOf(name).Where(known => MembersOf(known).Any(reader.Contains)).Select(known => ReadNamed(reader, known, faults))
            .FirstOrDefault();

    /// <summary>The members of a file that no split is read from.</summary>
    internal static string[] UnreadIn(NpzReader reader)
    {
        HashSet<string> read = [];
        foreach ((string split, _) in SplitNames.All)
        {
            if (SplitNames.NamesOf(split).FirstOrDefault(known => MembersOf(known).Any(reader.Contains)) is { } name)
                read.UnionWith(reader.Contains(name) ? [name] : MembersOf(name));
        }

        return [.. reader.Names.Except(read)];
    }

    private static string[] MembersOf(string split) =>
        [split, split + NpzSketchWriter.PointsSuffix, split + NpzSketchWriter.OffsetsSuffix];

    private static Sketch[] ReadNamed(NpzReader reader, string name, SketchFaults? faults)
    {
        if (reader.Contains(name))
        {
            using ZipMemberStream stream = reader.Open(name);
            return ReadMember(stream, faults);
        }

        string points = name + NpzSketchWriter.PointsSuffix, offsets = name + NpzSketchWriter.OffsetsSuffix;
        return new NpzSketchReader(new InputPlace(reader.Path, points), faults).FromPoints(reader.Read(points), reader.Read(offsets));
    }

    private static Sketch[] ReadMember(ZipMemberStream stream, SketchFaults? faults)
    {
        NpyHeader header = NpyHeader.Read(stream, stream.Place);
        NpzSketchReader decoder = new(stream.Place, faults);
        if (!header.Dtype.IsObject)
        {
            NpyArray array = NpyReader.ReadBody(header, stream, stream.Place, stream.ReadRest);
            stream.Finish();

            // numpy gives an empty list the type of numbers.
            return array.Shape.Length > 0 && array.Shape[0] == 0 ? [] : decoder.FromGrid(array);
        }

        using MemberBytes pickle = stream.ReadAhead();
        PickleMachine machine = new(pickle.Buffer, pickle.Length, stream.Place, header.Length, pickle.Require);
        int root;
        try
        {
            root = machine.Run();
        }
        finally
        {
            // If the pickle makes no sense, a damaged member is the better explanation.
            pickle.Complete();
            stream.Finish();
        }

        return decoder.FromPickle(machine, root, header);
    }
}

/// <summary>How <see cref="SketchNpz"/> writes a file.</summary>
internal sealed record SketchNpzOptions
{
    /// <summary>Object arrays as in sketch-rnn, or plain numbers; default object arrays.</summary>
    public SketchNpzLayout Layout { get; init; } = SketchNpzLayout.Pickled;

    /// <summary>The type of the numbers; default int16 if every offset of the file is an integer in its range, otherwise float32.</summary>
    public SketchItemType ItemType { get; init; } = SketchItemType.Automatic;

    /// <summary>How hard to compress; default optimal.</summary>
    public NpzCompression Compression { get; init; } = NpzCompression.Optimal;
}

/// <summary>The type of the numbers in a sketch file.</summary>
internal enum SketchItemType
{
    /// <summary>int16 if every offset of the file is an integer in its range, otherwise float32.</summary>
    Automatic,

    /// <summary>16-bit integers.</summary>
    Int16,

    /// <summary>32-bit floats.</summary>
    Float32,
}

/// <summary>How the sketches of a split are laid out in a .npz file.</summary>
internal enum SketchNpzLayout
{
    /// <summary>
    /// train, valid, test: object arrays [N] of arrays [n, 3], as in sketch-rnn. numpy reads them with <c>allow_pickle=True</c> and any
    /// encoding.
    /// </summary>
    Pickled,

    /// <summary>
    /// train_points [P, 3] and train_offsets int64 [N + 1], and so on: sketch i is rows offsets[i] to offsets[i + 1]. numpy reads them
    /// without pickle.
    /// </summary>
    Plain,
}
