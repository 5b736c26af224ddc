"""Inputs on which healthy trainings were once stopped: usage trust.py polygons|outlier OUT.npz (sketch-rnn's format)."""
import sys

import numpy as np

random = np.random.RandomState(1)


def polygon(corners, radius, jitter):
    """A closed polygon as stroke-3 rows: the pen moves to its first corner, then draws."""
    angles = np.linspace(0, 2 * np.pi, corners + 1)
    points = radius * np.stack([np.cos(angles), np.sin(angles)], 1) + random.normal(0, jitter, (corners + 1, 2))
    rows = np.zeros((corners + 1, 3), np.float32)
    rows[:, :2] = np.diff(points, axis=0, prepend=0)
    rows[0, 2] = rows[-1, 2] = 1
    return rows


def scribble(points):
    rows = np.concatenate([random.normal(0, 20, (points, 2)), random.rand(points, 1) < 0.02], 1).astype(np.float32)
    rows[-1, 2] = 1
    return rows


def split(sketches):
    array = np.empty(len(sketches), object)
    array[:] = sketches
    return array


def polygons(count):
    return [polygon(int(np.exp(random.uniform(np.log(4), np.log(80)))), 100, 0.3) for _ in range(count)]


def icons(count):
    return [polygon(8, 50, 2) for _ in range(count)]


kind, path = sys.argv[1:]
if kind == "polygons":
    np.savez(path, train=split(polygons(640)), valid=split(polygons(64)), test=split(polygons(64)))
else:
    np.savez(path, train=split(icons(240) + [scribble(2000)]), valid=split(icons(20)), test=split(icons(20)))
