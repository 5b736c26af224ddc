"""Makes the files of this folder: three drawings of our own in each way in which Quick, Draw! drawings are published."""
import csv
import json
import os
import struct

FOLDER = os.path.dirname(os.path.abspath(__file__))

# Every edge is as long as an integer, so that resampling at 1 px meets each corner and simplifying the raw drawings gives these points.
DRAWINGS = [
    ("house", 1000000000000001, True, "NL", [
        [(0, 75), (0, 255), (200, 255), (200, 75), (0, 75)],
        [(0, 75), (100, 0), (200, 75)],
        [(150, 180), (150, 180)],
    ]),
    ("kite, on a string", 1000000000000002, True, "BR", [
        [(60, 0), (0, 80), (60, 160), (120, 80), (60, 0)],
        [(60, 160), (60, 255)],
    ]),
    ("house", 18446744073709551615, False, "KE", [
        [(0, 0), (30, 40), (60, 0), (90, 40), (255, 40)],
    ]),
]
TIME = "2024-05-01 12:00:00.00000 UTC"


def columns(stroke):
    return [list(axis) for axis in zip(*stroke)]


def raw(stroke, start):
    """The stroke at twice the size, moved, with a point about every 10 pixels and a time in milliseconds for each."""
    points = [(float(2 * stroke[0][0] + 90), float(2 * stroke[0][1] + 33))]
    for (x0, y0), (x1, y1) in zip(stroke, stroke[1:]):
        steps = max(1, round(2 * ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 / 10))
        points += [(2 * (x0 + (x1 - x0) * i / steps) + 90, 2 * (y0 + (y1 - y0) * i / steps) + 33) for i in range(1, steps + 1)]
    return [[p[0] for p in points], [p[1] for p in points], [start + 16 * i for i in range(len(points))]]


def ndjson(name, strokes_of):
    with open(os.path.join(FOLDER, name), "w", newline="\n", encoding="utf-8") as file:
        for word, key, recognized, country, strokes in DRAWINGS:
            record = {"word": word, "countrycode": country, "timestamp": TIME, "recognized": recognized, "key_id": str(key),
                      "drawing": strokes_of(strokes)}
            file.write(json.dumps(record, separators=(",", ":")) + "\n")


ndjson("simplified.ndjson", lambda strokes: [columns(s) for s in strokes])
ndjson("raw.ndjson", lambda strokes: [raw(s, 1000 * i) for i, s in enumerate(strokes)])

with open(os.path.join(FOLDER, "kaggle.csv"), "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["countrycode", "drawing", "key_id", "recognized", "timestamp", "word"])
    for word, key, recognized, country, strokes in DRAWINGS:
        writer.writerow([country, json.dumps([columns(s) for s in strokes]), key, recognized, TIME, word])

with open(os.path.join(FOLDER, "drawings.bin"), "wb") as file:
    for word, key, recognized, country, strokes in DRAWINGS:
        file.write(struct.pack("<Q2sbIH", key, country.encode(), recognized, 1714564800, len(strokes)))
        for stroke in strokes:
            x, y = columns(stroke)
            file.write(struct.pack(f"<H{len(x)}B{len(y)}B", len(x), *x, *y))
