#!/usr/bin/env bash
# A model as ONNX graphs in onnxruntime: sizes, whether its sketches are ours, sketches per second beside our sampler (two threads, in
# turns), and the page in headless Chromium, where npm can install what drives it. Usage: runs/onnx.sh [MODEL]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
command -v chromium > /dev/null || install_packages chromium
"$root/lab/run" onnx "$@" --out "$work/trial"
if ! (cd -- "$root/tests/browser" && { [[ -f node_modules/.package-lock.json ]] || npm ci --silent --no-audit --no-fund >&2; }); then
    echo 'onnx: npm ci failed: the page is not tried' >&2
    exit
fi
page=0
seen=$(node "$root/tests/browser/onnx-page.mjs" "$work/trial/int8" "$(command -v chromium)") || true
if [[ $seen == *'sketches in '*'"errors":[]'* ]]; then page=1; fi
echo "figure onnx_page_ok $page"
[[ $page -eq 1 ]]
