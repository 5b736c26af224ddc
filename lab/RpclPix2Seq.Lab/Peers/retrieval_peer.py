"""The ranks of queries' own codes by plain numpy in double precision, one query at a time. Arguments: an .npz of queries and gallery, how
many of the queries, the file for the ranks."""
import sys

import numpy as np

with np.load(sys.argv[1]) as codes:
    queries = codes["queries"].astype(np.float64)
    gallery = codes["gallery"].astype(np.float64)
ranks = np.empty(int(sys.argv[2]), np.int64)
for i in range(len(ranks)):
    distances = ((gallery - queries[i]) ** 2).mean(axis=1)
    ranks[i] = np.flatnonzero(np.argsort(distances, kind="stable") == i)[0]
np.save(sys.argv[3], ranks)
