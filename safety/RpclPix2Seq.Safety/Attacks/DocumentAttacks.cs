using System.Text;
using RpclPix2Seq.Safety.Targets;

namespace RpclPix2Seq.Safety.Attacks;

/// <summary>Documents of drawings that would multiply, nest, or open other files.</summary>
internal static class DocumentAttacks
{
    private const string Line = "<path d='M0 0H9'/>";
    private const string Dot = """{"drawing":[[[1],[2]]]}""";

    public static IReadOnlyList<Attack> All { get; } =
    [
        Refused("svg-entities.svg", "entities of entities, a billion times ten characters", "entities", Entities),
        Refused("svg-external-entity.svg", "an entity that is another file", "found none",
            () => "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg><text>&x;</text></svg>"),
        Harmless("svg-external-files.svg", "a document type, a style sheet, pictures and shapes of other files and hosts",
            () => $"""
                <?xml-stylesheet href='file:///nowhere/x.css'?><!DOCTYPE svg SYSTEM 'http://192.0.2.1/x.dtd'>
                <svg xmlns:xlink='http://www.w3.org/1999/xlink'><image href='file:///etc/passwd'/>
                <use xlink:href='http://192.0.2.1/x.svg#a'/>{Line}</svg>
                """),
        Harmless(
            "svg-script.svg", "scripts and pages inside",
            () => "<svg onload='alert(1)'><script>alert(1)</script>"
                + $"<foreignObject><iframe src='http://192.0.2.1/'/></foreignObject>{Line}</svg>"),
        Refused("svg-deep.svg", "elements inside each other", "256 elements", () => "<svg>" + Repeat("<g>", 300)),
        Harmless(
            "svg-use-circle.svg", "uses that use each other",
            () => $"<svg><defs><g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g></defs><use href='#a'/>{Line}</svg>"),
        Refused("svg-use-bomb.svg", "ten uses of ten uses of ten uses, twenty times", "multiply", Uses) with { MostMemory = 256 << 20 },
        Refused("svg-far.svg", "numbers beyond all numbers", "finite", () => "<svg><path d='M0 0L1e999 1'/></svg>"),
        Refused(
            "inkml-circle.inkml", "contexts that refer to each other", "in a circle",
            () => "<ink><definitions><context xml:id='a' contextRef='#b'/><context xml:id='b' contextRef='#a'/></definitions>"
                + "<trace contextRef='#a'>1 2, 3 4</trace></ink>"),
        Refused(
            "konva-deep.json", "groups inside each other", "JSON",
            () => Nested("{\"attrs\":{},\"className\":\"Group\",\"children\":[", 200)),
        Refused(
            "fabric-far.json", "a scale beyond all numbers", "objects[0].scaleX",
            () => """{"objects":[{"type":"path","path":"M0 0L1 1","scaleX":1e999}]}"""),
        Refused(
            "tldraw-circle.tldr", "shapes that are inside each other", "inside each other",
            () => $$"""{"records":[{{Shape("a", "b")}},{{Shape("b", "a")}},{{Shape("c", "page:p")}}]}"""),
        Refused(
            "tldraw-infinite.tldr", "steps to infinity", "finite coordinates",
            () => """{"records":[{"typeName":"shape","type":"draw","props":{"segments":[{"path":"AACAPwAAgD8AAIA/AHwAfAB8"}]}}]}"""),
        Refused("json-deep.json", "a hundred thousand lists inside each other", "JSON", () => new string(
            '[', 100_000)) with { IsLarge = true },
        Skipped("ndjson-deep.ndjson", "a hundred thousand lists inside each other in one line", "nested too deeply",
            () => $"{{\"other\":{new string('[', 100_000)}\n{Dot}\n") with
        {
            IsLarge = true,
        },
        Skipped("ndjson-surrogate.ndjson", "half a character", "not Unicode",
            () => """{"word":"\ud800","drawing":[[[1],[2]]]}""" + "\n" + Dot + "\n"),
        Skipped("ndjson-far.ndjson", "a coordinate beyond all numbers", "not finite",
            () => """{"drawing":[[[1e999],[2]]]}""" + "\n" + Dot + "\n"),
        new("bin-cut.bin", "a record that claims 65,535 strokes and ends", AttackOutcome.Skipped, "cut off", () => Seed.Latin(
            "\u0001\0\0\0\0\0\0\0US\u0001\u0010\0\0\0\u00ff\u00ff\u0001\0\u0001\u0002")),
        new("csv-quotes.csv", "a quote that never ends", AttackOutcome.Skipped, "quotes", () => Encoding.UTF8.GetBytes(
            "drawing,word\n\"[[[1],[2]]],cat\n\"[[[1],[2]]]\",cat\n")),
    ];

    private static Attack Refused(string name, string tries, string says, Func<string> make) =>
        new(name, tries, AttackOutcome.Refused, says, () => Encoding.UTF8.GetBytes(make()));

    private static Attack Skipped(string name, string tries, string says, Func<string> make) =>
        new(name, tries, AttackOutcome.Skipped, says, () => Encoding.UTF8.GetBytes(make()));

    private static Attack Harmless(string name, string tries, Func<string> make) =>
        new(name, tries, AttackOutcome.Harmless, "", () => Encoding.UTF8.GetBytes(make()));

    private static string Entities()
    {
        StringBuilder text = new("<!DOCTYPE svg [<!ENTITY a '0123456789'>");
        for (char c = 'b'; c <= 'j'; c++)
            text.Append($"<!ENTITY {c} '{Repeat($"&{(char)(c - 1)};", 10)}'>");
        return text.Append("]><svg><text>&j;</text></svg>").ToString();
    }

    private static string Uses()
    {
        StringBuilder text = new("<svg><defs><path id='u0' d='M0 0H9'/>");
        for (int i = 1; i <= 20; i++)
            text.Append($"<g id='u{i}'>{Repeat($"<use href='#u{i - 1}'/>", 10)}</g>");
        return text.Append("</defs><use href='#u20'/></svg>").ToString();
    }

    private static string Nested(string open, int depth) => Repeat(open, depth) + Repeat("]}", depth);

    private static string Shape(string id, string parent) =>
        $$"""{"id":"{{id}}","typeName":"shape","type":"draw","parentId":"{{parent}}","props":{"segments":[{"points":[{"x":1,"y":2}]}]} }""";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
