"""Redraws a picture with a model of rpcl: Python 3 and numpy alone.

    python3 redraw.py MODEL PICTURE.npy OUT.npy

MODEL is a model folder, PICTURE.npy uint8 [W, W] with 255 for white. The sketch is drawn greedily and written as float32 rows
(dx, dy, pen lifts after this point). docs/python.md explains the files and the names.
"""
import json
import struct
import sys

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}


def read_model(folder):
    """The settings, the facts about the training, and the tensors by name."""
    with open(f"{folder}/config.json", encoding="utf-8") as file:
        config = json.load(file)
    with open(f"{folder}/model.safetensors", "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    facts = header.pop("__metadata__")
    tensors = {name: np.frombuffer(data[slice(*entry["data_offsets"])], TYPES[entry["dtype"]]).reshape(entry["shape"]).astype(np.float64)
               for name, entry in header.items()}
    return config, facts, tensors


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Model:
    def __init__(self, folder):
        self.config, self.facts, self.tensors = read_model(folder)

    def linear(self, x, scope):
        return x @ self.tensors[f"{scope}/linear/fc_w"] + self.tensors[f"{scope}/linear/fc_b"]

    def convolution(self, x, scope, stride=1, dilation=1):
        """[in, n, n] -> [out, n/stride, n/stride], normalized per channel; stride 2 pads below and on the right."""
        pad = (0, 1) if stride == 2 else (dilation, dilation)
        x = np.pad(x, ((0, 0), pad, pad))
        span = 2 * dilation + 1
        windows = sliding_window_view(x, (span, span), axis=(1, 2))[:, ::stride, ::stride, ::dilation, ::dilation]
        y = np.tensordot(self.tensors[f"{scope}/filter"], windows, axes=([1, 2, 3], [0, 3, 4]))
        y = (y - y.mean((1, 2), keepdims=True)) / np.sqrt(y.var((1, 2), keepdims=True) + 1e-6)
        scale, shift = (self.tensors[f"{scope}/InstanceNorm/{name}"][:, None, None] for name in ("gamma", "beta"))
        return y * scale + shift

    def encode(self, picture):
        """uint8 [W, W] -> the mean of its code [Z]."""
        x = picture[None] / 127.5 - 1
        for layer in ("encoder/layer_1", "encoder/layer_2"):
            x = sum(self.convolution(x, f"{layer}/dcn{i}/conv0", dilation=rate) for i, rate in ((1, 1), (2, 2), (3, 5)))
            x = np.maximum(self.convolution(np.maximum(x, 0), f"{layer}/combine/conv0", stride=2), 0)
        for layer in ("encoder/conv0", "encoder/conv1"):
            x = np.maximum(self.convolution(x, layer, stride=2), 0)
        return self.linear(x.transpose(1, 2, 0).reshape(-1), "encoder/fc_mu")

    def normalized(self, x, scope, chunks=1):
        """Layer normalization of each of some chunks."""
        x = x.reshape(chunks, -1)
        x = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-3)
        return x.reshape(-1) * self.tensors[f"{scope}/ln_gamma"] + self.tensors[f"{scope}/ln_beta"]

    def update(self, gates, c, norm=None):
        """Gates i, j, f, o -> h, c; norm is the scope of the cell state's normalization."""
        i, j, f, o = np.split(gates, 4)
        c = c * sigmoid(f + 1) + sigmoid(i) * np.tanh(j)
        return np.tanh(self.normalized(c, norm) if norm else c) * sigmoid(o), c

    def step(self, x, state):
        """One step of the cell: input [X+Z], state (h, c) or (h, h', c, c') -> the next state, h first."""
        t, rnn, kind = self.tensors, "decoder/rnn", self.config["dec_model"]
        if kind == "lstm":
            cell = f"{rnn}/LSTMCell"
            return self.update(x @ t[f"{cell}/W_xh"] + state[0] @ t[f"{cell}/W_hh"] + t[f"{cell}/bias"], state[1])
        if kind == "layer_norm":
            return self.normalized_step(x, *state, f"{rnn}/LayerNormLSTMCell")
        cell, (h, hh, c, hc) = f"{rnn}/HyperLSTMCell", state
        hh, hc = self.normalized_step(np.concatenate([x, h]), hh, hc, f"{cell}/LayerNormLSTMCell")
        gates = []
        for gate, xs, hs in zip("ijfo", np.split(x @ t[f"{cell}/W_xh"], 4), np.split(h @ t[f"{cell}/W_hh"], 4)):
            of_x, of_h = ((hh @ t[f"{scope}/zw/super_linear_w"] + t[f"{scope}/zw/super_linear_b"]) @ t[f"{scope}/alpha/super_linear_w"]
                          for scope in (f"{cell}/hyper_{gate}x", f"{cell}/hyper_{gate}h"))
            shift = hh @ t[f"{cell}/hyper_{gate}h/zb/super_linear_w"] @ t[f"{cell}/hyper_{gate}h/beta/super_linear_w"]
            gates.append(of_x * xs + of_h * hs + shift)
        gates = self.normalized(np.concatenate(gates) + t[f"{cell}/bias"], f"{cell}/ln_all", 4)
        h, c = self.update(gates, c, f"{cell}/ln_c")
        return h, hh, c, hc

    def normalized_step(self, x, h, c, cell):
        gates = x @ self.tensors[f"{cell}/W_xh"] + h @ self.tensors[f"{cell}/W_hh"]
        return self.update(self.normalized(gates, f"{cell}/ln_all", 4), c, f"{cell}/ln_c")

    def start(self, code):
        """The state before the first step."""
        packed, units = np.tanh(self.linear(code, "init_state")), self.config["dec_rnn_size"]
        if self.config["dec_model"] == "hyper":
            return tuple(np.split(packed, np.cumsum([units, self.config["hyper_num_units"], units])))
        first, second = np.split(packed, 2)
        return (second, first) if self.config["dec_model"] == "lstm" else (first, second)

    def draw(self, code):
        """The most likely sketch of a code, row by row, in data units."""
        mixtures, longest = self.config["num_decoder_mixture"], int(self.facts["longest"])
        reference, reads_position = self.config["compat"] == "reference", self.config.get("decoder_input") == "position"
        state, row, position, rows = self.start(code), np.array([0., 0, 1, 0, 0]), np.zeros(2), []
        while len(rows) < (longest if reference else int(1.5 * longest)):
            state = self.step(np.concatenate([row, position, code] if reads_position else [row, code]), state)
            head = self.linear(state[0], "decoder/fc")
            columns = head[3:].reshape(6, mixtures)      # weights, mean x, mean y, log sigma x, log sigma y, atanh rho
            best, pen = columns[0].argmax(), head[:3 if rows else 2].argmax()    # no sketch is empty
            if pen == 2:
                break
            row = np.array([columns[1, best], columns[2, best], *np.eye(3)[pen]])
            position = position + row[:2]
            rows.append([*row[:2], pen])
        scale = float(self.facts["stroke_scale"])
        return (np.array(rows) * [scale, scale, 1]).astype(np.float32)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    model = Model(sys.argv[1])
    np.save(sys.argv[3], model.draw(model.encode(np.load(sys.argv[2]))))
