"""What runs/prepare-75k.sh needs of Python: a synthetic category as Python 2 pickled it, the original's drawing, and numpy's reading."""
import io
import statistics
import struct
import sys
import time
import warnings
import zipfile

import numpy as np

SPLITS = {"train": 70_000, "valid": 2_500, "test": 2_500}
SIZE = 48
MARGIN = 1.5


class Python2Pickle:
    """Pickles an object array of int16 arrays with protocol 2, names and byte strings as numpy under Python 2 wrote them."""

    def __init__(self):
        self.parts = [b"\x80\x02"]
        self.memo = 0

    def put(self):
        """Stores the topmost value, as the pickler did with whatever it could meet again."""
        index = self.memo
        self.parts.append(b"q" + bytes([index]) if index < 256 else b"r" + struct.pack("<I", index))
        self.memo += 1
        return b"h" + bytes([index]) if index < 256 else b"j" + struct.pack("<I", index)

    def number(self, value):
        self.parts.append(
            b"K" + bytes([value]) if value < 256 else b"M" + struct.pack("<H", value) if value < 65536 else b"J" + struct.pack("<i", value))

    def text(self, data):
        self.parts.append(b"U" + bytes([len(data)]) + data if len(data) < 256 else b"T" + struct.pack("<I", len(data)) + data)
        return self.put()

    def name(self, module, attribute):
        self.parts.append(f"c{module}\n{attribute}\n".encode())
        return self.put()

    def dtype(self, kind, order, flags):
        name = self.name("numpy", "dtype") if self.dtype_name is None else self.parts.append(self.dtype_name)
        self.dtype_name = self.dtype_name or name
        self.text(kind)
        self.parts.append(b"K\x00K\x01\x87")
        self.put()
        self.parts.append(b"R")
        found = self.put()
        self.parts.append(b"(K\x03")
        self.text(order)
        self.parts.append(b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK" + bytes([flags]) + b"t")
        self.put()
        self.parts.append(b"b")
        return found

    dtype_name = None

    def dump(self, sketches):
        reconstruct = self.name("numpy.core.multiarray", "_reconstruct")
        array = self.name("numpy", "ndarray")
        self.parts.append(b"K\x00\x85")
        empty = self.put()
        letter = self.text(b"b")
        self.parts.append(b"\x87")
        self.put()
        self.parts.append(b"R")
        self.put()
        self.parts.append(b"(K\x01")
        self.number(len(sketches))
        self.parts.append(b"\x85")
        self.put()
        self.dtype(b"O8", b"|", 63)
        self.parts.append(b"\x89]")
        self.put()
        item_type = None
        for first in range(0, len(sketches), 1000):
            self.parts.append(b"(")
            for sketch in sketches[first:first + 1000]:
                self.parts.append(reconstruct + array + empty + letter + b"\x87")
                self.put()
                self.parts.append(b"R")
                self.put()
                self.parts.append(b"(K\x01")
                self.number(sketch.shape[0])
                self.parts.append(b"K\x03\x86")
                self.put()
                if item_type is None:
                    item_type = self.dtype(b"i2", b"<", 0)
                else:
                    self.parts.append(item_type)
                self.parts.append(b"\x89")
                self.text(np.ascontiguousarray(sketch, "<i2").tobytes())
                self.parts.append(b"t")
                self.put()
                self.parts.append(b"b")
            self.parts.append(b"e")
        self.parts.append(b"t")
        self.put()
        self.parts.append(b"b.")
        return b"".join(self.parts)


def load(path):
    return np.load(path, allow_pickle=True, encoding="latin1")


def make(target, *sources):
    """Joins the sketches of several files to one category."""
    files = [load(source) for source in sources]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for split, count in SPLITS.items():
            sketches = [sketch for row in zip(*(file[split] for file in files)) for sketch in row]
            assert len(sketches) == count, (split, len(sketches))
            header = io.BytesIO()
            np.lib.format.write_array_header_1_0(header, {"descr": "|O", "fortran_order": False, "shape": (count,)})
            archive.writestr(f"{split}.npy", header.getvalue() + Python2Pickle().dump(sketches))
            print(f"{split}: {count} sketches, {np.mean([len(s) for s in sketches]):.1f} points each", file=sys.stderr)


def original(source, drawn, count):
    """Draws the first sketches as the original does, all of it in memory, and compares the pictures with those of ours."""
    import cairosvg
    import svgwrite
    from PIL import Image

    def draw(data):
        x = np.concatenate([[0], np.cumsum(data[:, 0].astype(float))])
        y = np.concatenate([[0], np.cumsum(data[:, 1].astype(float))])
        norm = max(x.max() - x.min(), y.max() - y.min(), 1e-5)
        wide = x.max() - x.min() > y.max() - y.min()
        border_x = 0 if wide else (norm - (x.max() - x.min())) / 2
        border_y = (norm - (y.max() - y.min())) / 2 if wide else 0
        scale = (SIZE - 2 * MARGIN) / norm
        path = [f"M{(-x.min() + border_x) * scale + MARGIN},{(-y.min() + border_y) * scale + MARGIN} "]
        lifted, command = True, "m"
        for dx, dy, pen in data.tolist():
            command = "m" if lifted else "l" if command != "l" and command else ""
            lifted = pen == 1
            path.append(f"{command}{dx * scale},{dy * scale} ")
        drawing = svgwrite.Drawing(size=(SIZE, SIZE))
        drawing.add(drawing.rect(insert=(0, 0), size=(SIZE, SIZE), fill="white"))
        drawing.add(drawing.path("".join(path)).stroke("black", 1).fill("none"))
        png = cairosvg.svg2png(bytestring=drawing.tostring().encode())
        return np.array(Image.open(io.BytesIO(png)).convert("L"), np.uint8)

    sketches = load(source)["train"][:count]
    draw(sketches[0])
    began = time.perf_counter()
    pictures = [draw(sketch) for sketch in sketches]
    took = time.perf_counter() - began
    ours = np.load(drawn)["train"][:count]
    print(f"figure original_ms_per_sketch {took * 1000 / len(sketches):.3f}")
    print(f"figure original_pictures_different {sum(not np.array_equal(a, b) for a, b in zip(pictures, ours))}")


def read(source, times):
    """Reads all sketches several times; prints the middle of the times in seconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        data = load(source)
        sketches = [data[split] for split in SPLITS]
        taken.append(time.perf_counter() - began)
        assert sum(len(split) for split in sketches) == sum(SPLITS.values())
    print(f"{statistics.median(taken):.4f}")


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    verb, arguments = sys.argv[1], sys.argv[2:]
    if verb == "make":
        make(*arguments)
    elif verb == "original":
        original(arguments[0], arguments[1], int(arguments[2]))
    else:
        read(arguments[0], int(arguments[1]))
