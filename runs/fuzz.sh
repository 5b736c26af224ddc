#!/usr/bin/env bash
# Every reader of files with mutated ones (safety/RpclPix2Seq.Safety/Fuzzing): whole files and inner parts with flipped bits, lying numbers,
# missing, repeated and exchanged pieces, checksums repaired. A reader passes when it reads a file or says in one line what is wrong with
# it; anything else, ten seconds without an end, and memory out of proportion to the file are findings. The inputs of findings go,
# minimized, into FOLDER. Processes: one a processor. Equal arguments give equal inputs.
# Usage: runs/fuzz.sh [EXECUTIONS] [SEED] [NEW_FOLDER]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
executions=${1:-5000000}
seed=${2:-1}
findings=${3:-$root/out/fuzz-$executions-$seed}
if [[ -e $findings ]]; then
    echo "runs/fuzz.sh: $findings is there already: name another folder" >&2
    exit 2
fi
dotnet build "$root/safety/RpclPix2Seq.Safety" --configuration Release --nologo --verbosity quiet >&2
dotnet "$root/artifacts/bin/RpclPix2Seq.Safety/release/RpclPix2Seq.Safety.dll" fuzz "$executions" "$seed" "$findings"
