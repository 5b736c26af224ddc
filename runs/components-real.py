"""What scikit-learn finds in codes: usage components-real.py CODES.npz (`rpcl encode`). The diagonal mixture with the number of components
that BIC chooses, up to 40."""
import sys

import numpy as np
from sklearn.metrics import normalized_mutual_info_score
from sklearn.mixture import GaussianMixture

file = np.load(sys.argv[1])
codes = file["mean"].astype(np.float64)
_, categories = np.unique([name.rsplit("_", 1)[0] for name in file["names"]], return_inverse=True)
mixtures = [GaussianMixture(k, covariance_type="diag", random_state=0).fit(codes) for k in (5, 10, 15, 20, 25, 30, 35, 40)]
best = min(mixtures, key=lambda mixture: mixture.bic(codes))
found = best.predict(codes)
purity = sum(np.bincount(categories[found == k]).max() for k in np.unique(found)) / len(codes)
print(f"figure components_real_sklearn {best.n_components}")
print(f"figure nmi_real_sklearn {normalized_mutual_info_score(categories, found):.4f}")
print(f"figure purity_real_sklearn {purity:.4f}")
