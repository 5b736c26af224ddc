using System.Text;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;

public sealed class KaggleDoodleFormatTests
{
    private const string Header = "countrycode,drawing,key_id,recognized,timestamp,word";
    private const string Dot = "NL,\"[[[1], [2]]]\",7,True,now,cat";

    [Fact]
    public void Drawings_are_read_with_all_that_is_known_of_them()
    {
        (List<Drawing> drawings, List<SkippedDrawing> skipped) =
            QuickDrawFixtures.Read(new KaggleDoodleFormat(), QuickDrawFixtures.PathOf("kaggle.csv"));

        Assert.Empty(skipped);
        Assert.Equal(["line 2", "line 3", "line 4"], drawings.Select(d => d.Where));
        Assert.Equal(QuickDrawFixtures.Words, drawings.Select(d => d.Category));
        Assert.Equal(QuickDrawFixtures.Keys, drawings.Select(d => d.Key));
        Assert.All(drawings, d => Assert.False(d.IsRaw));
        for (int i = 0; i < drawings.Count; i++)
            QuickDrawFixtures.AssertSame(QuickDrawFixtures.Drawings[i], drawings[i].Strokes);
    }

    [Fact]
    public void Drawings_that_were_not_recognized_can_be_left_out()
    {
        (List<Drawing> drawings, List<SkippedDrawing> skipped) =
            QuickDrawFixtures.Read(new KaggleDoodleFormat(recognizedOnly: true), QuickDrawFixtures.PathOf("kaggle.csv"));

        Assert.Equal(2, drawings.Count);
        Assert.Equal([new SkippedDrawing("line 4", "not recognized in the game")], skipped);
    }

    [Theory]
    [InlineData("word,drawing,key_id", "\"c\"\"a\"\"t\",\"[[[1],[2],[0]]]\",7", "c\"a\"t", "7", true)]
    [InlineData("drawing", "\"[[[1],[2]]]\"", null, null, false)]
    [InlineData("\"key_id\",\" drawing\",x", "7,\"[[[1],[2]]]\",", null, "7", false)]
    [InlineData("key_id,drawing,word", ",\"[[[1],[2]]]\",", null, null, false)]
    [InlineData("\uFEFFdrawing,word\r", "\"[[[1]\",cat\r\n\"[[[1],[2]]]\",\"cat, or dog\"\r", "cat, or dog", null, false)]
    public void Columns_are_found_by_name_and_quotes_undone(string header, string line, string? word, string? key, bool isRaw)
    {
        Drawing drawing = QuickDrawFixtures.ReadText(new KaggleDoodleFormat(), header + "\n" + line).Drawings.Single();

        Assert.Equal((word, key, isRaw), (drawing.Category, drawing.Key, drawing.IsRaw));
        QuickDrawFixtures.AssertSame([[new(1, 2)]], drawing.Strokes);
    }

    [Theory]
    [InlineData("not JSON", "NL,,7,True,now,cat")]
    [InlineData("not JSON", "NL,\"[[[1], [2]]\",7,True,now,cat")]
    [InlineData("not JSON", "NL,\"[[[1], [2]]] x\",7,True,now,cat")]
    [InlineData("not JSON", "NL,\"[[[1], [2]]][]\",7,True,now,cat")]
    [InlineData("nested too deeply", "NL,\"[[[1], [2], 1000*[ ]]\",7,True,now,cat")]
    [InlineData("no strokes", "NL,[],7,True,now,cat")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", "NL,5,7,True,now,cat")]
    [InlineData("a coordinate that is not finite", "NL,\"[[[1e999], [2]]]\",7,True,now,cat")]
    [InlineData("columns that differ from the first line's", "NL,\"[[[1], [2]]]\",7,True,now")]
    [InlineData("columns that differ from the first line's", "NL,[[[1], [2]]],7,True,now,cat")]
    [InlineData("columns that differ from the first line's", "NL,\"[[[1], [2]]]\",7,True,now,cat,")]
    [InlineData("unbalanced quotes", "NL,\"[[[1], [2]]],7,True,now,cat")]
    [InlineData("unbalanced quotes", "NL,\"[[[1], [2]]]\"x,7,True,now,cat")]
    [InlineData("unbalanced quotes", "NL,\"[[[1], [2]]]\",7,True,now,\"cat\"\"")]
    public void A_line_that_is_no_drawing_is_skipped(string reason, string line)
    {
        line = line.Replace("1000*[", new string('[', 1000), StringComparison.Ordinal);
        (List<Drawing> drawings, List<SkippedDrawing> skipped) =
            QuickDrawFixtures.ReadText(new KaggleDoodleFormat(), $"{Header}\n{Dot}\n{line}\n\n{Dot}");

        Assert.Equal(["line 2", "line 5"], drawings.Select(d => d.Where));
        Assert.Equal([("line 3", reason)], skipped.Select(s => (s.Where, s.Reason)));
    }

    [Fact]
    public void Words_that_are_long_or_no_text_are_skipped()
    {
        string before = Header + "\n" + Dot.Replace("cat", "", StringComparison.Ordinal);
        byte[] bytes = [.. Encoding.UTF8.GetBytes(before), 0xC3, .. Encoding.UTF8.GetBytes($"\n{Dot}{new string('t', 1023)}\n{Dot}")];
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.Read(new KaggleDoodleFormat(), bytes);

        Assert.Equal("cat", Assert.Single(drawings).Category);
        Assert.Equal(["text that is not Unicode", "a word or key that is not text or is too long"], skipped.Select(s => s.Reason));
    }

    [Fact]
    public void A_file_cut_off_is_told()
    {
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.ReadText(
            new KaggleDoodleFormat(), $"{Header}\n{Dot}\n{Dot[..12]}");

        Assert.Single(drawings);
        Assert.Equal([new SkippedDrawing("line 3", "cut off at the end of the file")], skipped);
    }

    [Theory]
    [InlineData("")]
    [InlineData("word,key_id\n1,2")]
    [InlineData("{\"drawing\":1}")]
    [InlineData("\"drawing")]
    public void A_file_without_a_column_of_drawings_is_refused(string text)
    {
        string message = Assert.Throws<InputException>(() => QuickDrawFixtures.ReadText(new KaggleDoodleFormat(), text)).Message;
        Assert.Contains("line 1: expected the names of at most 64 columns, one of them drawing, found ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Header + "\n", true)]
    [InlineData("\uFEFFkey_id,\"drawing\"\r\nx", true)]
    [InlineData(Header, false)]
    [InlineData("drawing\n", false)]
    [InlineData("word,key_id\n", false)]
    [InlineData("", false)]
    public void Files_are_recognized_by_their_first_line(string head, bool expected) =>
        Assert.Equal(expected, new KaggleDoodleFormat().Recognizes("train.csv", Encoding.UTF8.GetBytes(head)));

    [Fact]
    public void Any_fields_are_cut_as_they_were_joined() =>
        Gen.String[QuickDrawFixtures.GenAny('a', ',', '"', ' ', '[', 'é'), 0, 8].Array[1, 6].ForAll(fields =>
    {
        byte[] line = Encoding.UTF8.GetBytes(string.Join(',', fields.Select(Quote)));
        CsvLine csv = new(fields.Length);
        csv.Split(line);
        Assert.Equal(fields.Length, csv.Count);
        for (int i = 0; i < fields.Length; i++)
            Assert.Equal(fields[i], Encoding.UTF8.GetString(csv.Field(line, i)));

        static string Quote(string field) => field.AsSpan().ContainsAny(',', '"')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;
    });

    [Fact]
    public void Any_bytes_are_cut_or_refused() =>
        QuickDrawFixtures.GenAny((byte)'a', (byte)',', (byte)'"', (byte)0xC3).Array[0, 20].ForAll(line =>
    {
        CsvLine csv = new(3);
        csv.Split(line);
        Assert.True(csv.Count == -1 || csv.Count >= 1);
        for (int i = 0; i < Math.Min(3, csv.Count); i++)
            Assert.True(csv.Field(line, i).Length <= line.Length);
    });
}
