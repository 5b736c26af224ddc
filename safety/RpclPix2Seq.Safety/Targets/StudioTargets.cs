using RpclPix2Seq.Models;
using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Recipes;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>What the studio reads of uploaded files itself, and what it keeps beside a model.</summary>
internal static class StudioTargets
{
    private static readonly byte[][] Words = Seed.Words(
        """
        rpcl-recipe <metadata id="rpcl-recipe"> </metadata> <![CDATA[ ]]> &lt; &#0; iTXt tEXt zTXt { } [ ] null 1e39 -1 \ud800
        "recipe": "model": "code": "component": "seed": "sampling": "strokes": "given": "components" "id" "name"
        """);

    public static IEnumerable<FuzzTarget> All()
    {
        Recipe recipe = new("0123456789abcdef", [0.5f, -1], 3, 7, new SamplingChoice(Temperature: 0.5), [[new(0, 0), new(9, 9)]], 1);
        ExportFormat[] formats = [ExportFormat.Svg, ExportFormat.AnimatedSvg, ExportFormat.PlotterSvg, ExportFormat.Png, ExportFormat.Json];
        yield return new FuzzTarget
        {
            Name = "recipe",
            Seeds = [.. formats.Select(format => SketchFiles.Of([[new(0, 0), new(9, 9)]], recipe, format).Content)],
            Tokens = Words,
            Read = input => Promise.Holds(
                RecipeMark.Find(input.Bytes) is not { } found
                    || (found.Strokes.Count > 0 && found.Strokes.All(stroke => stroke.Length > 0) && found.Code.All(float.IsFinite)),
                "a recipe without strokes, or with a code that is not finite"),
        };
        yield return new FuzzTarget
        {
            Name = "component-names",
            FileName = "components.json",
            Seeds = Seed.Texts("""{"components":[{"id":3,"name":"bees"},{"id":28,"name":"cats"}]}"""),
            Tokens = Words,
            Read = input => Promise.Holds(
                new ComponentNames(Path.GetDirectoryName(input.Path)!)[3] is not { Length: 0 }, "a name without a character"),
        };
    }
}
