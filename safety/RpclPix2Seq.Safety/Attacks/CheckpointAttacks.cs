using System.Text;
using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.Safety.Envelopes;

namespace RpclPix2Seq.Safety.Attacks;

/// <summary>TensorFlow checkpoints that lie in their index.</summary>
internal static class CheckpointAttacks
{
    private static readonly byte[] OneRestart = [0, 0, 0, 0, 1, 0, 0, 0];

    public static IReadOnlyList<Attack> All { get; } =
    [
        Refused("list", "a list of blocks behind the end of the file", "2147483647 bytes at 1000",
            () => [.. TableEnvelope.OfBlock(OneRestart)[..^48], .. TableEnvelope.Footer(1000, int.MaxValue)]),
        Refused("place", "a place of 2^63", "where at most 2147483647 is possible",
            () => [.. new byte[16], .. TableEnvelope.Footer(long.MaxValue, 1)]),
        Refused("kind", "a compression that no reader knows", "the kind 2", () => TableEnvelope.OfBlock(OneRestart, 2)),
        Refused("bomb", "a packed block of ten bytes that says it is a gigabyte", "that stand for 1073741824",
            () => TableEnvelope.OfBlock([0x80, 0x80, 0x80, 0x80, 0x04, 0, 0, 0, 0, 0], 1)),
        Refused("copy", "a packed block that copies from before its beginning", "a copy of 4 bytes from 2 before byte 1",
            () => TableEnvelope.OfBlock([5, 0, 97, 1, 2], 1)),
        Refused("literal", "a packed block with a literal of 2^32 bytes", "4294967296 bytes where 1 are left",
            () => TableEnvelope.OfBlock([4, 63 << 2, 255, 255, 255, 255, 97], 1)),
        Refused("restarts", "four billion restarts in twelve bytes", "4294967295 restarts",
            () => TableEnvelope.OfBlock([0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255])),
        Refused("shared", "a name that begins as one that there is not", "5 where at most 0 is possible",
            () => TableEnvelope.OfBlock([5, 1, 0, 97, .. OneRestart])),
        Refused("value", "a value longer than the file", "where at most",
            () => TableEnvelope.OfBlock([0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 97, .. OneRestart])),
        Refused("number", "a number that never ends", "a number of more than 64 bits",
            () => TableEnvelope.OfBlock([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. OneRestart])),
        Refused("twice", "two variables of one name, of which readers may take either", "a name that does not come after the one before it",
            () => Bundle(("a", Entry(4, 1)), ("a", Entry(4, 1)))),
        Refused("name", "a name of a hundred thousand characters, shared by many", "where at most 512 is possible",
            () => Bundle((new string('a', 100_000), Entry(4, 1)))) with
        {
            IsLarge = true,
        },
        Refused("overflow", "sizes whose product is 0 in 64 bits", "for float32 [4294967296,4294967296]",
            () => Bundle(("a", Entry(0, 1L << 32, 1L << 32)))),
        Refused("bytes", "more bytes than the sizes have", "8 bytes for float32 [1]", () => Bundle(("a", Entry(8, 1)))),
        Refused("offset", "an end behind 2^63", "of data file 0",
            () => Bundle(("a", new BundleEntry("a", 1, [1], 0, long.MaxValue, 4, 0).ToBytes()))),
        Refused("shards", "two billion data files", "2000000000 data files",
            () => TableEnvelope.Of(([], new BundleHeader(2_000_000_000).ToBytes()))),
        Refused("terminal", "a name that clears the terminal in which the error is read", "variable '?[2J'",
            () => Bundle(("\u001b[2J", Entry(8, 1)))),
    ];

    private static Attack Refused(string name, string tries, string says, Func<byte[]> make) =>
        new($"checkpoint-{name}.index", tries, AttackOutcome.Refused, says, make) { MostMemory = 1 << 20 };

    private static byte[] Bundle(params (string Name, byte[] Value)[] entries) => TableEnvelope.Of(
        [([], new BundleHeader(1).ToBytes()), .. entries.Select(entry => (Encoding.UTF8.GetBytes(entry.Name), entry.Value))]);

    private static byte[] Entry(long bytes, params long[] shape) =>
        new BundleEntry("", BundleEntry.Float32, shape, 0, 0, bytes, 0).ToBytes();
}
