#!/usr/bin/env bash
# Training, sampling, encoding and passes without a dispose scope, MINUTES each, while four threads allocate and one collects garbage: every
# number must be that of an undisturbed run.
# Usage: runs/stress.sh [MINUTES]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
minutes=${1:-5}
dotnet build "$root/tests/RpclPix2Seq.Tests" --configuration Release --nologo --verbosity quiet >&2
log=$(mktemp)
trap 'rm -f -- "$log"' EXIT

failures=0
for method in Training:6 Sampling:6 Encoding:2 A_pass_without_a_dispose_scope:6; do
    # A method's cases share its minutes.
    RPCL_STRESS_MINUTES=$(awk -v m="$minutes" -v n="${method#*:}" 'BEGIN { print m / n }') \
        dotnet "$root/artifacts/bin/RpclPix2Seq.Tests/release/RpclPix2Seq.Tests.dll" -noColor -noLogo \
        -method "RpclPix2Seq.Tests.GarbageCollection.CollectionTests.${method%:*}" > "$log" 2>&1 && continue
    cat -- "$log" >&2
    failed=$(sed -nE 's/.* Total: .* Failed: ([0-9]+).*/\1/p' "$log" | tail -n 1)
    # A process that died has no summary.
    failures=$((failures + (${failed:-0} > 0 ? ${failed:-0} : 1)))
done

echo "figure stress_failures $failures"
[[ $failures -eq 0 ]]
