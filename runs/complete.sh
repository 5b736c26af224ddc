#!/usr/bin/env bash
# How well codes chosen by the beginning of a sketch predict the rest: runs/complete.sh MODEL [DATA] [SKETCHES PER CATEGORY]
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
lab/run completion "$1" ${2:+--data "$2"} --each "${3:-10}"
