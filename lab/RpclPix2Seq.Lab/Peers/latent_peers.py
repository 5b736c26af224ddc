"""Finds the number of clusters with scikit-learn. Usage: python3 - FOLDER; reads FOLDER/*.npz (codes [N, Z], labels [N], components),
writes one JSON line per method and file: what it found, in how many seconds."""

import json
import pathlib
import sys
import time
import warnings

import numpy as np
from sklearn.metrics import normalized_mutual_info_score
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture

LEAST_WEIGHT = 1e-3


def bayesian(codes, components):
    return BayesianGaussianMixture(n_components=components, covariance_type="diag", max_iter=500, random_state=0).fit(codes)


def bic(codes, components):
    models = [
        GaussianMixture(n_components=k, covariance_type="diag", max_iter=500, random_state=0).fit(codes) for k in range(1, components + 1)]
    return min(models, key=lambda model: model.bic(codes))


def main():
    warnings.filterwarnings("ignore")
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.npz")):
        with np.load(path) as task:
            codes, labels, components = task["codes"].astype(np.float64), task["labels"], int(task["components"][0])
        for name, method in (("bayesian", bayesian), ("bic", bic)):
            begin = time.perf_counter()
            model = method(codes, components)
            seconds = time.perf_counter() - begin
            print(json.dumps({
                "task": path.stem,
                "method": name,
                "found": int((model.weights_ >= LEAST_WEIGHT).sum()),
                "nmi": float(normalized_mutual_info_score(labels, model.predict(codes))),
                "seconds": seconds,
            }), flush=True)


main()
