using System.Numerics;
using System.Text;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.InkML;
using RpclPix2Seq.Sketches.Tests.Formats.Svg;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.InkML;

public sealed class InkMLFormatTests
{
    private const string Yx =
        "<traceFormat xml:id='yx'><channel name='Y' type='decimal'/><channel name='F'/><channel name='X'/></traceFormat>";

    [Theory]
    [InlineData("1 2, 3 4, 5 6", "1,2 3,4 5,6")]
    [InlineData(" 1.5 -2,3\n4 , -.5-6e1 ", "1.5,-2 3,4 -0.5,-60")]
    [InlineData("10 10, 1 2 99 T *, 3 4", "10,10 1,2 3,4")]
    [InlineData("7 7", "7,7")]
    [InlineData("7 7, 7 7", "7,7")]
    [InlineData("#A #ff, -#10 - 3", "10,255 -16,-3")]
    [InlineData("1 2, ? 5, 3 ?, 5 6", "1,2 5,6")]
    [InlineData("1 2, * 5, 3 *", "1,2 1,5 3,5")]
    [InlineData("T F, 2 2", "1,0 2,2")]
    [InlineData("1 2,,3 4,", "1,2 3,4")]
    public void Values_are_explicit_unless_told_otherwise(string trace, string expected) =>
        Assert.Equal(expected, Text($"<ink><trace>{trace}</trace></ink>"));

    [Theory]
    [InlineData("<annotation type='truth'>$x^2$</annotation>", "$x^2$")]
    [InlineData("<annotation type='writer'>me</annotation><annotation type='truth'> 2 </annotation>", "2")]
    [InlineData("<traceGroup><annotation type='truth'>x</annotation></traceGroup>", null)] // of a part
    [InlineData("<annotation type='truth'/>", null)]
    public void The_truth_of_a_document_is_kept(string annotations, string? expected) => Assert.Equal(
        expected, Assert.Single(Documents.Read(new InkMLFormat(), $"<ink>{annotations}<trace>1 2, 3 4</trace></ink>")).Truth);

    [Theory]
    [InlineData("10 20,'1'2,3 4,!7!8", "10,20 11,22 14,26 7,8")] // velocities until values are explicit again
    [InlineData("10 20,'1'2,\"1\"1,-1-1", "10,20 11,22 13,25 14,27")] // accelerations change the velocity
    [InlineData("10 20,12 23,\"1\"-1", "10,20 12,23 15,25")] // explicit values have a velocity, too
    [InlineData("10 20,'1'2,* *,**", "10,20 11,22 12,24 13,26")] // a star continues with the velocity
    [InlineData("0 0,'1'0,\"1'0,*0,*0", "0,0 1,0 3,0 6,0 10,0")] // or with the acceleration
    [InlineData(
        "1125 18432,'23'43,\"7\"-8,3-5,7 -3,6 2,6 8,3 6",
        "1125,18432 1148,18475 1178,18510 1211,18540 1251,18567 1297,18596 1349,18633 1404,18676")]
    public void Prefixes_count_until_the_next_one(string trace, string expected) =>
        Assert.Equal(expected, Text($"<ink><trace>{trace}</trace></ink>"));

    [Fact]
    public void Prefixes_hold_for_one_channel_and_one_trace() =>
        Assert.Equal("0,0 1,5 3,6 | 1,2 3,4", Text("<ink><trace>0 0,'1 5,2 6</trace><trace>1 2, 3 4</trace></ink>"));

    [Theory]
    [InlineData($"<definitions>{Yx}</definitions><context traceFormatRef='#yx'/><trace>1 0 2, 3 0 4</trace>")]
    [InlineData($"<definitions>{Yx}<context xml:id='c' traceFormatRef='#yx'/></definitions><trace contextRef='#c'>1 0 2, 3 0 4</trace>")]
    [InlineData(
        "<trace contextRef='#c'>1 0 2, 3 0 4</trace>"
        + $"<definitions><context id='c' contextRef='#d'/><context id='d'>{Yx}</context></definitions>")]
    [InlineData(
        $"<definitions><inkSource xml:id='s'>{Yx}</inkSource><context xml:id='c' inkSourceRef='#s'/></definitions>"
        + "<trace contextRef='#c'>1 0 2, 3 0 4</trace>")]
    [InlineData($"<context><inkSource>{Yx}</inkSource></context><trace>1 0 2, 3 0 4</trace>")]
    [InlineData($"{Yx}<trace>1 0 2, 3 0 4</trace>")]
    [InlineData(
        $"<definitions><inkSource id='s'/><context id='b'>{Yx}</context>"
        + "<context id='c' inkSourceRef='#s' contextRef='#b'/></definitions>"
        + "<trace contextRef='#c'>1 0 2, 3 0 4</trace>")]
    [InlineData(
        $"<definitions><context id='d'/><context id='b' contextRef='#d' traceFormatRef='#yx'/>{Yx}"
        + "<context id='c' contextRef='#b'/></definitions>"
        + "<trace contextRef='#c'>1 0 2, 3 0 4</trace>")]
    [InlineData(
        $"<definitions><context id='c'>{Yx}</context></definitions>"
        + "<traceGroup contextRef='#c'><traceGroup><trace>1 0 2, 3 0 4</trace></traceGroup></traceGroup>")]
    public void Channels_come_from_the_context_in_any_order(string content) => Assert.Equal("2,1 4,3", Text($"<ink>{content}</ink>"));

    [Theory]
    [InlineData($"<definitions><context id='c'>{Yx}</context></definitions><traceGroup contextRef='#c'/><trace>1 2, 3 4</trace>")]
    [InlineData($"<definitions>{Yx}</definitions><trace>1 2, 3 4</trace>")]
    [InlineData($"{Yx}<context/><trace contextRef='#DefaultContext'>1 2, 3 4</trace>")]
    [InlineData(
        "<traceFormat><channel name='X'/><channel name='Y'/><intermittentChannels><channel name='F'/></intermittentChannels></traceFormat>"
        + "<trace>1 2, 3 4 9</trace>")]
    [InlineData("<traceFormat/><trace>1 2, 3 4</trace>")]
    public void Otherwise_points_are_x_and_y(string content) => Assert.Equal("1,2 3,4", Text($"<ink>{content}</ink>"));

    [Fact]
    public void Only_traces_that_leave_ink_are_strokes() => Assert.Equal("1,1 2,2 | 3,3 4,4", Text("""
        <ink xmlns="http://www.w3.org/2003/InkML">
        <definitions><trace xml:id="d">9 9, 8 8</trace></definitions>
        <annotation type="truth">cat</annotation><annotationXML><x xmlns="urn:x"><trace>9 9, 8 8</trace></x></annotationXML>
        <trace>1 1, <!-- a comment --> 2 2</trace><trace type="penUp">2 2, 3 3</trace>
        <traceGroup><trace><![CDATA[3 3, 4 4]]></trace><traceView traceDataRef="#d"/></traceGroup><trace/>
        </ink>
        """));

    [Fact]
    public void Continuations_belong_to_the_trace_before_them() => Assert.Equal("1,1 2,2 3,3 4,4 | 7,7 8,8 | 9,9 6,6", Text("""
        <ink><trace id="a" continuation="begin">1 1, 2 2</trace><trace id="b" continuation="middle" priorRef="#a">3 3</trace>
        <trace>7 7, 8 8</trace><trace continuation="end" priorRef="#b">4 4</trace>
        <trace continuation="end" priorRef="#lost">9 9, 6 6</trace></ink>
        """));

    [Fact]
    public void A_file_of_a_tablet_is_read()
    {
        IReadOnlyList<Vector2[]> strokes = Documents.FixtureStrokes(new InkMLFormat(), "InkML/house.inkml");
        Assert.Equal("10,50 10,90 60,90 60,50 10,50 | 10,50 35,20 60,50 | 30,90 30,70 40,70 40,90 | 50,60", Documents.Text(strokes));
    }

    [Fact]
    public void Integers_survive_in_every_notation() =>
        Gen.Select(Gen.Int[-5000, 5000], Gen.Int[-5000, 5000]).Array[3, 30].Where(points => points.Distinct().Count() > 1).ForAll(points =>
        {
            string plain = string.Join(", ", points.Select(p => $"{p.Item1} {p.Item2}"));
            StringBuilder first = new($"{points[0].Item1} {points[0].Item2}"), second = new($"{plain.Split(',')[0]},{plain.Split(',')[1]}");
            for (int i = 1; i < points.Length; i++)
                first.Append($",'{points[i].Item1 - points[i - 1].Item1}'{points[i].Item2 - points[i - 1].Item2}");
            for (int i = 2; i < points.Length; i++)
            {
                second.Append($",\"{points[i].Item1 - (2 * points[i - 1].Item1) + points[i - 2].Item1}");
                second.Append($"\"{points[i].Item2 - (2 * points[i - 1].Item2) + points[i - 2].Item2}");
            }

            string expected = string.Join(' ', points.Select(p => $"{p.Item1},{p.Item2}"));
            Assert.Equal(expected, Text($"<ink><trace>{plain}</trace></ink>"));
            Assert.Equal(expected, Text($"<ink><trace>{first}</trace></ink>"));
            Assert.Equal(expected, Text($"<ink><trace>{second}</trace></ink>"));
        }, count: 200);

    [Theory]
    [InlineData("")]
    [InlineData("<ink/>")]
    [InlineData("<ink><trace></trace></ink>")]
    [InlineData("<ink><trace>1 2, 3 4</trace>")]
    [InlineData("<svg><trace>1 2</trace></svg>")]
    [InlineData("<ink xmlns='urn:other'><trace>1 2</trace></ink>")]
    [InlineData("<ink><trace>1, 2</trace></ink>")]
    [InlineData("<ink><trace>1 x</trace></ink>")]
    [InlineData("<ink><trace>NaN 1</trace></ink>")]
    [InlineData("<ink><trace>1 1e999, 2 2</trace></ink>")]
    [InlineData("<ink><trace>'1e300'1e300</trace></ink>")]
    [InlineData("<ink><trace>#123456789 1</trace></ink>")]
    [InlineData("<ink><trace># 1</trace></ink>")]
    [InlineData("<ink><trace>' 1</trace></ink>")]
    [InlineData("<ink><trace>? ?, ? ?</trace></ink>")]
    [InlineData("<ink><trace contextRef='#nowhere'>1 2</trace></ink>")]
    [InlineData("<ink><trace contextRef='other.inkml#c'>1 2</trace></ink>")]
    [InlineData("<ink><context id='a' contextRef='#a'/><trace>1 2</trace></ink>")]
    [InlineData("<ink><traceFormat><channel name='X'/><channel name='Z'/></traceFormat><trace>1 2</trace></ink>")]
    [InlineData(
        "<ink><context id='a' contextRef='#b'/><context id='b' traceFormatRef='#DefaultTraceFormat' contextRef='#a'/>"
        + "<trace>1 2</trace></ink>")]
    [InlineData("<!DOCTYPE ink [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><ink><trace>&a;</trace></ink>")]
    [InlineData("<ink><trace>1 2&#xDC00;</trace></ink>")]
    public void A_file_that_is_not_a_drawing_is_one_clear_error(string content) => Documents.Error(new InkMLFormat(), content);

    [Fact]
    public void Depth_points_and_traces_are_limited()
    {
        DrawingLimits limits = new() { Points = 10, Depth = 20 };
        string deep = string.Concat(Enumerable.Repeat("<traceGroup>", 30));
        Assert.Contains("20 elements", Documents.Error(new InkMLFormat(), $"<ink>{deep}", limits), StringComparison.Ordinal);
        Assert.Contains(
            "20 elements", Documents.Error(new InkMLFormat(), $"<ink><x xmlns='urn:x'>{deep}", limits), StringComparison.Ordinal);
        string points = string.Join(',', Enumerable.Range(0, 11).Select(i => $"{i} {i}"));
        Assert.Contains(
            "10 points", Documents.Error(new InkMLFormat(), $"<ink><trace>{points}</trace></ink>", limits), StringComparison.Ordinal);
        string traces = string.Concat(Enumerable.Repeat("<trace/>", 11));
        Assert.Contains("10 traces", Documents.Error(new InkMLFormat(), $"<ink>{traces}</ink>", limits), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_document_is_an_error_wherever_it_ends()
    {
        byte[] whole = File.ReadAllBytes(Documents.Fixture("InkML/house.inkml"));
        int end = whole.AsSpan().TrimEnd("\n"u8).Length;
        for (int length = 0; length < end; length += 7)
            Documents.Error(new InkMLFormat(), whole[..length]);
    }

    [Fact]
    public void Damaged_documents_are_read_or_refused_in_one_line()
    {
        byte[] whole = File.ReadAllBytes(Documents.Fixture("InkML/house.inkml"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 8].ForAll(changes =>
        {
            byte[] damaged = [.. whole];
            foreach ((int at, byte value) in changes)
                damaged[at] = value;
            try
            {
                Assert.NotEmpty(Assert.Single(Documents.Read(new InkMLFormat(), damaged)).Strokes);
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }, count: 500);
    }

    [Theory]
    [InlineData("a.inkml", "", true)]
    [InlineData("a.xml", "<?xml version='1.0'?><ink xmlns='http://www.w3.org/2003/InkML'>", true)]
    [InlineData("a", "\uFEFF <inkml:ink xmlns:inkml='http://www.w3.org/2003/InkML'>", true)]
    [InlineData("a.xml", "<svg xmlns='http://www.w3.org/2000/svg'>", false)]
    [InlineData("a.json", "[\"<ink>\"]", false)]
    public void Files_are_recognized_by_name_or_content(string name, string head, bool expected) =>
        Assert.Equal(expected, new InkMLFormat().Recognizes(name, Encoding.UTF8.GetBytes(head)));

    private static string Text(string document)
    {
        Drawing drawing = Assert.Single(Documents.Read(new InkMLFormat(), document));
        Assert.True(drawing.IsRaw);
        return Documents.Text(drawing.Strokes);
    }
}
