#!/usr/bin/env bash
# A category of 75,000 sketches as Python 2 pickled it: the time and memory of drawing its pictures (`rpcl data prepare`) and of importing
# it (`rpcl data import`), beside the original's own way of drawing on 1,000 of the same sketches, and the time of reading it beside
# numpy's. Times are medians of whole processes; reading is timed inside a process. Needs GNU time, and a python3 with numpy, svgwrite,
# cairosvg and PIL (Debian: time python3-numpy python3-svgwrite python3-cairosvg python3-pil).
# Usage: runs/prepare-75k.sh [RUNS]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
runs=${1:-5}

find_python() {
    local candidate
    for candidate in $(type -ap python3); do
        if "$candidate" -c 'import numpy, svgwrite, cairosvg, PIL' 2> /dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
}
packages=(time python3-numpy python3-svgwrite python3-cairosvg python3-pil)
source "$root/runs/common.sh"
if [[ -z $(find_python) || ! -x /usr/bin/time ]]; then install_packages "${packages[@]}"; fi
python=$(find_python)
[[ -n $python && -x /usr/bin/time ]] || { echo "prepare-75k: something is missing: apt-get install ${packages[*]}" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
"$root/rpcl" data procedural --out "$work/parts" --train 14000 --valid 500 --test 500 --quiet > /dev/null
"$python" "$root/runs/prepare-75k.py" make "$work/category.npz" "$work"/parts/*.npz
rm -rf -- "$work/parts"
dotnet build "$root/bench/RpclPix2Seq.Bench" --configuration Release --nologo --verbosity quiet >&2
export RPCL_NO_BUILD=1

for ((run = 0; run < runs; run++)); do
    /usr/bin/time -f '%e %M' -a -o "$work/prepare" "$root/rpcl" data prepare "$work/category.npz" \
        --out "$work/pictures" --force --quiet > /dev/null
    /usr/bin/time -f '%e %M' -a -o "$work/import" "$root/rpcl" data import "$work/category.npz" --out "$work/data" --quiet > /dev/null
    rm -rf -- "$work/data"
    "$python" "$root/runs/prepare-75k.py" read "$work/category.npz" 15 >> "$work/numpy"
    dotnet "$root/artifacts/bin/RpclPix2Seq.Bench/release/RpclPix2Seq.Bench.dll" data read "$work/category.npz" 15 >> "$work/read"
done
"$python" "$root/runs/prepare-75k.py" original "$work/category.npz" "$work/pictures/category_png.npz" 1000 > "$work/original"

prepare=$(cut -d ' ' -f 1 "$work/prepare" | median)
original=$(sed -n 's/^figure original_ms_per_sketch //p' "$work/original")
echo "category: $(stat -c %s "$work/category.npz") bytes; processors: $(nproc)"
echo "figure import_seconds $(cut -d ' ' -f 1 "$work/import" | median)"
echo "figure import_peak_mb $(cut -d ' ' -f 2 "$work/import" | sort -n | tail -n 1 | awk '{ printf "%.0f", $1 / 1024 }')"
echo "figure numpy_read_seconds $(median < "$work/numpy")"
echo "figure read_seconds $(median < "$work/read")"
echo "figure numpy_read_ratio $(awk -v a="$(median < "$work/numpy")" -v b="$(median < "$work/read")" 'BEGIN { printf "%.2f", a / b }')"
grep different "$work/original"
echo "figure prepare_readme_ratio $(awk -v p="$prepare" 'BEGIN { printf "%.0f", 1800 / p }')"
echo "figure prepare_seconds $prepare"
echo "figure prepare_peak_mb $(cut -d ' ' -f 2 "$work/prepare" | sort -n | tail -n 1 | awk '{ printf "%.0f", $1 / 1024 }')"
echo "figure original_ms_per_sketch $original"
echo "figure prepare_ratio $(awk -v o="$original" -v p="$prepare" 'BEGIN { printf "%.0f", o * 75000 / 1000 / p }')"
