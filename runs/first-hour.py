"""Hand-drawn-looking SVGs for runs/first-hour.sh: python3 runs/first-hour.py FOLDER CATEGORY COUNT SEED.

Strokes are polylines with jitter in place, size and shape, as one gets them from a drawing program. The categories: "house",
"smiling face", "猫" (a cat's head), and "tree".
"""
import math
import random
import sys
from pathlib import Path


def arc(cx, cy, rx, ry, begin=0.0, end=2 * math.pi, steps=18):
    angles = [begin + (end - begin) * i / steps for i in range(steps + 1)]
    return [(cx + rx * math.cos(angle), cy + ry * math.sin(angle)) for angle in angles]


def house(r):
    w, h, roof = r.uniform(70, 110), r.uniform(50, 80), r.uniform(30, 60)
    door = r.uniform(0.2, 0.6) * w
    return [
        [(0, 0), (0, h), (w, h), (w, 0), (0, 0)],
        [(-6, 0), (w / 2, -roof), (w + 6, 0)],
        [(door, h), (door, h - 32), (door + 18, h - 32), (door + 18, h)],
    ]


def smiling_face(r):
    eye, mouth = r.uniform(14, 22), r.uniform(18, 28)
    return [
        arc(0, 0, 50, r.uniform(44, 54), begin=(a := r.uniform(0, 6)), end=a + 6.4, steps=24),
        arc(-eye, -14, 4, 5, steps=8), arc(eye, -14, 4, 5, steps=8),
        arc(0, 6, mouth, 20, begin=0.25, end=math.pi - 0.25, steps=10),
    ]


def cat(r):
    ear, whisker = r.uniform(22, 34), r.uniform(24, 40)
    head = arc(0, 0, 46, 40, begin=-0.9, end=math.pi + 0.9, steps=20)
    strokes = [
        head,
        [head[-1], (-34, -40 - ear), (-8, -38)], [(8, -38), (34, -40 - ear), head[0]], [(-8, -38), (8, -38)],
        arc(-17, -6, 4, 5, steps=6), arc(17, -6, 4, 5, steps=6), [(-4, 10), (4, 10), (0, 15), (-4, 10)],
    ]
    for side in (-1, 1):
        strokes += [[(side * 12, 14 + dy), (side * (12 + whisker), 10 + 2 * dy)] for dy in (0, 5)]
    return strokes


def tree(r):
    h, crown = r.uniform(40, 70), r.uniform(26, 40)
    cloud = [(crown * (1 + 0.18 * math.sin(5 * a)) * math.cos(a), -h - crown + crown * (1 + 0.18 * math.sin(5 * a)) * math.sin(a))
             for a in (2 * math.pi * i / 30 for i in range(31))]
    return [[(-7, 0), (-6, -h)], [(7, 0), (6, -h)], cloud]


DRAW = {"house": house, "smiling face": smiling_face, "猫": cat, "tree": tree}


def main():
    folder, category, count, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    r = random.Random(f"{category} {seed}")
    (folder / category).mkdir(parents=True)
    for number in range(count):
        size, turn = r.uniform(0.8, 1.2), r.gauss(0, 0.06)
        lines = []
        for stroke in DRAW[category](r):
            points = [(150 + size * (x * math.cos(turn) - y * math.sin(turn)) + r.gauss(0, 1.2),
                       150 + size * (x * math.sin(turn) + y * math.cos(turn)) + r.gauss(0, 1.2)) for x, y in stroke]
            lines.append('<polyline points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in points) + '"/>')
        (folder / category / f"{number:03}.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 300" fill="none" stroke="black">' + "".join(lines) + "</svg>\n",
            encoding="utf-8")


main()
