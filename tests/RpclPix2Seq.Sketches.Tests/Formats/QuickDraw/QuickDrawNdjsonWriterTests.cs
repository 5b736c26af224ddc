using System.Numerics;
using System.Text;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;

public sealed class QuickDrawNdjsonWriterTests
{
    private static readonly string?[] Words = [null, "cat", "The Eiffel Tower", "naïve \"猫\" 😀 \\\t"];

    [Fact]
    public void Any_drawing_is_read_back_bit_by_bit() =>
        Gen.Select(QuickDrawFixtures.GenStrokes, QuickDrawFixtures.GenAny(Words), QuickDrawFixtures.GenAny(null, "17"))
            .Array[1, 5].ForAll(written =>
            {
                string text = Write(writer =>
                {
                    foreach ((Vector2[][] strokes, string? word, string? key) in written)
                        writer.Write(strokes, word, key);
                });
                (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.ReadText(new QuickDrawNdjsonFormat(), text);
                Assert.Empty(skipped);
                Assert.Equal(written.Select(w => ((string?)w.Item2, (string?)w.Item3)), drawings.Select(d => (d.Category, d.Key)));
                for (int i = 0; i < written.Length; i++)
                    QuickDrawFixtures.AssertSame(written[i].Item1, drawings[i].Strokes);
            }, count: 1000);

    [Fact]
    public void Numbers_are_as_short_as_they_can_be() =>
        Assert.Equal(
            "{\"word\":\"cat\",\"key_id\":\"5\",\"drawing\":[[[0,-3,0.1],[255,1.5,-0]]]}\n",
            Write(writer => writer.Write([[new(0, 255), new(-3, 1.5f), new(0.1f, -0f)], []], "cat", "5")));

    [Fact]
    public void What_the_fixture_holds_is_written_as_there()
    {
        string[] expected =
        [
            .. File.ReadLines(QuickDrawFixtures.PathOf("simplified.ndjson"))
                .Select(line => line[line.IndexOf("\"drawing\"", StringComparison.Ordinal)..]),
        ];
        string text = Write(writer =>
        {
            foreach (Vector2[][] strokes in QuickDrawFixtures.Drawings)
                writer.Write(strokes);
        });
        Assert.Equal(expected.Select(line => "{" + line), text.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_drawing_that_cannot_be_written_leaves_no_trace()
    {
        string text = Write(writer =>
        {
            Assert.Throws<ArgumentException>(() => writer.Write([[new(0, 0), new(float.NaN, 1)]]));
            Assert.Throws<ArgumentException>(() => writer.Write([[new(0, float.PositiveInfinity)]]));
            Assert.Throws<ArgumentException>(() => writer.Write([[], []]));
            writer.Write([[new(1, 2)]]);
        });
        Assert.Equal("{\"drawing\":[[[1],[2]]]}\n", text);
    }

    private static string Write(Action<QuickDrawNdjsonWriter> write)
    {
        using MemoryStream stream = new();
        using (QuickDrawNdjsonWriter writer = new(stream))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
