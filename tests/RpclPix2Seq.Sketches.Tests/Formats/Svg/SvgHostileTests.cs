using System.Text;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.Svg;

public sealed class SvgHostileTests
{
    private const string Line = "<path d='M0 0H9'/>";

    [Fact]
    public void Entities_are_expanded_to_a_few_characters_only()
    {
        StringBuilder bomb = new("<!DOCTYPE svg [<!ENTITY a '0123456789'>");
        for (char c = 'b'; c <= 'z'; c++)
            bomb.Append($"<!ENTITY {c} '{string.Concat(Enumerable.Repeat($"&{(char)(c - 1)};", 10))}'>");
        Assert.Contains("entities", Error(bomb.Append("]><svg><text>&z;</text></svg>").ToString()), StringComparison.Ordinal);
        string many = string.Concat(Enumerable.Repeat("&x;", 70));
        Assert.Contains(
            "entities", Error($"<!DOCTYPE svg [<!ENTITY x '{new string('M', 1000)}'>]><svg><path d='{many}'/>{Line}</svg>"),
            StringComparison.Ordinal);

        // This is how old drawing programs write the names of namespaces.
        Assert.Single(Read(
            $"<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'><!ENTITY st 'M0 0'>]><svg xmlns='&ns;'><path d='&st;H9'/></svg>"));
    }

    [Fact]
    public void Attributes_that_a_document_type_gives_to_every_element_do_not_count()
    {
        string transform = new(';', 1 << 20);
        Assert.Single(Read(
            $"<!DOCTYPE svg [<!ATTLIST path style CDATA 'display:none' transform CDATA '{transform}'>]><svg>{Repeat(Line, 1)}</svg>"));
        string many = string.Concat(Enumerable.Range(0, 5000).Select(i => $"a{i} CDATA '1' "));
        Assert.Contains(
            "1000 attributes", Error($"<!DOCTYPE svg [<!ATTLIST path {many}>]><svg>{Repeat(Line, 100_000)}</svg>"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void External_entities_and_document_types_are_never_opened()
    {
        Error("<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg><text>&x;</text></svg>");
        Assert.Single(
            Read($"<!DOCTYPE svg SYSTEM 'file:///nowhere/x.dtd' [<!ENTITY % p SYSTEM 'file:///nowhere/p'> %p;]><svg>{Line}</svg>"));
        Assert.Single(Read($"<?xml-stylesheet href='file:///nowhere/x.css'?><svg><image href='file:///etc/passwd'/>{Line}</svg>"));
    }

    [Theory]
    [InlineData("<g>", "</g>")]
    [InlineData("<x>", "</x>")]
    [InlineData("<svg>", "</svg>")]
    [InlineData("<g xmlns='urn:x'>", "</g>")]
    public void Nesting_is_limited(string open, string close)
    {
        Assert.Single(Read($"<svg>{Repeat(open, 255)}{Repeat(close, 255)}{Line}</svg>"));
        Assert.Contains("256 elements", Error($"<svg>{Repeat(open, 300)}{Repeat(close, 300)}{Line}</svg>"), StringComparison.Ordinal);
        Assert.Contains("256 elements", Error($"<svg>{Repeat(open, 1_000_000)}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Chains_of_uses_are_limited()
    {
        StringBuilder text = new($"<svg><defs><path id='u0' d='M0 0H9'/>");
        for (int i = 1; i <= 10_000; i++)
            text.Append($"<use id='u{i}' href='#u{i - 1}'/>");
        Assert.Contains("inside each other", Error(text.Append("</defs><use href='#u10000'/></svg>").ToString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<path id='u0' d='M0 0H9'/>", 10)]
    [InlineData("<g id='u0'/>", 10)]
    [InlineData("<path id='u0' d='M0 0'/>", 1000)]
    public void Uses_of_uses_cannot_multiply_without_bounds(string innermost, int spaces)
    {
        innermost = innermost.Replace("'/>", $"' fill='red' x='{new string(' ', spaces)}'/>", StringComparison.Ordinal);
        StringBuilder text = new($"<svg><defs>{innermost}");
        for (int i = 1; i <= 20; i++)
            text.Append($"<g id='u{i}'>{Repeat($"<use href='#u{i - 1}'/>", 10)}</g>");
        Assert.Contains("multiply", Error(text.Append("</defs><use href='#u20'/></svg>").ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_paths_cannot_be_used_again_and_again()
    {
        string path = $"<path id='p' d='M0 0{new string(' ', 100_000)}'/>";
        DrawingLimits limits = new() { DocumentBytes = 1 << 20 };
        Assert.Contains("multiply", Error($"<svg>{path}{Repeat("<use href='#p'/>", 20)}</svg>", limits), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<path d='M0 0L1e999 1'/>")]
    [InlineData("<path d='M0 0L-1e39 1'/>")]
    [InlineData("<path d='M0 0L9 9' transform='scale(1e308) scale(1e308)'/>")]
    [InlineData("<path d='M0 0L9 9' transform='translate(1e999)'/>")]
    [InlineData("<path d='M0 0C1e300 0 5 5 1 1'/>")]
    [InlineData("<circle r='1e999'/>")]
    [InlineData("<rect width='1e300' height='1e300'/>")]
    [InlineData("<line x1='-1e999' y1='1e999'/>")]
    [InlineData("<path d='M0 0A1e300 1e300 0 1 1 1 1'/>")]
    public void Numbers_that_no_float_holds_are_refused(string shape) =>
        Assert.Contains("finite", Error($"<svg><g stroke='red'>{shape}</g></svg>"), StringComparison.Ordinal);

    [Theory]
    [InlineData("<path d='MNaN NaN'/>")]
    [InlineData("<path d='nan'/>")]
    [InlineData("<polyline points='NaN,1 infinity,2'/>")]
    [InlineData("<rect width='NaN' height='Infinity'/>")]
    public void Words_are_not_numbers(string shape) =>
        Assert.Contains("found none", Error($"<svg>{shape}</svg>"), StringComparison.Ordinal);

    [Theory]
    [InlineData("M0 0A1e9 1e9 0 1 0 1 1")]
    [InlineData("M0 0C1e30 0 -1e30 1e30 1 1")]
    [InlineData("M0 0C1e-300 1e-300 1 1 1e-300 0")]
    [InlineData("M0 0A1e10 1e-10 12345678 1 0 1 1")]
    [InlineData("M1e30 1e30A1 1 0 1 0 1e30 2e30")]
    public void Huge_and_tiny_curves_need_few_points(string data) =>
        Assert.All(Documents.SvgPath(data), stroke => Assert.InRange(stroke.Length, 1, 2000));

    [Fact]
    public void Points_are_limited()
    {
        DrawingLimits limits = new() { Points = 100 };
        Assert.Equal(100, Documents.Svg($"<path d='M0 0{Repeat("h1", 99)}'/>", limits)[0].Length);
        Assert.Contains("100 points", Error($"<svg><path d='M0 0{Repeat("h1", 100)}'/></svg>", limits), StringComparison.Ordinal);
        Assert.Contains("100 points", Error($"<svg><path d='M0 0{Repeat("h1", 100_000)}'/></svg>", limits), StringComparison.Ordinal);
        Assert.Contains("100 points", Error($"<svg><path d='{Repeat("M0 0", 100_000)}'/></svg>", limits), StringComparison.Ordinal);
        Assert.Contains("100 points", Error($"<svg><path d='M0 0{Repeat("c0 9 9 9 9 0", 40)}'/></svg>", limits), StringComparison.Ordinal);
        Assert.Contains("100 elements", Error($"<svg>{Repeat("<g/>", 101)}</svg>", limits), StringComparison.Ordinal);
    }

    [Fact]
    public void Large_documents_are_refused() => Assert.Contains(
        "1000 bytes", Error($"<svg>{new string(' ', 1000)}{Line}</svg>", new DrawingLimits { DocumentBytes = 1000 }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("<svg")]
    [InlineData("<svg>")]
    [InlineData("<svg><g></svg>")]
    [InlineData("<svg/><svg/>")]
    [InlineData("<svg/>")]
    [InlineData("<html><svg/></html>")]
    [InlineData("<svg xmlns='urn:x'/>")]
    [InlineData("<svg><path d='M0 0H9' d='M0 0'/></svg>")]
    [InlineData("<svg><path d='&#xD800;'/></svg>")]
    [InlineData("<svg><path d='&#1;'/></svg>")]
    [InlineData("<svg><path id='\u0001'/></svg>")]
    [InlineData("<?xml version='1.0' encoding='nonsense'?><svg/>")]
    [InlineData("<?xml version='1.0' encoding='utf-7'?><svg/>")]
    [InlineData("not xml")]
    [InlineData("{}")]
    public void A_file_that_is_not_a_drawing_is_one_clear_error(string content) => Error(content);

    [Fact]
    public void Bytes_that_are_not_text_are_one_clear_error()
    {
        Documents.Error(new SvgFormat(), [.. "<svg><text>"u8, 0xFF, 0xFE, 0xC0, .. "</text></svg>"u8]);
        Documents.Error(
            new SvgFormat(), [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<svg>"), 0x00, 0xD8, 0x20, 0x00]);
        Documents.Error(new SvgFormat(), [0x1F, 0x8B, 8, 0, 0, 0]);
    }

    [Fact]
    public void Half_a_document_is_an_error_wherever_it_ends()
    {
        byte[] whole = File.ReadAllBytes(Documents.Fixture("Svg/shapes.svg"));
        int end = whole.AsSpan().TrimEnd("\n"u8).Length;
        for (int length = 0; length < end; length += 7)
            Documents.Error(new SvgFormat(), whole[..length]);
    }

    [Fact]
    public void Damaged_documents_are_read_or_refused_in_one_line()
    {
        byte[] whole = File.ReadAllBytes(Documents.Fixture("Svg/shapes.svg"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 8].ForAll(changes =>
        {
            byte[] damaged = [.. whole];
            foreach ((int at, byte value) in changes)
                damaged[at] = value;
            try
            {
                Assert.All(
                    Documents.Read(new SvgFormat(), damaged)[0].Strokes,
                    stroke => Assert.All(stroke, p => Assert.True(float.IsFinite(p.X + p.Y))));
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }, count: 1000);
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static List<Drawing> Read(string content) => Documents.Read(new SvgFormat(), content);

    private static string Error(string content, DrawingLimits? limits = null) => Documents.Error(new SvgFormat(), content, limits);
}
