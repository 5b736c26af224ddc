using RpclPix2Seq.Codes;
using RpclPix2Seq.Safety.Envelopes;
using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>numpy's files: arrays, archives of them, and the pickles inside.</summary>
internal static class ArrayTargets
{
    private const int CodeSize = 4;

    // One member may decompress to 1,032 bytes per byte, and the stack of a pickle machine grows by doubling.
    private static readonly Allowance Unfolding = new(8 << 20, 4096);

    private static readonly byte[][] Words = Seed.Words(
        "train valid test train_points train_offsets mean .npy descr fortran_order shape True False "
        + "|O <i2 >i2 |u1 |i1 |b1 <f2 >f4 <f8 >f8 <i8 <U4 ( ) , { } : PK");

    private static readonly byte[][] Opcodes =
    [
        .. "()]}NRabcehjqtuiosd012.\u0080\u0081\u0085\u0086\u0087\u0088\u0089\u0093\u0094".Select(c => new[] { (byte)c }),
        .. new[]
        {
            "cnumpy\nndarray\n", "cnumpy\ndtype\n", "cnumpy.core.multiarray\n_reconstruct\n", "c_codecs\nencode\n", "cos\nsystem\n",
            "c__builtin__\nbytes\n", "K\u0001", "K\u0003",
            "M\u00e8\u0003", "J\u00ff\u00ff\u00ff\u007f", "J\u00ff\u00ff\u00ff\u00ff",
            "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "h\0", "h\u0001", "q\u0005",
            "j\u00ff\0\0\0", "U\u0002O8", "X\u0002\0\0\0i8", "X\u0002\0\0\0f2", "C\u0004\0\0\0\0", "B\u00ff\u00ff\u00ff\u007f",
            "\u0095\u0010\0\0\0\0\0\0\0", "K\0K\u0005\u0086", "G\u007f\u00f8\0\0\0\0\0\0",
        }.Select(Seed.Latin),
    ];

    public static IEnumerable<FuzzTarget> All()
    {
        SketchSplits splits = Splits();
        byte[][] sketchFiles =
        [
            .. from layout in Enum.GetValues<SketchNpzLayout>()
               from compression in new[] { NpzCompression.Stored, NpzCompression.Optimal }
               select Seed.Written(
                   path => SketchNpz.Write(path, splits, new SketchNpzOptions { Layout = layout, Compression = compression })),
        ];
        byte[][] arrays =
        [
            Npy([1f, -2, 0.5f, 3], 1, CodeSize), Npy([1.5, 2, 1, 1, 2, 0], 1, 2, 3),
            Npy(new short[] { 1, 2, 0, 0, 1, 0, 3, 4, 0, 1 }, 1, 2, 5), Npy(new byte[12], 1, 3, 4), Fortran(),
        ];
        yield return new FuzzTarget
        {
            Name = "npz",
            FileName = "a.npz",
            Seeds = sketchFiles,
            Tokens = Words,
            Read = ReadSketches,
            Allowance = Unfolding,
            Weight = 6,
        };
        yield return new FuzzTarget
        {
            Name = "npz/members",
            FileName = "a.npz",
            Seeds = [.. PickleSeeds.All.Select(PickleSeeds.Npy), .. arrays],
            Tokens = [.. Words, .. Opcodes],
            Read = ReadSketches,
            Envelope = (npy, variant) => ZipEnvelope.Npz("train", npy, variant),
            Allowance = Unfolding,
            Weight = 6,
        };
        yield return new FuzzTarget
        {
            Name = "pickle",
            Seeds = PickleSeeds.All,
            Tokens = Opcodes,
            Read = ReadPickle,
            Allowance = new(4 << 20, 512),
            Weight = 24,
        };
        yield return new FuzzTarget
        {
            Name = "npy",
            FileName = "a.npy",
            Seeds = arrays,
            Tokens = Words,
            Read = input => Check(NpyReader.Read(input.Path)),
            Weight = 12,
        };
        yield return new FuzzTarget
        {
            Name = "npz/pictures",
            FileName = "a_png.npz",
            Seeds = arrays,
            Tokens = Words,
            Read = input => ImageNpz.Read(input.Path, SplitRequirement.None),
            Envelope = (npy, variant) => ZipEnvelope.Npz("test", npy, variant),
            Allowance = Unfolding,
            Weight = 6,
        };
        yield return new FuzzTarget
        {
            Name = "codes",
            FileName = "codes.npz",
            Seeds = arrays,
            Tokens = Words,
            Read = input => SketchCodeFile.ReadMeans(input.Path, CodeSize),
            Envelope = (npy, variant) => ZipEnvelope.Npz("mean", npy, variant),
            Allowance = Unfolding,
            Weight = 6,
        };
    }

    private static SketchSplits Splits()
    {
        Sketch[] drawn = [.. ProceduralSketches.DrawMany(ProceduralSketches.Categories[0], 1, 4).Select(one => one.Sketch)];
        return new SketchSplits(drawn[..2], [new Sketch([new(0.5f, -1.25f, true)])], drawn[3..]);
    }

    private static byte[] Npy<T>(T[] values, params long[] shape)
        where T : unmanaged => Seed.Written(path => NpyWriter.Write<T>(path, values, shape));

    private static byte[] Fortran()
    {
        const string header = "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }\n";
        return [.. Seed.Latin("\u0093NUMPY\u0001\0"), (byte)header.Length, 0, .. Seed.Latin(header), 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6];
    }

    private static void ReadSketches(FuzzInput input)
    {
        SketchSplits read = SketchNpz.Read(input.Path, SplitRequirement.None);
        foreach (Sketch sketch in (Sketch[])[.. read.Train, .. read.Valid, .. read.Test])
            Promise.Rows(sketch);
    }

    private static void ReadPickle(FuzzInput input)
    {
        InputPlace place = new("file", "train.npy");
        PickleMachine machine = new(input.Bytes, input.Bytes.Length, place, 0);
        int root = machine.Run();
        foreach (Sketch sketch in new NpzSketchReader(place)
            .FromPickle(machine, root, new NpyHeader(new NpyDtype('O', 8, false), false, HeaderShape(machine, root), 0)))
            Promise.Rows(sketch);
    }

    // A header that agrees with whatever the pickle says lets more pickles through.
    private static long[] HeaderShape(PickleMachine machine, int root)
    {
        PickleArray array = machine.Arrays[root];
        return array.Count <= int.MaxValue ? [(long)array.Count] : throw new InputException("file", "", "a count", "a larger one");
    }

    private static void Check(NpyArray array)
    {
        Promise.Holds(
            array.Shape.ToArray().Aggregate(1L, (product, n) => product * n) == array.Count, "a shape of other than the elements");
        _ = array.ToArray<double>();
    }
}
