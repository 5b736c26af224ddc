#!/usr/bin/env bash
# The properties of the tests (Property.ForAll) on cases that no run has tried before: each round with another seed. Ends with "figure
# roam_rounds N" and "figure roam_failures N". A failure's output has the seed of its case: CsCheck_Seed=SEED ./test.sh -method NAME tries
# it again.
# Usage: runs/roam.sh [ROUNDS] [RUNNER_ARGUMENT…], for example runs/roam.sh 20 -class '*Fused*'
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
rounds=${1:-10}
shift || true
log=$(mktemp)
trap 'rm -f -- "$log"' EXIT

# A seed of CsCheck: 64 bits and the number of a stream, 0, in digits of base 64.
new_seed() {
    local digits=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_- seed=${RANDOM:0:1} i
    for ((i = 0; i < 10; i++)); do seed+=${digits:RANDOM % 64:1}; done
    printf '%s0' "$seed"
}

# The classes of a test project that have properties, as arguments of its runner.
classes_of() {
    local file
    grep -rl --include='*.cs' '\.ForAll(' "$1" | while read -r file; do
        printf -- '-class\n%s.%s\n' "$(sed -n 's/^namespace \(.*\);\r\?$/\1/p' "$file")" "$(basename -- "$file" | cut -d . -f 1)"
    done
}

cd -- "$root"
dotnet build --configuration Release --nologo --verbosity quiet >&2
failures=0
for ((round = 1; round <= rounds; round++)); do
    seed=$(new_seed)
    for project in tests/*.Tests; do
        mapfile -t classes < <(classes_of "$project")
        [[ ${#classes[@]} -gt 0 ]] || continue
        name=${project#tests/}
        arguments=("$@")
        [[ $# -gt 0 ]] || arguments=("${classes[@]}")
        if ! CsCheck_Seed=$seed nice -n 19 dotnet "artifacts/bin/$name/release/$name.dll" -noColor -noLogo "${arguments[@]}" \
            > "$log" 2>&1; then
            failures=$((failures + 1))
            echo "round $round, CsCheck_Seed=$seed, $name:" >&2
            cat -- "$log" >&2
        fi
    done
    echo "round $round of $rounds, CsCheck_Seed=$seed: $failures failures so far" >&2
done
echo "figure roam_rounds $rounds"
echo "figure roam_failures $failures"
[[ $failures -eq 0 ]]
