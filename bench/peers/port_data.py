"""Sketches for the port's training step: read, normalized, augmented, batched and padded as the original does (specification section 1)."""
import os

import numpy as np

IMAGE = 48
MARGIN = 1.5
WINDOW_BATCHES = 20
STRETCH = 0.1
DROP = 0.1


def read(folder, categories):
    """Training sketches of all categories, normalized, and the rows of the longest sketch of all splits."""
    train, longest = [], 0
    for category in categories:
        path = os.path.join(folder, category + ".npz")
        if not os.path.exists(path):
            raise SystemExit(f"pix2seq_port: {path}: expected the sketches of '{category}', found no such file")
        data = np.load(path, allow_pickle=True, encoding="latin1")
        longest = max([longest] + [len(sketch) for split in ("train", "valid", "test") for sketch in data[split]])
        train += [np.clip(sketch, -1000, 1000).astype(np.float32) for sketch in data["train"]]
    scale = np.std(np.concatenate([sketch[:, :2] for sketch in train]))
    for sketch in train:
        sketch[:, :2] /= scale
    return train, longest


def picture(sketch):
    """A rough picture, white on +1: it stands for the stored one that the original reads; the work of a step does not depend on it."""
    points = np.concatenate([np.zeros((1, 2), np.float32), np.cumsum(sketch[:, :2], 0)])
    low, high = points.min(0), points.max(0)
    points = (points - (low + high) / 2) * (IMAGE - 2 * MARGIN) / max((high - low).max(), 1e-5) + IMAGE / 2
    image = np.ones((IMAGE, IMAGE), np.float32)
    for i in range(1, len(sketch)):
        if sketch[i - 1, 2] == 0:
            along = np.linspace(points[i], points[i + 1], IMAGE).astype(int).clip(0, IMAGE - 1)
            image[along[:, 1], along[:, 0]] = -1
    return image


def shrinking():
    """[47, 48]: what the original's area resampling of every training picture does along one axis."""
    side = IMAGE - 1
    weights, ratio = np.zeros((side, IMAGE), np.float32), IMAGE / side
    for i in range(side):
        for j in range(IMAGE):
            weights[i, j] = max(0.0, min((i + 1) * ratio, j + 1) - max(i * ratio, j)) / ratio
    return weights


SHRINKING = shrinking()


def augmented_picture(image):
    result = np.ones_like(image)
    result[:IMAGE - 1, :IMAGE - 1] = SHRINKING @ image @ SHRINKING.T
    return result


def augmented(sketch, random):
    stretch = 1 + (2 * random.random_sample(2) - 1) * STRETCH
    sketch = sketch.copy()
    sketch[:, :2] *= stretch.astype(np.float32)
    result, count = [], 0
    for row in sketch:
        candidate = [row[0], row[1], row[2]]
        if not result or candidate[2] == 1 or result[-1][2] == 1:
            count = 0
        else:
            count += 1
        if result and candidate[2] == 0 and result[-1][2] == 0 and count > 2 and random.random_sample() < DROP:
            result[-1][0] += candidate[0]
            result[-1][1] += candidate[1]
        else:
            result.append(candidate)
    return np.array(result, np.float32)


def stroke_batch(sketches, steps):
    """[B, T+1, 5]."""
    rows = np.zeros((len(sketches), steps + 1, 5), np.float32)
    for i, sketch in enumerate(sketches):
        length = len(sketch)
        rows[i, 0, 2] = 1
        rows[i, 1:length + 1, :2] = sketch[:, :2]
        rows[i, 1:length + 1, 2] = 1 - sketch[:, 2]
        rows[i, 1:length + 1, 3] = sketch[:, 2]
        rows[i, length + 1:, 4] = 1
    return rows


def shuffled(sketches, batch, random):
    order = random.permutation(len(sketches))
    return [order[i:i + batch] for i in range(0, len(order) - batch + 1, batch)]


def bucketed(sketches, batch, random):
    """Batches of like lengths: the shuffled order is cut into windows of some batches, each sorted by length."""
    order = random.permutation(len(sketches))
    order = order[:len(order) - len(order) % batch]
    lengths = np.array([len(sketch) for sketch in sketches])
    window = WINDOW_BATCHES * batch
    parts = [order[i:i + window] for i in range(0, len(order), window)]
    order = np.concatenate([part[np.argsort(lengths[part], kind="stable")] for part in parts])
    return [order[i:i + batch] for i in range(0, len(order), batch)]


def spread(batches, sketches, count):
    """So many batches, from short ones to long ones, that together they are like the whole epoch."""
    by_length = sorted(batches, key=lambda batch: max(len(sketches[i]) for i in batch))
    return [by_length[int((i + 0.5) * len(by_length) / count)] for i in range(count)]
