#!/usr/bin/env bash
# Tiny runs to which is done what makes training diverge: numbers that are none in data and weights, spikes, absurd learning rates.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
"$root/rpcl" verify divergence --out "$work/runs"
