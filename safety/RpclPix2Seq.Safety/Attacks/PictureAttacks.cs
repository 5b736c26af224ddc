using System.Buffers.Binary;
using RpclPix2Seq.Safety.Envelopes;

namespace RpclPix2Seq.Safety.Attacks;

/// <summary>Pictures that claim to be larger than they are.</summary>
internal static class PictureAttacks
{
    private const int Side = 24;

    public static IReadOnlyList<Attack> All { get; } =
    [
        new("png-giant.png", "a header of 100,000 x 100,000 pixels", AttackOutcome.Refused, "at most 100 megapixels", () => PngEnvelope.Of(
            100_000, 100_000, 8, 6, [0])),
        new("png-overflow.png", "a header whose pixels are beyond 32 bits", AttackOutcome.Refused, "picture", () => PngEnvelope.Of(
            65536, 65536, 8, 6, [0])),
        new("png-hollow.png", "a header of 90 megapixels before a few bytes", AttackOutcome.Refused, "cannot hold them",
            () => PngEnvelope.Of(10_000, 9000, 8, 6, [0])),
        new("png-negative.png", "a negative width", AttackOutcome.Refused, "picture", () => PngEnvelope.Of(-1, 16, 8, 0, [0])),
        new("png-chunk-length.png", "a chunk that claims 2 GiB: what is there is read", AttackOutcome.Harmless, "", LongChunk)
        {
            MostMemory = 64 << 20,
        },
        new("png-cut.png", "pixels that end too early", AttackOutcome.Refused, "picture", () => PngEnvelope.Of(
            64, 64, 8, 0, new byte[65 * 8])),
    ];

    /// <summary>A picture of a cross on white.</summary>
    public static byte[] Picture()
    {
        byte[] rows = new byte[Side * (Side + 1)];
        for (int i = 0; i < rows.Length; i++)
        {
            (int y, int x) = (i / (Side + 1), (i % (Side + 1)) - 1);
            rows[i] = x < 0 || x == y || x == Side - 1 - y ? (byte)0 : byte.MaxValue;
        }

        return PngEnvelope.Of(Side, Side, 8, 0, rows);
    }

    private static byte[] LongChunk()
    {
        byte[] file = Picture();
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(file.AsSpan().IndexOf("IDAT"u8) - 4), int.MaxValue);
        return file;
    }
}
