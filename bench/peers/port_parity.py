"""The port against steps that the original computed (specification section 16)."""
import glob
import json
import os
import struct

import numpy as np
import torch

import port_step

TYPES = {"F32": "<f4", "F64": "<f8", "I64": "<i8", "I32": "<i4"}
PREFIX = "RPCL-pix2seq/"
MIXTURE = {"mu": "latent_mu", "sigma2": "latent_sigma2", "alpha": "latent_alpha"}
KINDS = ("activation", "loss", "gradient")
# In double precision, where nothing is left but the single precision that the original's values are stored in.
TOLERANCE = 1e-6


def read_safetensors(path):
    with open(path, "rb") as file:
        size, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = file.read()
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(data[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return metadata, tensors


def to_port(name, value):
    return np.ascontiguousarray(value.transpose(3, 2, 0, 1)) if name.endswith("/filter") else value


def relative(actual, expected, norm):
    actual, expected = np.asarray(actual, "f8"), np.asarray(expected, "f8")
    if actual.shape != expected.shape:
        raise SystemExit(f"expected shape {expected.shape}, found {actual.shape}")
    difference, magnitude = (np.linalg.norm(v) if norm else np.abs(v).max(initial=0) for v in (actual - expected, expected))
    if difference == 0:
        return 0.0
    return difference / magnitude if np.isfinite(difference) and magnitude > 0 else np.inf


def check_case(path, dtype):
    """Worst relative difference of a kind -> (difference, tensor)."""
    metadata, tensors = read_safetensors(path)
    tensor = lambda value: torch.tensor(np.array(value), dtype=dtype)
    weights = {name[len("weights/" + PREFIX):]: value for name, value in tensors.items() if name.startswith("weights/")}
    mixture = {key: tensor(weights[name]) for key, name in MIXTURE.items()}
    p = {
        name: tensor(to_port(name, value)).requires_grad_(True) for name, value in weights.items()
        if name not in MIXTURE.values() and name != "num_of_steps"}
    step = int(metadata["step"])
    result = port_step.forward(
        p, mixture, metadata["dec_model"], int(metadata["dec_rnn_size"]), tensor(tensors["in/seqs"]), tensor(tensors["in/pngs"]),
        tensor(tensors["in/eps"]), step, metadata["is_training"] == "True", keep=1.0, pixel_weight=float(metadata["de_weight"]))
    worst = {kind: (0.0, "") for kind in KINDS}
    compared = 0

    def compare(kind, name, actual, expected):
        nonlocal compared
        compared += 1
        worst[kind] = max(worst[kind], (relative(actual, expected, kind == "gradient"), name))

    for name, expected in tensors.items():
        if not name.startswith("out/"):
            continue
        actual = result[name[4:]]
        actual = actual.detach().numpy() if isinstance(actual, torch.Tensor) else actual
        compare("activation" if expected.ndim > 0 else "loss", name, actual, expected)
    result["loss"].backward()
    for name, value in p.items():
        compare("gradient", "gradnorm/" + name, value.grad.norm().item(), tensors["gradnorm/" + PREFIX + name])
        if "grad/" + PREFIX + name in tensors:
            compare("gradient", "grad/" + name, value.grad.numpy(), to_port(name, tensors["grad/" + PREFIX + name]))
    port_step.Adam(p, limit=float(metadata["grad_clip"])).step(port_step.learning_rate(step))
    for name, value in p.items():
        if "after/" + PREFIX + name in tensors:
            compare("gradient", "after/" + name, value.detach().numpy(), to_port(name, tensors["after/" + PREFIX + name]))
    return worst, compared


def check(folder):
    """Prints the worst difference of every case; returns whether all are within tolerance."""
    paths = sorted(glob.glob(os.path.join(folder, "*.safetensors")))
    if not paths:
        raise SystemExit(f"pix2seq_port: {folder}: expected .safetensors parity cases, found none")
    agrees = True
    for path in paths:
        for dtype in (torch.float64, torch.float32):
            worst, compared = check_case(path, dtype)
            # Single precision is shown to see what it costs; the port is right if double precision agrees.
            good = dtype != torch.float64 or all(value <= TOLERANCE for value, _ in worst.values())
            agrees = agrees and good
            text = ", ".join(f"{kind} {value:.1e} ({name})" for kind, (value, name) in worst.items())
            print(f"{os.path.basename(path)} {str(dtype)[6:]}: {compared} tensors, worst {text}{'' if good else ': NO'}")
    print(f"figure port_parity_agrees {int(agrees)}")
    return agrees
