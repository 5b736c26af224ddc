using System.Buffers.Binary;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Training;
using Tensorboard;

namespace RpclPix2Seq.Tests.Training;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Records_have_checksums_and_times_in_seconds()
    {
        double before = Now();
        string folder = _temporary.File("events");
        using (EventFile file = new(folder))
        {
            file.Write(20, [("train/loss", 1.5), ("train/rate", double.NaN)]);
            file.Write(21, "train/refused", "not finite");
        }

        Event[] events = [.. Read(Assert.Single(Directory.GetFiles(folder)))];
        Assert.All(events, e => Assert.InRange(e.WallTime, before, Now()));
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal((20, "train/loss", 1.5f), (events[1].Step, events[1].Summary.Value[0].Tag, events[1].Summary.Value[0].SimpleValue));
        Assert.True(float.IsNaN(events[1].Summary.Value[1].SimpleValue));
        Assert.Equal((21, "text"), (events[2].Step, events[2].Summary.Value[0].Metadata.PluginData.PluginName));
        Assert.Equal("not finite", events[2].Summary.Value[0].Tensor.StringVal[0].ToStringUtf8());
        Assert.Equal(3, events.Length);
    }

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private static IEnumerable<Event> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        for (int at = 0; at < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            byte[] record = Checked(bytes, at + 12, length);
            Checked(bytes, at, sizeof(ulong));
            yield return Event.Parser.ParseFrom(record);
            at += length + 16;
        }
    }

    private static byte[] Checked(byte[] bytes, int start, int length)
    {
        uint crc = Crc32C.Of(bytes.AsSpan(start, length));
        Assert.Equal(((crc >> 15) | (crc << 17)) + 0xa282ead8, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(start + length)));
        return bytes[start..(start + length)];
    }
}
