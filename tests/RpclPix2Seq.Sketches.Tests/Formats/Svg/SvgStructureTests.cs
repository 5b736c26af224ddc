using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.Svg;

namespace RpclPix2Seq.Sketches.Tests.Formats.Svg;

public sealed class SvgStructureTests
{
    private const string Line = "<path d='M0 0L10 0'/>";

    [Theory]
    [InlineData("translate(5)", "5,0 15,0")]
    [InlineData("translate(5,-7)", "5,-7 15,-7")]
    [InlineData("scale(2)", "0,0 20,0")]
    [InlineData("scale(-2 3)", "0,0 -20,0")]
    [InlineData("rotate(90)", "0,0 0,10")]
    [InlineData("rotate(90, 10, 0)", "10,-10 10,0")]
    [InlineData("rotate(90 10 0)", "10,-10 10,0")]
    [InlineData("skewX(45)", "0,0 10,0")]
    [InlineData("skewY(45)", "0,0 10,10")]
    [InlineData("translate(0 10)skewX(45)", "0,10 10,10")]
    [InlineData("skewX(45) translate(0 10)", "10,10 20,10")]
    [InlineData("matrix(1 2 3 4 5 6)", "5,6 15,26")]
    [InlineData(" translate( 1 , 2 ) , scale(2) ", "1,2 21,2")]
    [InlineData("translate(1 2) scale(2", "0,0 10,0")]
    [InlineData("translate(1 2 3)", "0,0 10,0")]
    [InlineData("turn(5)", "0,0 10,0")]
    [InlineData("translate(1px, 0.5in) rotate(0.25turn)", "1,48 1,58")]
    [InlineData("translateX(1cm) translateY(2px) scaleX(2) scaleY(3) rotate(100grad)", "37.795,2 37.795,32")]
    [InlineData("translate(50%, 1px)", "0,0 10,0")]
    [InlineData("matrix(1 2 3 4 5 6 7)", "0,0 10,0")]
    public void Transforms_are_applied_from_the_inside_out(string transform, string expected)
    {
        Assert.Equal(expected, Documents.Text(Documents.Svg($"<path transform='{transform}' d='M0 0L10 0'/>")));
        Assert.Equal(expected, Documents.Text(Documents.Svg($"<g transform='{transform}'>{Line}</g>")));
        Assert.Equal(
            expected,
            Documents.Text(
                Documents.Svg(
                    $"<g transform='scale(7)' style='transform: scale(3);fill:red; transform : {transform} !important'>{Line}</g>")));
    }

    [Fact]
    public void Groups_nest_and_document_order_is_stroke_order() => Assert.Equal(
        "1,2 11,2 | 21,2 41,2 | 0,0 10,0",
        Documents.Text(Documents.Svg(
            $"<g transform='translate(1 2)'>{Line}<a><switch><g transform='translate(20) scale(2)'>{Line}</g></switch></a></g>{Line}")));

    [Theory]
    [InlineData("width='100' height='100' viewBox='0 0 10 10'", "0,0 100,0")]
    [InlineData("width='100' height='50' viewBox='0 0 10 10'", "25,0 75,0")]
    [InlineData("width='100' height='50' viewBox='0 0 10 10' preserveAspectRatio='xMinYMin'", "0,0 50,0")]
    [InlineData("width='100' height='50' viewBox='0 0 10 10' preserveAspectRatio='xMaxYMid meet'", "50,0 100,0")]
    [InlineData("width='100' height='50' viewBox='0 0 10 10' preserveAspectRatio='xMinYMax slice'", "0,-50 100,-50")]
    [InlineData("width='100' height='50' viewBox='0 0 10 10' preserveAspectRatio='none'", "0,0 100,0")]
    [InlineData("width='100' height='50' viewBox='0 0 10 10' preserveAspectRatio='defer nonsense'", "25,0 75,0")]
    [InlineData("viewBox='-5 -5 10 10'", "5,5 15,5")]
    [InlineData("width='20' viewBox='0 0 10 10'", "5,0 15,0")]
    [InlineData("width='100%' height='100%' viewBox='0 0 10 10'", "0,0 10,0")]
    [InlineData("width='1in' height='1in' viewBox='0,0,96,96'", "0,0 10,0")]
    [InlineData("viewBox='0 0 10'", "0,0 10,0")]
    [InlineData("viewBox='0 0 -10 10'", "0,0 10,0")]
    [InlineData("width='-3' height='nonsense'", "0,0 10,0")]
    public void The_view_box_is_fitted_into_the_size(string attributes, string expected) =>
        Assert.Equal(expected, Text($"<svg {attributes}>{Line}</svg>"));

    [Fact]
    public void Nested_pictures_have_a_viewport_of_their_own()
    {
        Assert.Equal("10,20 60,20", Text($"<svg><svg x='10' y='20' width='50' height='50' viewBox='0 0 10 10'>{Line}</svg></svg>"));
        Assert.Equal(
            "30,0 130,0",
            Text($"<svg width='200' height='100'><svg x='15%' height='100%' viewBox='5 0 10 10'><path d='M0 0H10'/></svg></svg>"));
        Assert.Contains("found none", Documents.Error(new SvgFormat(), $"<svg width='0'>{Line}</svg>"), StringComparison.Ordinal);
        Assert.Contains("found none", Documents.Error(new SvgFormat(), $"<svg viewBox='0 0 0 9'>{Line}</svg>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<use href='#l'/>", "0,0 10,0")]
    [InlineData("<use xlink:href='#l' x='3' y='4'/>", "3,4 13,4")]
    [InlineData("<use href='#l' xlink:href='#nowhere'/>", "0,0 10,0")]
    [InlineData("<use href='#l' x='3' transform='scale(2)'/>", "6,0 26,0")]
    [InlineData("<use href='#g' x='3'/>", "4,1 14,1")]
    [InlineData("<use href='#s' x='10' y='20' width='50' height='50'/>", "10,20 60,20")]
    [InlineData("<use href='#s'/>", "0,0 100,0")]
    [InlineData("<use href='#v' x='10'/>", "15,5 25,5")]
    [InlineData("<use href='#v' width='40' height='20'/>", "5,5 25,5")]
    [InlineData("<use href='#later'/><defs><path id='later' d='M1 1H2'/></defs>", "1,1 2,1")]
    public void Uses_draw_what_they_name(string use, string expected) => Assert.Equal(expected, Text($"""
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100">
        <defs><path id="l" d="M0 0H10"/><g id="g" transform="translate(1 1)"><use href="#l"/></g></defs>
        <symbol id="s" viewBox="0 0 10 10"><use xlink:href="#l"/></symbol>
        <defs><svg id="v" x="5" y="5" width="20" height="10" viewBox="0 0 20 10"><use xlink:href="#l"/></svg></defs>{use}</svg>
        """));

    [Theory]
    [InlineData("<use href='other.svg#l'/>")]
    [InlineData("<use href='https://example.org/x.svg#l'/>")]
    [InlineData("<use href='file:///etc/passwd'/>")]
    [InlineData("<use href='#nowhere'/>")]
    [InlineData("<use href='#'/>")]
    [InlineData("<use/>")]
    [InlineData("<use id='u' href='#u'/>")]
    [InlineData("<g id='a'><use href='#a'/></g>")]
    [InlineData("<g id='a'><use href='#b'/></g><defs><g id='b'><use href='#a'/></g></defs>")]
    [InlineData("<symbol id='s'><use href='#s'/></symbol><use href='#s'/>")]
    public void Uses_of_nothing_of_other_files_and_of_themselves_draw_nothing(string use) =>
        Assert.Equal("0,0 10,0", Documents.Text(Documents.Svg(use + Line)));

    [Theory]
    [InlineData("<g display='none'><path visibility='visible' d='M1 1H2'/></g>")]
    [InlineData("<path style='fill:red; display : none !important' d='M1 1H2'/>")]
    [InlineData("<g visibility='hidden'><path d='M1 1H2'/></g>")]
    [InlineData("<path style='visibility:collapse' d='M1 1H2'/>")]
    [InlineData("<path fill='none' d='M1 1H2'/>")]
    [InlineData("<g fill='none' stroke='black'><path style='stroke:none' d='M1 1H2'/></g>")]
    [InlineData("<path fill='transparent' d='M1 1H2'/>")]
    [InlineData("<path transform='scale(0 1)' d='M1 1H2'/>")]
    [InlineData("<g opacity='0'><path opacity='1' d='M1 1H2'/></g>")]
    [InlineData("<path style='opacity: 0%' stroke='black' d='M1 1H2'/>")]
    [InlineData("<g fill-opacity='0.0'><path d='M1 1H2'/></g>")]
    [InlineData("<path fill='none' stroke='black' stroke-opacity='0' d='M1 1H2'/>")]
    [InlineData("<g stroke-width='0px'><path fill='none' stroke='black' d='M1 1H2'/></g>")]
    [InlineData("<path fill='#1230' stroke='#11223300' d='M1 1H2'/>")]
    [InlineData("<path fill='None' stroke='RGBA(1, 2, 3, 0.0)' d='M1 1H2'/>")]
    [InlineData("<path fill='rgba(1, 2, 3, 0)' stroke='rgb(1 2 3 / 0%)' d='M1 1H2'/>")]
    [InlineData("<defs><path d='M1 1H2'/></defs>")]
    [InlineData("<clipPath><path d='M1 1H2'/></clipPath><mask><path d='M1 1H2'/></mask>")]
    [InlineData("<marker><path d='M1 1H2'/></marker><pattern><path d='M1 1H2'/></pattern>")]
    [InlineData("<symbol><path d='M1 1H2'/></symbol><foreignObject><svg><path d='M1 1H2'/></svg></foreignObject>")]
    [InlineData("<x:path xmlns:x='http://example.org/other' d='M1 1H2'/><x:g xmlns:x='urn:x'><path d='M1 1H2'/></x:g>")]
    [InlineData("<rect width='100%' height='100%' fill='white'/>")]
    [InlineData("<rect x='-5' y='-5' width='110' height='110' fill='white'/>")]
    [InlineData("<g class='ink'><path fill='none' d='M1 1H2'/></g>")]
    [InlineData("<path class='a' style='fill:none;stroke:none' d='M1 1H2'/>")]
    [InlineData("<style>.a{fill:none;}</style><rect class='a' x='5' width='9' height='9'/>")]
    [InlineData("<rect class='b a' x='5' width='9' height='9'/><style>.a { fill: none }</style>")]
    [InlineData("<style>circle { fill: none }</style><circle r='5'/>")]
    [InlineData("<style>* { visibility: hidden } path { visibility: visible }</style><circle r='5'/>")]
    [InlineData("<style>rect, #frame, circle { display: none }</style><path id='frame' d='M1 1H2'/>")]
    [InlineData("<style><![CDATA[ path.a.b#c { opacity: 0 } ]]></style><path class='b a' id='c' d='M1 1H2'/>")]
    [InlineData("<style>/* fill */ .a { fill: none } path { fill: red }</style><path class='a' d='M1 1H2'/>")]
    [InlineData("<style>.a { fill: red } .a { fill: none }</style><path class='a' d='M1 1H2'/>")]
    [InlineData("<style>.a { fill: red; stroke: red }</style><path class='a' style='fill:none;stroke:none' d='M1 1H2'/>")]
    [InlineData("<style>.a { fill: none }</style><g class='a'><path d='M1 1H2'/></g>")]
    [InlineData("<style>@charset 'x'; .a { fill: none }</style><path class='a' d='M1 1H2'/>")]
    public void What_is_not_painted_is_left_out(string content) => Assert.Equal("0,0 10,0", Documents.Text(Documents.Svg(content + Line)));

    [Theory]
    [InlineData("<g visibility='hidden'><path visibility='visible' d='M1 1H2'/></g>")]
    [InlineData("<g fill='none'><path style='stroke:#123' d='M1 1H2'/></g>")]
    [InlineData("<g fill='none'><path stroke='#1230' style='stroke:#100' d='M1 1H2'/></g>")]
    [InlineData("<path fill='rgb(0, 0, 0)' d='M1 1H2'/>")]
    [InlineData("<path fill='none' stroke='rgba(0, 0, 0, 0.5)' stroke-opacity='0.1' stroke-width='0.01' d='M1 1H2'/>")]
    [InlineData("<g stroke-width='0'><path d='M1 1H2'/></g>")]
    [InlineData("<switch><foreignObject requiredExtensions='x'/><path d='M1 1H2'/><path d='M3 3H4'/></switch>")]
    [InlineData(
        "<switch><path systemLanguage='de' d='M3 3H4'/><path requiredExtensions='x' d='M3 3H4'/>"
        + "<path systemLanguage='ven, en-GB' d='M1 1H2'/></switch>")]
    [InlineData("<switch><path systemLanguage='de' d='M1 1H2'/><path systemLanguage='fr' d='M3 3H4'/></switch>")]
    [InlineData("<g fill='none'><path fill='url(#gradient)' d='M1 1H2'/></g>")]
    [InlineData("<g fill='none' stroke='black'><path stroke='inherit' d='M1 1H2'/></g>")]
    [InlineData("<style>path { stroke: black }</style><path fill='none' d='M1 1H2'/>")]
    [InlineData("<style>.a { fill: none }</style><path class='a' style='stroke: black' d='M1 1H2'/>")]
    [InlineData("<style>.a { fill: none } #b { fill: red }</style><path class='a' id='b' d='M1 1H2'/>")]
    [InlineData("<style>.other { fill: none } circle { fill: none }</style><path class='a' d='M1 1H2'/>")]
    [InlineData("<style>circle.a { fill: none }</style><path class='a' d='M1 1H2'/>")]
    [InlineData("<style>.a { color: red </style><path class='a' d='M1 1H2'/>")]
    public void What_is_or_may_be_painted_is_drawn(string content) => Assert.Equal("1,1 2,1", Documents.Text(Documents.Svg(content)));

    [Theory]
    [InlineData("<rect width='100%' height='100%' stroke='black'/>", 2)]
    [InlineData("<rect width='99%' height='100%'/>", 2)]
    [InlineData("<rect transform='translate(1)' width='100%' height='100%'/>", 2)]
    [InlineData("<rect width='100%' height='100%'/><rect width='100%' height='100%'/>", 2)]
    [InlineData("<svg x='10' width='50' height='50'><rect width='100%' height='100%'/></svg>", 2)]
    public void Only_paper_is_paper(string content, int strokes) => Assert.Equal(strokes, Documents.Svg(content + Line).Count);

    [Theory]
    [InlineData("", "")]
    [InlineData("<text>cat</text><image href='a.png'/>", "text, pictures")]
    [InlineData("<g clip-path='url(#a)' style='mask:url(#b)'><path marker-end='url(#c)' d='M1 1H2'/></g>",
        "clipping paths, which are ignored, masks, markers")]
    [InlineData("<g display='none' clip-path='url(#a)'/><clipPath id='a'><path clip-path='url(#b)' d=''/></clipPath>", "")]
    [InlineData("<path clip-path='none' d='M1 1H2'/>", "")]
    [InlineData("<style>g path { fill: none }</style>", "style sheet rules")]
    [InlineData("<style>@media print { path { fill: none } }</style>", "style sheet rules")]
    [InlineData("<style>a:hover { color: red } @font-face { font-family: x }</style>", "")]
    public void What_is_not_read_is_named(string content, string names) => Assert.Equal(
        names, string.Join(", ", Documents.Read(new SvgFormat(), Documents.Around(content + Line))[0].Unread));

    [Fact]
    public void A_square_under_a_clip_keeps_its_size() =>
        Assert.Equal("-400,50 500,50 | 40,40 40,60 60,60 60,40 40,40", Documents.Text(Documents.Svg(
            "<clipPath id='a'><rect x='40' y='40' width='20' height='20'/></clipPath><g clip-path='url(#a)'><path d='M-400 50L500 50'/></g>"
            + "<path d='M40 40V60H60V40Z'/>")));

    [Fact]
    public void Many_rules_for_many_elements_are_refused()
    {
        string rules = string.Concat(Enumerable.Repeat(".a { fill: red }", 10_000)),
            paths = string.Concat(Enumerable.Repeat("<path class='a' d='M1 1H2'/>", 10_000));
        Assert.Contains(
            "too many rules", Assert.Throws<InputException>(() => Documents.Svg($"<style>{rules}</style>{paths}")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Long_rules_for_many_elements_are_refused()
    {
        string rule = "*{fill:none;" + string.Concat(Enumerable.Repeat("a;", 100_000)) + "}";
        Assert.Contains(
            "too many rules",
            Assert.Throws<InputException>(
                () => Documents.Svg($"<style>{rule}</style>{string.Concat(Enumerable.Repeat("<g/>", 1000))}")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windows-1252", 0xE4)]
    [InlineData("koi8-r", 0xC1)]
    public void Code_pages_of_older_systems_are_read(string encoding, byte letter)
    {
        byte[] text = [.. Encoding.ASCII.GetBytes($"<?xml version=\"1.0\" encoding=\"{encoding}\"?>"
            + "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>"), letter, .. "</title><path d=\"M1 1H2\"/></svg>"u8];
        Assert.Equal("1,1 2,1", Documents.Text(Documents.Read(new SvgFormat(), text)[0].Strokes));
    }

    [Fact]
    public void A_full_rectangle_alone_is_a_drawing() =>
        Assert.Equal("0,0 100,0 100,100 0,100 0,0", Documents.Text(Documents.Svg("<rect width='100' height='100'/>")));

    [Fact]
    public void Strokes_join_within_a_path_only() => Assert.Equal(
        "0,0 1,1 | 1,1 2,2 | 2,2 3,3", Documents.Text(Documents.Svg("<path d='M0 0L1 1M1 1L2 2'/><path d='M2 2L3 3'/>")));

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_file_of_a_drawing_program_is_read(string encoding)
    {
        string text = File.ReadAllText(Documents.Fixture("Svg/program.svg")).Replace("UTF-8", encoding, StringComparison.Ordinal);
        byte[] content = [.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(text)];
        Drawing drawing = Assert.Single(Documents.Read(new SvgFormat(), content));
        Assert.Equal((true, null, null, null), (drawing.IsRaw, drawing.Category, drawing.Key, drawing.Rows));
        Assert.Equal("10,10 40,10 40,30 10,30 10,10 | 20,35 30,35 | 25,50", Documents.Text(drawing.Strokes));
    }

    [Fact]
    public void A_drawing_of_all_shapes_is_read()
    {
        IReadOnlyList<Vector2[]> strokes = Documents.FixtureStrokes(new SvgFormat(), "Svg/shapes.svg");
        Assert.Equal(9, strokes.Count);
        Assert.All(strokes.SelectMany(stroke => stroke), p => Assert.True(p.X is >= 0 and <= 200 && p.Y is >= 0 and <= 100, $"{p}"));
        Assert.Equal("10,90 20,70 30,90", Documents.Text([strokes[4]]));
        Assert.Equal("110,60 190,60 190,90 110,90 110,60", Documents.Text([strokes[8]]));
    }

    [Theory]
    [InlineData("cat.svg", "", true)]
    [InlineData("cat.SVGZ", "", true)]
    [InlineData("cat.txt", "\uFEFF<?xml version='1.0'?>\n<!DOCTYPE svg>\n<svg>", true)]
    [InlineData("cat", "<x:svg xmlns:x='http://www.w3.org/2000/svg'>", true)]
    [InlineData("cat.xml", "<ink><trace>1 2</trace></ink>", false)]
    [InlineData("cat.json", "{\"svg\": \"<svg>\"}", false)]
    [InlineData("cat", "", false)]
    public void Files_are_recognized_by_name_or_content(string name, string head, bool expected) =>
        Assert.Equal(expected, new SvgFormat().Recognizes(name, Encoding.UTF8.GetBytes(head)));

    private static string Text(string document) => Documents.Text(Assert.Single(Documents.Read(new SvgFormat(), document)).Strokes);
}
