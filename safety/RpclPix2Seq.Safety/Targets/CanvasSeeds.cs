namespace RpclPix2Seq.Safety.Targets;

/// <summary>Small drawings of programs that save a tree of objects, with each kind of object once, and their keywords.</summary>
internal static class CanvasSeeds
{
    public static byte[][] Konva { get; } = Seed.Texts(
        """
        {"attrs":{"width":200,"height":100},"className":"Stage","children":[{"attrs":{"x":1,"rotation":90},"className":"Layer","children":[
        {"attrs":{"width":200,"height":100,"fill":"white"},"className":"Rect"},
        {"attrs":{"points":[0,0,5,9,9,0,12,4],"stroke":"black","tension":0.5,"closed":true},"className":"Line"},
        {"attrs":{"points":[0,0,1,2,3,4,5,6],"stroke":"#000","bezier":true,"scaleX":2,"offsetX":3,"skewX":0.1},"className":"Line"},
        {"attrs":{"text":"cat"},"className":"Text"},{"attrs":{"radiusX":4,"radiusY":2,"fill":"red"},"className":"Ellipse"},
        {"attrs":{"data":"M0 0L9 9","stroke":"red"},"className":"Path"},
        {"attrs":{"points":[1,2],"stroke":"red","globalCompositeOperation":"destination-out"},"className":"Line"},
        {"attrs":{"points":[1,2],"stroke":"red","visible":false},"className":"Arrow"}]}]}
        """,
        """{"attrs":{"points":[1,2,3,4],"stroke":"red","opacity":0.5},"className":"Line"}""");

    public static byte[][] Fabric { get; } = Seed.Texts(
        """
        {"version":"5.3.0","objects":[
        {"type":"path","originX":"left","originY":"top","left":10,"top":20,"width":8,"height":6,"fill":null,"stroke":"black",
        "strokeWidth":2,"scaleX":2,"angle":30,"path":[["M",0,0],["Q",4,8,8,0],["C",1,2,3,4,5,6],["L",3,1.5],["Z"]]},
        {"type":"group","left":1,"top":2,"width":9,"height":9,"skewX":10,"flipX":true,"objects":[
        {"type":"line","x1":-4,"y1":-4,"x2":4,"y2":4,"stroke":"red"},
        {"type":"polyline","points":[{"x":1,"y":2},{"x":3,"y":4}],"fill":"transparent","stroke":"rgb(0,0,0)","strokeUniform":true}]},
        {"type":"circle","radius":4,"visible":true},{"type":"ellipse","rx":4,"ry":2,"opacity":0},
        {"type":"rect","width":5,"height":4,"fill":{"type":"linear"}},{"type":"triangle","width":5,"height":4},
        {"type":"i-text","text":"cat"},{"type":"image","src":"data:,"}],"background":"white"}
        """,
        """
        {"version":"7.1.0","objects":[
        {"type":"Path","path":"M 0 0 Q 1 1 2 2 h 3","stroke":"#000","pathOffset":{"x":1,"y":1},"originX":0.25}]}
        """);

    public static byte[][] Tldraw { get; } = Seed.Texts(
        """
        {"tldrawFileFormatVersion":1,"schema":{"schemaVersion":2},"records":[
        {"id":"page:a","typeName":"page","index":"a1","name":"Page 1"},{"id":"document:document","typeName":"document"},
        {"id":"shape:g","typeName":"shape","type":"group","parentId":"page:a","index":"a2","x":5,"y":6,"rotation":0.5,"props":{}},
        {"id":"shape:d","typeName":"shape","type":"draw","parentId":"shape:g","index":"a1","x":1,"y":2,"rotation":0,"opacity":1,
        "props":{"segments":[{"type":"free","points":[{"x":0,"y":0,"z":0.5},{"x":3,"y":4}]}],"isClosed":true,"scaleX":2}},
        {"id":"shape:l","typeName":"shape","type":"line","parentId":"page:a","index":"a3","x":0,"y":0,
        "props":{"points":{"b":{"index":"a2","x":9,"y":9},"a":{"index":"a1","x":0,"y":0}}}},
        {"id":"shape:e","typeName":"shape","type":"geo","parentId":"page:a","index":"a4",
        "props":{"geo":"ellipse","w":20,"h":10,"growY":1}},
        {"id":"shape:t","typeName":"shape","type":"text","parentId":"page:a","props":{}}]}
        """,
        """
        {"document":{"store":{"shape:a":{"id":"shape:a","typeName":"shape","type":"draw","parentId":"page:p",
        "props":{"segments":[{"type":"free","path":"AACAPwAAAEAAAAA/ADwAQAAA"},{"type":"straight","points":"ADwAQAA4AEIARAA4"}]}}}},
        "session":{"a":"com.tldraw.store"}}
        """,
        """
        <meta charset="utf-8"><div data-tldraw>{"type":"application/tldraw","kind":"content",
        "data":{"shapes":[{"id":"shape:a","type":"geo","props":{"geo":"diamond","w":4,"h":2}}]}}</div>
        """,
        """{"type":"application/tldraw","kind":"content","version":3,"data":{"assets":[],"otherCompressed":"BIUwNmD2A0AEDukBOYAmBCIA"}}""");

    public static byte[][] Words { get; } = Seed.Words(
        """
        { } [ ] , : " null true false -1 1e38 1e999 0.5 [[ ]] \u0061 \ud800
        "attrs": "className": "children": "points": "Line" "Group" "Rect" "Path" "data": "M0 0"
        "objects": "type": "path" "path": "group" "left": "originX": "center" "scaleX": "angle": "skewX": "flipX":
        "records": "store": "parentId": "shape:a" "index": "props": "segments": "typeName": "shape" "draw" "geo" "AAAA"
        data-tldraw> </div> x y rotation: 45
        """);
}
