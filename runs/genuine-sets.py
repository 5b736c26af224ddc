"""Decodes sets of genuine drawings by itself and compares them with what `rpcl data import` made of them: see genuine-sets.sh."""
import json
import math
import re
import sys
import xml.etree.ElementTree as tree
from pathlib import Path

import numpy as np

STEPS = 64  # points of a curve: the extents of a polyline differ from the curve's by less than 1/1000 of it


def cubic(a, b, c, d):
    t = np.linspace(0, 1, STEPS)[1:, None]
    return list((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d)


def quadratic(a, b, c):
    return cubic(a, a + (b - a) * 2 / 3, c + (b - c) * 2 / 3, c)


def arc(a, rx, ry, tilt, large, sweep, b):
    """Appendix F.6 of SVG 1.1."""
    rx, ry, phi = abs(rx), abs(ry), math.radians(tilt)
    if rx == 0 or ry == 0 or np.array_equal(a, b):
        return [b]
    rotate = np.array([[math.cos(phi), math.sin(phi)], [-math.sin(phi), math.cos(phi)]])
    x, y = rotate @ ((a - b) / 2)
    grow = math.sqrt(max(1, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    root = math.sqrt(max(0, (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2) / ((rx * y) ** 2 + (ry * x) ** 2))
    center = np.array([rx * y / ry, -ry * x / rx]) * (root if large != sweep else -root)
    start = math.atan2((y - center[1]) / ry, (x - center[0]) / rx)
    turn = math.atan2((-y - center[1]) / ry, (-x - center[0]) / rx) - start
    turn = turn % (2 * math.pi) if sweep else -(-turn % (2 * math.pi))
    angles = start + turn * np.linspace(0, 1, 4 * STEPS)[1:]
    ellipse = np.stack([rx * np.cos(angles), ry * np.sin(angles)], 1) + center
    return list(ellipse @ rotate + (a + b) / 2)[:-1] + [b]


def path(text):
    """The subpaths of a path's data."""
    tokens = re.findall(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", text)
    strokes, here, at, command, control, previous = [], np.zeros(2), 0, "", None, ""

    def numbers(count):
        nonlocal at
        values = [float(token) for token in tokens[at:at + count]]
        at += count
        return values

    def flags():
        """Radii, tilt, two flags that may stick together, and the end."""
        nonlocal at
        values = numbers(3)
        for _ in range(2):
            token = tokens[at]
            values.append(float(token[0]))
            if len(token) > 1:
                tokens[at] = token[1:]
            else:
                at += 1
        return values + numbers(2)

    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        elif command in "Mm":
            command = "L" if command == "M" else "l"
        kind, base = command.upper(), here if command.islower() else np.zeros(2)
        if kind == "Z":
            strokes[-1].append(strokes[-1][0])
            here = strokes[-1][0]
            previous = kind
            continue
        if kind == "M":
            here = base + numbers(2)
            strokes.append([here])
            previous = kind
            continue
        if previous == "Z":
            strokes.append([here])
        if kind == "L":
            points = [base + numbers(2)]
        elif kind == "H":
            points = [np.array([base[0] + numbers(1)[0], here[1]])]
        elif kind == "V":
            points = [np.array([here[0], base[1] + numbers(1)[0]])]
        elif kind in "CS":
            first = base + numbers(2) if kind == "C" else 2 * here - control if previous in "CS" else here
            control, end = base + numbers(2), base + numbers(2)
            points = cubic(here, first, control, end)
        elif kind in "QT":
            control = base + numbers(2) if kind == "Q" else 2 * here - control if previous in "QT" else here
            points = quadratic(here, control, base + numbers(2))
        else:
            rx, ry, tilt, large, sweep, x, y = flags()
            points = arc(here, rx, ry, tilt, bool(large), bool(sweep), base + np.array([x, y]))
        strokes[-1].extend(points)
        here, previous = points[-1], kind
    return strokes


def ellipse(x, y, rx, ry):
    angles = 2 * math.pi * np.linspace(0, 1, 8 * STEPS)
    return [np.stack([x + rx * np.cos(angles), y + ry * np.sin(angles)], 1)]


def svg(file):
    """Icons and kanji: nothing is transformed or styled by a sheet."""
    strokes = []
    for node in tree.parse(file).getroot().iter():
        name = node.tag.split("}")[-1]

        def get(key, missing=0.0):
            return float(node.get(key, missing))

        if name == "path":
            strokes += path(node.get("d"))
        elif name == "line":
            strokes.append([(get("x1"), get("y1")), (get("x2"), get("y2"))])
        elif name in ("circle", "ellipse"):
            strokes += ellipse(get("cx"), get("cy"), get("r", get("rx")), get("r", get("ry")))
        elif name in ("polyline", "polygon"):
            points = np.array(re.findall(r"[-+.\deE]+", node.get("points")), float).reshape(-1, 2)
            strokes.append(list(points) + ([points[0]] if name == "polygon" else []))
        elif name == "rect":
            x, y, w, h = get("x"), get("y"), get("width"), get("height")
            rx = min(float(node.get("rx", node.get("ry", 0))), w / 2)
            ry = min(float(node.get("ry", node.get("rx", 0))), h / 2)
            strokes += path(f"M{x + rx} {y}H{x + w - rx}A{rx} {ry} 0 0 1 {x + w} {y + ry}V{y + h - ry}A{rx} {ry} 0 0 1 {x + w - rx} {y + h}"
                            f"H{x + rx}A{rx} {ry} 0 0 1 {x} {y + h - ry}V{y + ry}A{rx} {ry} 0 0 1 {x + rx} {y}Z")
    return [strokes]


def hanzi(file):
    """Make Me a Hanzi: y points up."""
    return [[np.array(stroke) * [1, -1] for stroke in json.loads(file.read_text())["medians"]]]


def omniglot(file):
    """Strokes of x, y (negative downward) and time."""
    strokes = [[]]
    for line in file.read_text().split():
        if line == "START":
            strokes = [[]]
        elif line == "BREAK":
            strokes.append([])
        else:
            x, y, _ = map(float, line.split(","))
            strokes[-1].append((x, -y))
    return [[stroke for stroke in strokes if stroke]]


def inkml(file):
    """Traces of x and y in the order of the document, without channels of their own."""
    traces = [node.text for node in tree.parse(file).getroot().iter() if node.tag.split("}")[-1] == "trace"]
    return [[np.array([point.split()[:2] for point in trace.split(",")], float) for trace in traces]]


def excalidraw(file):
    document = json.loads(file.read_text())
    items = document.get("library") or [item["elements"] for item in document["libraryItems"]]
    return [strokes for strokes in ([s for e in item for s in element(e)] for item in items) if strokes]


def element(e):
    clear = e.get("strokeColor", "#000") == "transparent" and e.get("backgroundColor", "transparent") == "transparent"
    if e.get("isDeleted") or e.get("opacity", 100) == 0 or clear:
        return []
    w, h = e.get("width", 0), e.get("height", 0)
    if e["type"] in ("freedraw", "draw", "line", "arrow"):
        strokes = [np.array([p[:2] for p in e["points"]], float)] if e["points"] else []
        center = (strokes[0].min(0) + strokes[0].max(0)) / 2 if strokes else 0
    else:
        center = np.array([w / 2, h / 2])
        if e["type"] == "rectangle":
            strokes = [np.array([[0, 0], [w, 0], [w, h], [0, h], [0, 0]])]
        elif e["type"] == "diamond":
            strokes = [np.array([[w / 2, 0], [w, h / 2], [w / 2, h], [0, h / 2], [w / 2, 0]])]
        elif e["type"] == "ellipse":
            strokes = ellipse(w / 2, h / 2, w / 2, h / 2)
        else:
            return []
    angle = e.get("angle") or 0
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return [(stroke - center) @ turn + center + [e["x"], e["y"]] for stroke in strokes]


def imported(file):
    """Per sketch of an exported .npz, its strokes; the first row moves the lifted pen to the first point."""
    for rows in np.load(file, allow_pickle=True, encoding="latin1")["train"]:
        rows = np.array(rows, float)
        places, strokes, stroke = np.cumsum(rows[:, :2], 0), [], []
        for (x, y), lift in zip(places, rows[:, 2]):
            stroke.append((x, y))
            if lift:
                strokes.append(np.array(stroke))
                stroke = []
        yield strokes + ([np.array(stroke)] if stroke else [])


def box(strokes):
    points = np.concatenate(strokes)
    return points.min(0), points.max(0)


def main():
    kind, folder, file = sys.argv[1:]
    decode = {"svg": svg, "hanzi": hanzi, "omniglot": omniglot, "inkml": inkml, "excalidraw": excalidraw}[kind]
    files = sorted((f for f in Path(folder).rglob("*") if f.is_file()), key=lambda f: f.as_posix())
    expected = [(f, [np.array(s, float) for s in drawing]) for f in files for drawing in decode(f)]
    found = list(imported(file))
    strokes = order = extent = 0
    for (name, ours), theirs in zip(expected, found):
        low, high = box(ours)
        size = max(high - low)
        low_found, high_found = box(theirs)
        same = len(ours) == len(theirs)
        # The first row of the format starts at the pen's own origin, so places are compared within the drawing.
        starts = same and all(np.abs((a[0] - low) - (b[0] - low_found)).max() <= 0.003 * size + 1e-6 for a, b in zip(ours, theirs))
        whole = np.abs((high - low) - (high_found - low_found)).max() <= 0.004 * size + 1e-6
        strokes, order, extent = strokes + same, order + starts, extent + whole
        if not (same and starts and whole):
            print(f"{name}: {len(ours)} strokes, found {len(theirs)}; {high - low}, found {high_found - low_found}", file=sys.stderr)
    print(len(files), len(expected), len(found), strokes, order, extent)


main()
