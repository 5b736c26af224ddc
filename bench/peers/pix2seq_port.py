#!/usr/bin/python3
"""A line-by-line port of the original to Debian's PyTorch 1.13, as a peer to measure against.

    pix2seq_port.py check FOLDER
    pix2seq_port.py product
    pix2seq_port.py decoder --cell hyper --size 512 --batch 128 --steps 100
    pix2seq_port.py train-step --data FOLDER --categories cat,pig [--bucketed] [--measured 2]
    pix2seq_port.py sample --size 512 --steps 194 [--measured 2]

A measurement warms up, says {"ready":1}, and then makes one measurement for every line that it reads, each one line of JSON; it ends with
its input. With --rounds N it makes N by itself. Run it with OPENBLAS_CORETYPE=SKYLAKEX on processors that OpenBLAS does not know.
"""
import argparse
import json
import sys
import time

import numpy as np
import torch

import port_data
import port_model as model
import port_parity
import port_step

COMPONENTS = 10
TEMPERATURE = 0.24
# Memory is given back after every step, so that more than a few rows would warm up nothing.
WARM_UP_ROWS = 10


def say(**values):
    print(json.dumps(values), flush=True)


def median(values):
    return float(np.median(values))


def measure_rounds(options, warm_up, measure):
    """Warms up, then measures on demand."""
    warm_up()
    if options.rounds:
        for _ in range(options.rounds):
            say(**measure())
        return
    say(ready=1)
    for _ in sys.stdin:
        say(**measure())


def product(options):
    side, repeats = 2048, 3
    a, b = torch.randn(side, side), torch.randn(side, side)

    def measure():
        began = time.perf_counter()
        for _ in range(repeats):
            torch.mm(a, b)
        return {"gflops": repeats * 2 * side ** 3 / (time.perf_counter() - began) / 1e9}

    measure_rounds(options, measure, measure)


def decoder(options):
    p = model.initial_parameters(options.cell, options.size, options.code, decoder_only=True)
    strokes, codes = torch.randn(options.batch, options.steps, 5), torch.randn(options.batch, options.code)

    def measure(rows=options.steps):
        for value in p.values():
            value.grad = None
        began = time.perf_counter()
        hidden, _, _ = model.unroll(p, options.cell, options.size, strokes[:, :rows], codes, keep=1.0)
        hidden.sum().backward()
        return {"seconds": time.perf_counter() - began}

    measure_rounds(options, lambda: measure(WARM_UP_ROWS), measure)


def train_step(options):
    random = np.random.RandomState(1)
    sketches, longest = port_data.read(options.data, options.categories.split(","))
    if options.bucketed:
        batches = port_data.spread(port_data.bucketed(sketches, options.batch, random), sketches, options.measured)
    else:
        batches = port_data.shuffled(sketches, options.batch, random)[:options.measured]
    pictures = {i: port_data.picture(sketches[i]) for batch in batches for i in batch}
    p = model.initial_parameters(options.cell, options.size, options.code)
    mixture = port_step.initial_mixture(COMPONENTS, options.code)
    optimizer = port_step.Adam(p)

    def feed(batch):
        strokes = [port_data.augmented(sketches[i], random) for i in batch]
        images = np.stack([port_data.augmented_picture(pictures[i]) for i in batch])
        steps = max(len(sketch) for sketch in strokes) + 1 if options.bucketed else longest
        return torch.from_numpy(port_data.stroke_batch(strokes, steps)), torch.from_numpy(images)

    def run(batch, rows=None):
        began = time.perf_counter()
        strokes, images = feed(batch)
        strokes = strokes[:, :rows + 1] if rows else strokes
        fed = time.perf_counter()
        loss = port_step.train_step(p, mixture, optimizer, options.cell, options.size, strokes, images, optimizer.steps)
        if not np.isfinite(loss):
            raise SystemExit(f"pix2seq_port: expected a finite loss, found {loss} at step {optimizer.steps}")
        return time.perf_counter() - began, fed - began, strokes.shape[1] - 1

    def measure():
        seconds, feeds, steps = zip(*(run(batch) for batch in batches))
        count = sum(len(batch) for batch in batches)
        return {
            "sketches_per_s": count / sum(seconds), "seconds_per_step": sum(seconds) / len(batches), "median_seconds": median(seconds),
            "feed_seconds": median(feeds), "mean_rows": sum(steps) / len(steps), "longest": longest, "batches": len(batches)}

    measure_rounds(options, lambda: run(batches[0], WARM_UP_ROWS), measure)


def tempered(probabilities):
    logits = np.log(probabilities) / TEMPERATURE
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


def first_reaching(probabilities, random):
    draw, total = random.random_sample(), 0.0
    for i in range(len(probabilities)):
        total += probabilities[i]
        if total >= draw:
            return i
    return len(probabilities) - 1


@torch.no_grad()
def sample_one(p, options, step, random):
    """One sketch: all T steps, one run of the network a point, the draws on the other side."""
    code = torch.randn(1, options.code)
    state = model.initial_state(p, code)
    x = torch.tensor([[0.0, 0.0, 1.0, 0.0, 0.0]])
    rows = np.zeros((options.steps, 5), np.float32)
    for t in range(options.steps):
        hidden, state = step(torch.cat([x, code], 1), state)
        density = {name: value[0].numpy().astype(np.float64) for name, value in model.head(p, hidden).items()}
        j = first_reaching(tempered(density["pi"]), random)
        pen = first_reaching(tempered(density["pen"]), random)
        sigma_x, sigma_y = density["sigmax"][j] * TEMPERATURE, density["sigmay"][j] * TEMPERATURE
        cross = density["corr"][j] * sigma_x * sigma_y
        offset = random.multivariate_normal([density["mux"][j], density["muy"][j]], [[sigma_x ** 2, cross], [cross, sigma_y ** 2]])
        rows[t, :2] = offset
        rows[t, 2 + pen] = 1
        x = torch.from_numpy(rows[t:t + 1])
    return rows


def sample(options):
    random = np.random.RandomState(1)
    p = model.initial_parameters(options.cell, options.size, options.code, decoder_only=True)
    step = model.CELLS[options.cell](p, options.size, 1.0)

    def measure():
        seconds = []
        for _ in range(options.measured):
            began = time.perf_counter()
            sample_one(p, options, step, random)
            seconds.append(time.perf_counter() - began)
        return {"seconds_per_sketch": median(seconds), "sketches_per_s": 1 / median(seconds), "steps": options.steps}

    measure_rounds(options, measure, measure)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("check").add_argument("folder")
    for verb in ("product", "decoder", "train-step", "sample"):
        options = verbs.add_parser(verb)
        options.add_argument("--threads", type=int, default=2)
        options.add_argument("--rounds", type=int, default=0)
        options.add_argument("--cell", choices=sorted(model.CELLS), default="hyper")
        options.add_argument("--size", type=int, default=512)
        options.add_argument("--code", type=int, default=128)
        options.add_argument("--batch", type=int, default=128)
        options.add_argument("--steps", type=int, default=100)
        options.add_argument("--measured", type=int, default=1)
        options.add_argument("--data")
        options.add_argument("--categories", default="")
        options.add_argument("--bucketed", action="store_true")
    options = parser.parse_args()
    if options.verb == "check":
        raise SystemExit(0 if port_parity.check(options.folder) else 1)
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    {"product": product, "decoder": decoder, "train-step": train_step, "sample": sample}[options.verb](options)


main()
