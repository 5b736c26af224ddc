#!/usr/bin/env bash
# Imports sets of genuine drawings, and compares count, order and extent of all strokes with what decoders of their own make of the same
# files. The sets are clones of public repositories, reduced to their drawings: feathericons/feather (icons), lucide-icons/lucide (icons),
# KanjiVG/kanjivg (kanji), chanind/hanzi-writer-data (data, without all.json), brendenlake/omniglot (strokes_background_small1.zip and 2),
# excalidraw/excalidraw-libraries (libraries).
# Usage: runs/genuine-sets.sh NAME KIND FOLDER…, KIND one of svg, hanzi, omniglot, inkml, excalidraw; for example
#   runs/genuine-sets.sh feather svg ~/feather/icons kanjivg svg ~/kanjivg/kanji
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

(($# > 0 && $# % 3 == 0)) || { echo 'usage: runs/genuine-sets.sh NAME KIND FOLDER…' >&2; exit 2; }
different=0
while (($# > 0)); do
    name=$1 kind=$2 folder=$3
    shift 3
    "$root/rpcl" data import "$folder" --out "$work/$name" --category all --simplify none --keep-duplicates \
        --valid 0 --test 0 --quiet > /dev/null
    "$root/rpcl" data export "$work/$name" --to npz --out "$work/$name-npz" --quiet > /dev/null
    read -r files expected found strokes order extent \
        < <(/usr/bin/python3 "$root/runs/genuine-sets.py" "$kind" "$folder" "$work/$name-npz/all.npz")
    echo "figure genuine_${name}_files $files"
    echo "figure genuine_${name}_drawings $expected"
    echo "figure genuine_${name}_read $found"
    echo "figure genuine_${name}_same_strokes $strokes"
    echo "figure genuine_${name}_same_order $order"
    echo "figure genuine_${name}_same_extent $extent"
    ((found == expected && strokes == expected && order == expected && extent == expected)) || different=$((different + 1))
done
((different == 0))
