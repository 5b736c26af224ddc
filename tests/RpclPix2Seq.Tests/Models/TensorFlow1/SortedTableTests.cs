using System.Text;
using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Models.TensorFlow1;

/// <summary>Tables that LevelDB itself wrote, packed with Snappy and plain; skipped where Python has no plyvel.</summary>
public sealed class SortedTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("snappy")]
    [InlineData("none")]
    public void A_table_of_LevelDB_is_read(string compression)
    {
        string said = Python.Run(
            """
            try:
                import plyvel
            except ImportError:
                sys.exit(print("absent"))
            db = plyvel.DB(sys.argv[1], create_if_missing=True, compression=None if sys.argv[2] == "none" else sys.argv[2])
            for i in range(3000):
                db.put(b"scope/variable-%05d" % i, bytes(97 + (i * i + k * k) % (2 + i % 7) for k in range(60)))
            db.compact_range()
            db.close()
            """,
            _folder.Path, compression);
        if (said.Contains("absent", StringComparison.Ordinal))
            Assert.Skip("python3 has no plyvel");
        int count = 0;
        foreach (string file in Directory.GetFiles(_folder.Path, "*.ldb").Order(StringComparer.Ordinal))
        {
            SortedTable.Read(file, File.ReadAllBytes(file), (key, value) =>
            {
                // LevelDB's own keys end in eight bytes with the number of the change.
                int i = count++;
                Assert.Equal($"scope/variable-{i:D5}", Encoding.UTF8.GetString(key[..^8]));
                byte[] expected = [.. Enumerable.Range(0, 60).Select(k => (byte)(97 + (((i * i) + (k * k)) % (2 + (i % 7)))))];
                Assert.True(value.SequenceEqual(expected));
            });
        }

        Assert.Equal(3000, count);
    }
}
