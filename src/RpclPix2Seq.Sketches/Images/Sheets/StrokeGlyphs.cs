using System.Collections.Frozen;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>
/// The letters of the sheets: a plain alphabet of circles and straight lines, drawn for this project. All printable ASCII, and the symbols
/// that captions use. Capitals are 14 units high, small letters 10, with ascenders to 14.5 and descenders to 4.
/// </summary>
internal static class StrokeGlyphs
{
    private static readonly FrozenDictionary<char, StrokeGlyph> Table = Parse(
        """
        a rs A4.6,-5,4.6,5,0,360 M9.2,-10 L9.2,0
        b sr M0,-14.5 L0,0 M0,-5 A4.6,-5,4.6,5,180,540
        c rr A4.8,-5,4.8,5,-42,-318
        d rs A4.6,-5,4.6,5,0,360 M9.2,-14.5 L9.2,0
        e rr M0,-5.2 L9.2,-5.2 A4.6,-5,4.6,5,-2,-318
        f dd A4.7,-11.6,2.9,2.9,-60,-180 L1.8,0 M0,-9.6 L4.8,-9.6
        g rs A4.6,-5,4.6,5,0,360 M9.2,-10 L9.2,0 A4.7,0,4.5,4.2,0,140
        h ss M0,-14.5 L0,0 M0,-5.6 A4,-6,4,4,-180,0 L8,0
        i ss M0,-10 L0,0 M0,-13.8
        j ds M2.4,-10 L2.4,1.4 A-0.2,1.4,2.6,2.7,0,84 M2.4,-13.8
        k sd M0,-14.5 L0,0 M7.2,-10 L0,-3.4 M2.6,-5.8 L7.8,0
        l ss M0,-14.5 L0,0
        m ss M0,-10 L0,0 M0,-6.4 A3.4,-6.6,3.4,3.4,-180,0 L6.8,0 M6.8,-6.4 A10.2,-6.6,3.4,3.4,-180,0 L13.6,0
        n ss M0,-10 L0,0 M0,-5.6 A4,-6,4,4,-180,0 L8,0
        o rr A4.8,-5,4.8,5,0,360
        p sr M0,-10 L0,4.2 M0,-5 A4.6,-5,4.6,5,180,540
        q rs A4.6,-5,4.6,5,0,360 M9.2,-10 L9.2,4.2
        r sd M0,-10 L0,0 M0,-5.6 A3.8,-6.2,3.8,3.8,-180,-65
        s rr A3.5,-7.5,3.1,2.5,-25,-270 A3.5,-2.5,3.5,2.5,-90,155
        t ds M2,-13.2 L2,-2.8 A4.8,-2.8,2.8,2.8,180,75 M0,-9.6 L5.2,-9.6
        u ss M0,-10 L0,-4 A4,-4,4,4,180,0 M8,-10 L8,0
        v dd M0,-10 L4,0 L8,-10
        w dd M0,-10 L3.2,0 L6.4,-9.6 L9.6,0 L12.8,-10
        x dd M0,-10 L7.6,0 M7.6,-10 L0,0
        y dd M0,-10 L4.1,-0.2 M8.2,-10 L2.4,4.2
        z dd M0.2,-10 L7.2,-10 L0,0 L7.6,0
        A dd M0,0 L5.4,-14 L10.8,0 M1.9,-4.9 L8.9,-4.9
        B sr M0,-7.4 L5,-7.4 A5,-3.7,3.9,3.7,-90,90 L0,0 L0,-14 L4.6,-14 A4.6,-10.7,3.4,3.3,-90,90
        C rr A6.8,-7,6.8,7,-42,-318
        D sr M0,-14 L0,0 L3.6,0 A3.6,-7,6.8,7,90,-90 L0,-14
        E sd M7.4,-14 L0,-14 L0,0 L7.6,0 M0,-7.2 L6.6,-7.2
        F sd M7.2,-14 L0,-14 L0,0 M0,-7 L6.4,-7
        G rr A6.8,-7,6.8,7,-42,-360 L7.8,-7
        H ss M0,-14 L0,0 M9.8,-14 L9.8,0 M0,-7.3 L9.8,-7.3
        I ss M0,-14 L0,0
        J ds M5.8,-14 L5.8,-3.4 A2.6,-3.4,3.2,3.4,0,145
        K sd M0,-14 L0,0 M8.6,-14 L0,-5 M3,-8.1 L9.2,0
        L sd M0,-14 L0,0 L6.8,0
        M ss M0,0 L0,-14 L6.2,-3.4 L12.4,-14 L12.4,0
        N ss M0,0 L0,-14 L9.8,0 L9.8,-14
        O rr A7,-7,7,7,0,360
        P sr M0,0 L0,-14 L4.8,-14 A4.8,-10.2,3.8,3.8,-90,90 L0,-6.4
        Q rr A7,-7,7,7,0,360 M8.6,-3.6 L13,1
        R sd M0,0 L0,-14 L4.8,-14 A4.8,-10.2,3.8,3.8,-90,90 L0,-6.4 M4.4,-6.4 L9,0
        S rr A4.6,-10.5,4,3.5,-25,-270 A4.6,-3.5,4.6,3.5,-90,155
        T dd M0,-14 L10,-14 M5,-14 L5,0
        U ss M0,-14 L0,-4.8 A4.8,-4.8,4.8,4.8,180,0 L9.6,-14
        V dd M0,-14 L5.2,0 L10.4,-14
        W dd M0,-14 L4,0 L8,-13.4 L12,0 L16,-14
        X dd M0,-14 L9.4,0 M9.4,-14 L0,0
        Y dd M0,-14 L4.9,-6.6 L9.8,-14 M4.9,-6.6 L4.9,0
        Z dd M0.2,-14 L9,-14 L0,0 L9.4,0
        0 rr A4.5,-7,4.5,7,0,360
        1 rs M0,-11.4 L3.8,-14 L3.8,0
        2 rr A4.4,-9.9,4.1,4.1,-165,38 L0.4,0 L8.9,0
        3 rr A4.4,-10.5,3.6,3.5,-150,90 A4.3,-3.6,4.4,3.6,-88,152
        4 rr M6.5,0 L6.5,-14 L0,-4 L9,-4
        5 rr M8,-14 L1.6,-14 L0.95,-7.7 A4.3,-4.6,4.5,4.6,-138,152
        6 rr M5.4,-14 L0.62,-6.75 A4.5,-4.5,4.5,4.5,-150,-510
        7 rr M0.2,-14 L8.8,-14 L3.2,0
        8 rr A4.5,-10.6,3.6,3.4,90,450 A4.5,-3.6,4.5,3.6,-90,270
        9 rr M3.6,0 L8.38,-7.25 A4.5,-9.5,4.5,4.5,30,-330
        . ss M0,-0.2
        , ss M0.9,-0.4 L0,2.4
        : ss M0,-0.2 M0,-8.6
        ; ss M0.9,-0.4 L0,2.4 M0.9,-8.6
        - ss M0,-5.2 L4.8,-5.2
        + ss M0,-6 L8,-6 M4,-10 L4,-2
        = ss M0,-7.8 L8,-7.8 M0,-4.2 L8,-4.2
        / dd M0,2 L6,-15
        \ dd M0,-15 L6,2
        ( rs A9,-5.6,9,14,220,140
        ) sr A-6.9,-5.6,9,14,-40,40
        [ ss M3,-15 L0,-15 L0,3.4 L3,3.4
        ] ss M0,-15 L3,-15 L3,3.4 L0,3.4
        { ss M3.4,-15 L2,-14 L2,-7.2 L0,-5.8 L2,-4.4 L2,2.4 L3.4,3.4
        } ss M0,-15 L1.4,-14 L1.4,-7.2 L3.4,-5.8 L1.4,-4.4 L1.4,2.4 L0,3.4
        | ss M0,-15.5 L0,3.5
        # ss M3.6,-13.6 L2,-0.4 M8.2,-13.6 L6.6,-0.4 M0.6,-9.4 L9.8,-9.4 M0.2,-4.8 L9.4,-4.8
        % rr A2.6,-11.2,2.6,2.8,0,360 M10,-14 L3,0 M13,-2.8 A10.4,-2.8,2.6,2.8,0,360
        ! ss M0,-14 L0,-4.4 M0,-0.2
        ? rr A3.8,-10.2,3.8,3.8,-170,70 L3.8,-4.4 M3.8,-0.2
        ' ss M0,-14.4 L0,-10.8
        " ss M0,-14.4 L0,-10.8 M3.2,-14.4 L3.2,-10.8
        ` ss M0,-14.4 L2,-11.8
        ^ dd M0,-9.6 L3.4,-14 L6.8,-9.6
        ~ ss A2.2,-5,2.2,1.8,-180,-30 L4.9,-4.6 A6.6,-5.6,2.2,1.8,150,0
        _ dd M0,2.4 L8.4,2.4
        * ss M3.4,-14 L3.4,-7.6 M0.6,-12.4 L6.2,-9.2 M6.2,-12.4 L0.6,-9.2
        < ss M7.4,-10 L0,-6 L7.4,-2
        > ss M0,-10 L7.4,-6 L0,-2
        $ rr A4.4,-9.8,3.8,3,-25,-270 A4.4,-3.6,4.4,3.2,-90,155 M4.4,-14.8 L4.4,1.8
        & rd M10.4,0 L2.2,-9.4 A4.2,-11.2,2.8,2.8,140,400 L1.4,-6.2 A3.9,-3.7,3.9,3.7,-140,-300 L10,-5.8
        @ rr A6.6,-4.6,2.8,3.2,0,360 M9.4,-7.8 L9.4,-3.4 A11.2,-3.4,1.8,2,180,60 A6.8,-5.2,6.8,7.6,20,-300
        · ss M0,-5.4
        – ss M0,-5.2 L7,-5.2
        — ss M0,-5.2 L12,-5.2
        − ss M0,-6 L8,-6
        × ss M0,-9.4 L6.8,-2.6 M6.8,-9.4 L0,-2.6
        ± ss M0,-7 L8,-7 M4,-11 L4,-3 M0,0 L8,0
        → ss M0,-5.6 L10,-5.6 M6.4,-9 L10,-5.6 L6.4,-2.2
        ° rr A2.2,-12,2.2,2.2,0,360
        … ss M0,-0.2 M4.4,-0.2 M8.8,-0.2
        α rd M9.6,-10 L7.8,-3.4 A4.4,-5,4.4,5,30,330 M8.2,-7.6 L9.4,0
        λ dd M0.6,-14.2 L2,-14.2 L8,0 M4.3,-8.8 L0,0
        μ sd M0,-10 L0,4.2 M0,-10 L0,-4 A4,-4,4,4,180,0 L8,-10 L8,-1.6 L9,0
        π dd M0,-10 L9.2,-10 M2.4,-10 L2,0 M7,-10 L7,0
        σ rd M9.4,-10 L4.6,-10 A4.6,-5,4.6,5,-90,-450
        τ dd M0,-10 L7.2,-10 M3.6,-10 L3.6,-2.4 A5.8,-2.4,2.2,2.4,180,80
        ’ ss M0.9,-14.4 L0,-11
        """);

    // An empty box, so that a missing glyph is visible instead of left out.
    private static readonly StrokeGlyph Missing = StrokeGlyph.Parse("ss M0,-14 L7,-14 L7,0 L0,0 L0,-14");

    /// <summary>Whether <paramref name="c"/> has a glyph of its own.</summary>
    public static bool Has(char c) => Table.ContainsKey(c);

    /// <summary>The glyph of <paramref name="c"/>; an empty box if it has none.</summary>
    public static StrokeGlyph Of(char c) => Table.GetValueOrDefault(c, Missing);

    private static FrozenDictionary<char, StrokeGlyph> Parse(string table)
    {
        Dictionary<char, StrokeGlyph> glyphs = table.Split('\n').ToDictionary(line => line[0], line => StrokeGlyph.Parse(line[2..]));
        glyphs.Add(' ', StrokeGlyph.Parse("ss"));
        return glyphs.ToFrozenDictionary();
    }
}
