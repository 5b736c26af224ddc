#!/usr/bin/env bash
# Measures training and sampling beside the readable path, a line-by-line port of the original to Debian's PyTorch, and what the machine can
# do: interleaved, in one go, on two threads. Writes bench/results/ and ends with the figures. Takes about twenty minutes on two cores;
# nothing else may run meanwhile. --quick makes one round, to try it, and writes to artifacts/bench/ only.
# Usage: bench/run.sh [--quick] [FOLDER_OF_NPZ [FOLDER_OF_PARITY_CASES]]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
quick=()
if [[ ${1:-} == --quick ]]; then
    quick=(--quick)
    shift
fi
data=${1:-$root/../shared/quickdraw}
parity=${2:-$root/../shared/parity}
categories=airplane,butterfly,cake,cat,duck,flamingo,pig,snowman,teapot
python=/usr/bin/python3
peers=$root/bench/peers
work=$root/artifacts/bench
results=$root/bench/results
[[ ${#quick[@]} -eq 0 ]] || results=$work

fail() {
    printf 'bench: error: %s\n' "$1" >&2
    exit 1
}

say() { printf '%s\n' "$*" >&2; }

[[ -f $data/cat.npz ]] || fail "$data: expected CATEGORY.npz of $categories, found none: name the folder"
[[ -d $parity ]] || fail "$parity: expected the parity cases that prove the port, found no folder: name it"
command -v dotnet > /dev/null || fail 'the .NET 10 SDK is not installed: see https://dotnet.microsoft.com/download/dotnet/10.0'

if ! "$python" -c 'import torch, numpy' 2> /dev/null || ! dpkg -s libopenblas0-pthread > /dev/null 2>&1; then
    say 'installing the peer: python3-torch, python3-numpy, libopenblas0-pthread …'
    apt-get update -qq > /dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-torch python3-numpy libopenblas0-pthread > /dev/null ||
        fail 'the peer cannot be installed: it is needed for every ratio'
fi
ldd "$("$python" -c 'import torch._C; print(torch._C.__file__)')" | grep 'libopenblas' > /dev/null ||
    fail "the peer's PyTorch does not use OpenBLAS: see update-alternatives --config libblas.so.3-x86_64-linux-gnu"

# OpenBLAS takes processors that it does not know for old ones; PyTorch's threads and its own are set alike.
if grep -q avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE=SKYLAKEX; else export OPENBLAS_CORETYPE=HASWELL; fi
export OPENBLAS_NUM_THREADS=2 OMP_NUM_THREADS=2 PYTHONDONTWRITEBYTECODE=1

say 'building …'
"$root/rpcl" --version > /dev/null || fail 'the build failed'
dotnet build "$root/bench/RpclPix2Seq.Bench" --configuration Release --nologo --verbosity quiet >&2 || fail 'the build failed'
bench=(dotnet "$root/artifacts/bin/RpclPix2Seq.Bench/release/RpclPix2Seq.Bench.dll")

mkdir -p -- "$work"
rm -rf -- "$work/micro"
say 'comparing the port with what the original computed …'
"$python" "$peers/pix2seq_port.py" check "$parity" >&2 || fail 'the port is not equal to the original'
say 'measuring …'
"${bench[@]}" suite --data "$data" --categories "$categories" --peers "$peers" --python "$python" \
    --rpcl "$root/rpcl" --out "$work/rounds.jsonl" "${quick[@]}"
say 'measuring single kernels …'
"${bench[@]}" micro --out "$work/micro" > "$work/micro.log" || fail "the kernels' benchmarks failed: see $work/micro.log"
"${bench[@]}" summarize --rounds "$work/rounds.jsonl" --micro "$work/micro" --out "$results"
