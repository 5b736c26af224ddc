"""Makes the small .npz fixtures beside it: python3 make_fixtures.py (Python 3 with numpy 1.x). See README.md."""
import io
import pickle
import struct
import zipfile

import numpy as np

SIZES = {"train": 3, "valid": 1, "test": 2}


def sketch(split, i, dtype=np.int16):
    rows = [[10 * i + r, 2 * r - 300 * split, int(r % 3 == 2 or r == i + 2)] for r in range(i + 3)]
    return np.array(rows, dtype)


def objects(split, dtype=np.int16):
    n = list(SIZES.values())[split]
    array = np.empty(n, object)
    for i in range(n):
        array[i] = sketch(split, i, dtype)
    return array


def header(n):
    text = "{'descr': '|O', 'fortran_order': False, 'shape': (%d,), }" % n
    text = text.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()


def write(name, pickled, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", method) as z:
        for k, split in enumerate(SIZES):
            info = zipfile.ZipInfo(split + ".npy", (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            z.writestr(info, header(SIZES[split]) + pickled(k))


def numpy2(k):
    """What numpy 2 writes: protocol 4 with its new module name (one byte longer, and so is the frame)."""
    data = pickle.dumps(objects(k), 4)
    old, new = b"\x15numpy.core.multiarray", b"\x16numpy._core.multiarray"
    assert data.count(old) == 1
    data = data.replace(old, new)
    return data[:3] + struct.pack("<Q", struct.unpack("<Q", data[3:11])[0] + 1) + data[11:]


def python2(k):
    """What Python 2's cPickle writes at protocol 2: byte strings, integers for truth values, few memo entries from 1 on."""
    out = io.BytesIO()

    def integer(v):
        return b"K" + bytes([v]) if v < 256 else b"M" + struct.pack("<H", v)

    def text(b):
        return b"U" + bytes([len(b)]) + b if len(b) < 256 else b"T" + struct.pack("<I", len(b)) + b

    out.write(b"\x80\x02cnumpy.core.multiarray\n_reconstruct\nq\x01cnumpy\nndarray\nq\x02K\x00\x85U\x01b\x87Rq\x03(K\x01")
    out.write(integer(SIZES[list(SIZES)[k]]) + b"\x85cnumpy\ndtype\nq\x04U\x02O8K\x00K\x01\x87Rq\x05(K\x03U\x01|NNNJ\xff\xff\xff\xff")
    out.write(b"J\xff\xff\xff\xffK?tb\x89]q\x06(")
    for i, item in enumerate(objects(k)):
        out.write(b"h\x01h\x02K\x00\x85U\x01b\x87Rq" + bytes([7 + i + (i > 0)]) + b"(K\x01" + integer(len(item)) + b"K\x03\x86")
        if i == 0:
            out.write(b"h\x04U\x02i2K\x00K\x01\x87Rq\x08(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb")
        else:
            out.write(b"h\x08")
        out.write(b"\x89" + text(item.tobytes()) + b"tb")
    out.write(b"etb.")
    return out.getvalue()


for protocol in (2, 3, 4, 5):
    write("python3-protocol%d.npz" % protocol, lambda k: pickle.dumps(objects(k), protocol))
write("numpy2.npz", numpy2)
write("python2.npz", python2)
write("stored-float64-big-endian.npz", lambda k: pickle.dumps(objects(k, ">f8"), 3), zipfile.ZIP_STORED)
write("lists.npz", lambda k: pickle.dumps(np.array([[tuple(r) for r in s.tolist()] for s in objects(k)] + [None], object)[:-1], 3))
