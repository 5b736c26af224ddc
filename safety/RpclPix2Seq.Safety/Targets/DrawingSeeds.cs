namespace RpclPix2Seq.Safety.Targets;

/// <summary>Small drawings in every text format, with each of its notations once, and the keywords of the formats.</summary>
internal static class DrawingSeeds
{
    public static byte[][] Ndjson { get; } = Seed.Texts(
        """
        {"word":"cat","countrycode":"US","timestamp":"2017-03-01","recognized":true,"key_id":"5","drawing":[[[0,10],[0,20]],[[1],[2]]]}
        {"word":"c\u0061t","drawing":[[[0.5,-10.25,1e2],[0,20,30],[0,16,33]]],"recognized":false,"key_id":5,"other":{"a":[1,{"b":null}]}}

        """,
        """{"drawing":"[[[1,2],[3,4]]]","word":null}""" + "\r\n" + """{"drawing":[[[1],[2]]]}""");

    public static byte[][] Csv { get; } = Seed.Texts(
        """
        countrycode,drawing,key_id,recognized,timestamp,word
        NL,"[[[0, 0, 200], [75, 255, 255]], [[0, 100], [75, 0]]]",1000000000000001,True,2024-05-01 12:00:00 UTC,house
        BR,"[[[60.5, 0], [0, 80], [0, 16]]]",2,False,,"kite, ""on"" a string"

        """,
        "drawing,word\n\"[[[1],[2]]]\",a\n");

    public static byte[][] Svg { get; } = Seed.Texts(
        """
        <?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20cm" height="50%"
            viewBox="0 0 200 100" preserveAspectRatio="xMinYMax slice" fill="none" stroke="black">
        <rect width="100%" height="100%" fill="#fff" stroke="none"/><rect x="10" y="10" width="30" height="20" rx="4" ry="2mm"/>
        <circle cx="60" cy="20" r="10"/><ellipse cx="90" cy="20" rx="15" ry="8" transform="rotate(20 90 20) skewX(5)"/>
        <line x1="10" y1="50" x2="1e2" y2="50"/><polyline points="10,90 20,70 30,90"/>
        <path d="M40 90q10-20 20 0t20 0m5-5a5 5 0 1010-3z" style="stroke:red;fill:none"/>
        <defs><symbol id="b" viewBox="0 0 8 3"><polygon points="0,0 8,0 8,3"/></symbol></defs>
        <g transform="matrix(1 0 0 1 5 5) scale(2)"><use xlink:href="#b" width="80" height="30"/><use href="#b" y="50"/></g></svg>
        """,
        """
        <svg><path d='M0 0C1 2 3 4 5 6S7 8 9 10H5V7h-1v.5l1-1L2,2A4 5 30 0 1 9 9Z'/>
        <svg x='5' width='9' height='9' viewBox='0 0 1 1'><path d='M0 0L1 1' visibility='hidden'/></svg></svg>
        """);

    public static byte[][] InkMl { get; } = Seed.Texts(
        """
        <ink xmlns="http://www.w3.org/2003/InkML"><definitions><inkSource xml:id="tablet">
        <traceFormat xml:id="f"><channel name="X" type="integer"/><channel name="F"/><channel name="Y"/>
        <intermittentChannels><channel name="T"/></intermittentChannels></traceFormat></inkSource>
        <context xml:id="c" inkSourceRef="#tablet"/><context xml:id="d" contextRef="#c"/></definitions>
        <trace contextRef="#d" id="t">10 5 10, 20 5 30, '1 ? '2, "1 * "2, !5 #A 6, -5 * 6 9</trace>
        <trace continuation="middle" priorRef="#t">1 2 3,4 5 6</trace>
        <traceGroup contextRef="#c"><trace type="penUp">1 1 1</trace><trace>7 1 7</trace></traceGroup></ink>
        """,
        "<ink><trace>1 2, 3 4, 5 6</trace></ink>");

    public static byte[][] IamOnDb { get; } = Seed.Texts(
        """
        <?xml version="1.0" encoding="ISO-8859-1"?><WhiteboardCaptureSession>
        <WhiteboardDescription><SensorLocation corner="top_left"/></WhiteboardDescription>
        <StrokeSet><Stroke colour="black"><Point x="895" y="992" time="1.0"/><Point x="905.5" y="-10"/></Stroke>
        <Stroke><Point x="1" y="2"/></Stroke></StrokeSet></WhiteboardCaptureSession>
        """);

    public static byte[][] Xournal { get; } = Seed.Texts(
        """
        <?xml version="1.0"?><xournal creator="x" fileversion="4"><page width="600" height="800"><background type="solid"/>
        <layer><stroke tool="pen" width="1.4">10 10 20 20 30 10</stroke>
        <stroke tool="eraser">0 0 9 9</stroke><text size="12">cat</text></layer></page>
        <page><layer><stroke tool="highlighter">1 2</stroke><image left="0"/></layer></page></xournal>
        """);

    public static byte[][] Omniglot { get; } = Seed.Texts("START\n10.0,-20.0,0.0\n12,-25,10\nBREAK\n1,-1,2\nBREAK\n");

    public static byte[][] Unipen { get; } = Seed.Texts(
        ".VERSION 1.0\n.HIERARCHY WORD CHARACTER\n.COORD X Y T\n"
        + ".SEGMENT WORD 0-2 OK \"to\"\n.SEGMENT CHARACTER 0-1 OK \"t\"\n.SEGMENT CHARACTER 2:0-2:9,0 ? \"o\"\n"
        + ".PEN_DOWN\n0 0 1\n0 9 2\n.PEN_UP\n.DT 10\n.PEN_DOWN\n-2 5.5 3\n2 5 4\n.PEN_UP\n.PEN_DOWN\n5 0 5\n6 1 6\n",
        ".PEN_DOWN\n1 2\n3 4\n.PEN_UP\n");

    public static byte[][] PenWords { get; } = Seed.Words(
        "START BREAK .VERSION .COORD .PEN_DOWN .PEN_UP .DT .SEGMENT .HIERARCHY CHARACTER WORD X Y T 0-9 0:1-2:3 , - . \" e e38 NaN OK");

    public static byte[][] ExcalidrawNotes { get; } = Seed.Texts(
        """
        ---
        excalidraw-plugin: parsed
        ---
        # Drawing
        ```json
        {"type":"excalidraw","elements":[{"type":"line","x":0,"y":0,"points":[[0,0],[9,9]]}]}
        ```
        %%
        """,
        "---\nexcalidraw-plugin: parsed\n---\n```compressed-json\nBIUwNmD2A0AEDukBOYAmBCIA\n\nBIUw\n```\n");

    public static byte[][] Excalidraw { get; } = Seed.Texts(
        """
        {"type":"excalidraw","version":2,"elements":[{"type":"ellipse","x":80,"y":20,"width":40,"height":40,"angle":0,"isDeleted":false},
        {"type":"freedraw","x":100,"y":60,"points":[[0,0],[0,40,1],[-4,80]],"pressures":[0.5]},
        {"type":"diamond","x":1,"y":2,"width":30,"height":12,"angle":-0.4},{"type":"text","text":"flower"},
        {"type":"rectangle","x":null,"y":5,"width":-3,"height":7,"angle":1},
        {"type":"line","points":[[1,1]],"x":0,"y":0,"isDeleted":true}],"appState":{"a":[{}]}}
        """,
        """{"\u0074ype":"excalidraw/clipboard","elements":[{"type":"arrow","points":[[0,0],[9,9]]}]}""",
        """
        {"type":"excalidrawlib","libraryItems":[{"name":"hook","elements":[{"type":"line","x":0,"y":0,"points":[[0,0],[9,9]],
        "opacity":50,"strokeColor":"#000","backgroundColor":"transparent"}]}],
        "library":[[{"type":"ellipse","width":5,"height":5}]]}
        """);

    public static byte[][] Json { get; } = Seed.Texts(
        """
        [{"category":"square","id":"a","strokes":[[[0,0],[50,0],[50,50]]]},{"word":"s","key_id":"b","drawing":[[[0,50,50],[0,0,50]]]},
        {"label":"corner","strokes":[{"pen":1,"points":[{"x":0,"y":0},{"y":9.5,"x":1}]}]},
        {"strokes":[]},{"stroke3":[[1,2,0],[3,4,1]],"key":7}]
        """,
        "[[0,0],[1,1],[2,0]]",
        "[[[0,0],[1,1]],[[5,5]]]",
        """{"strokes":[[[0,1,2],[3,4,5]],[[6,7],[8,9]]],"category":"x"}""",
        "[[10,10,0],[20,5,0],[5,5,1]]",
        """{"train":[[[1,2,0],[3,4,1]]],"val":[[[1,2,1,0,0],[3,4,0,1,0],[0,0,0,0,1]]],"test":[],"more":{}}""",
        """
        [{"character":"a","strokes":["M 1 2 Z"],"medians":[[[1,8],[2,7]]]},{"lines":[{"points":[{"x":1,"y":2}]}]},
        {"strokeGroups":[{"strokes":[{"x":[1,3],"y":[2,4]}]}]}]
        """,
        """[{"drawMode":true,"paths":[{"x":1,"y":1},{"x":2,"y":3}]},{"drawMode":false,"paths":[]},{"X":[1,3],"Y":[2,4]}]""");

    /// <summary>Records of the binary files: two drawings of one and two strokes.</summary>
    public static byte[][] Bin { get; } =
    [
        Seed.Latin("\u0001\0\0\0\0\0\0\0US\u0001\u0010\0\0\0\u0001\0\u0003\0\u0001\u0002\u0003\u0004\u0005\u0006"
            + "\u0002\0\0\0\0\0\0\0NL\0\u0010\0\0\0\u0002\0\u0001\0\u0009\u0008\u0002\0\u00ff\0\u0080\u007f"),
    ];

    public static byte[][] JsonWords { get; } = Seed.Words(
        """
        { } [ ] , : " null true false [[ ]] [[[ ]]] {"a": \u0061 \ud800 \udc00 \u0000 \n
        "drawing": "word": "key_id": "recognized": "strokes": "stroke3": "points": "x": "y": "category":
        "type": "elements": "freedraw" "ellipse" "excalidraw" "angle": "width": "height": "isDeleted":
        """);

    public static byte[][] CsvWords { get; } = Seed.Words(""" " "" , drawing word key_id recognized False [[[1],[2]]] """);

    public static byte[][] SvgWords { get; } = Seed.Words(
        """
        <svg <svg> </svg> <g> </g> <g/> <path /> <use href="#a" xlink:href="#b" id="a" <symbol> </symbol> <defs> </defs>
        <style> </style> .a{fill:none} #b{ } * class="a" clip-path=" mask=" marker-end=" <text>
        d=" points=" transform=" viewBox=" matrix( scale( rotate( skewX( translate( )
        style=" stroke:none fill:none display:none none ! width=" height=" x=" y=" r=" rx=" ry=" cx="
        M m L l H V C c S s Q q T t A a Z z 0 1 - . e e308 e-308 % NaN
        <Stroke> <Point <stroke> <page> tool="eraser" <trace> </trace> <traceGroup> <channel name="X"/> <traceFormat> </traceFormat>
        contextRef="#c" continuation="middle" priorRef="#t" xml:id="c" ! ' ? * # F
        <!-- --> <![CDATA[ ]]> <!DOCTYPE <!ENTITY &lt; &x; &#x0; <? ?> xmlns="urn:x" encoding="utf-16" encoding="utf-7"
        """);
}
