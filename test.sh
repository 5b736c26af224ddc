#!/usr/bin/env bash
# Builds everything, checks the formatting, runs all tests, and ends with the line "N passed, N failed[, N skipped]". What the tests compare
# with (numpy), draw in (chromium) and train with (Open MPI) is installed from Debian's packages where that is possible; tests that need it
# are skipped elsewhere.
set -uo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")" || exit 1

say() { printf '%s\n' "$*" >&2; }

if ! command -v dotnet > /dev/null; then
    say 'test.sh: the .NET 10 SDK is not installed: see https://dotnet.microsoft.com/download/dotnet/10.0'
    exit 1
fi

if ! /usr/bin/python3 -c 'import numpy' 2> /dev/null && command -v apt-get > /dev/null && [[ $EUID -eq 0 ]]; then
    say 'installing python3-numpy, which the tests of the file formats compare with …'
    apt-get update -qq > /dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-numpy > /dev/null 2>&1 \
        || say 'python3-numpy cannot be installed: some tests will be skipped'
fi

if [[ ! -x /usr/bin/chromium ]] && command -v apt-get > /dev/null && [[ $EUID -eq 0 ]]; then
    say 'installing chromium, in which the tests of pages draw …'
    apt-get update -qq > /dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium > /dev/null 2>&1 \
        || say 'no chromium: some tests will be skipped'
fi

if ! command -v mpirun > /dev/null && command -v apt-get > /dev/null && [[ $EUID -eq 0 ]]; then
    say 'installing openmpi-bin, with which tests train in several processes …'
    apt-get update -qq > /dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openmpi-bin > /dev/null 2>&1 \
        || say 'no mpirun: some tests will be skipped'
fi

if [[ -x /usr/bin/chromium && ! -f tests/browser/node_modules/.package-lock.json ]] && command -v npm > /dev/null; then
    (cd tests/browser && npm ci --no-audit --no-fund --loglevel=error >&2) || say 'npm installs nothing: a test of a page will be skipped'
fi

# Most methods of a test run only for a moment: counting how they are used, to compile them once more, would cost a fifth of the time.
export DOTNET_TieredPGO=0

say 'building …'
dotnet build --configuration Release --nologo --verbosity quiet || { say 'the build failed'; echo '0 passed, 1 failed'; exit 1; }

logs=$(mktemp -d)
trap 'rm -rf -- "$logs"' EXIT

# run_part NAME ARGUMENT…: the formatting, or the tests of one project; what it says goes to a file, and how it ended to another.
run_part() {
    local name=$1
    shift
    if [[ $name == format ]]; then
        dotnet format whitespace --no-restore --verify-no-changes --verbosity quiet
    else
        dotnet "artifacts/bin/$name/release/$name.dll" -noColor -noLogo "$@"
    fi > "$logs/$name" 2>&1
    echo $? > "$logs/$name.status"
    cat -- "$logs/$name" >&2
}
export -f run_part
export logs

# Two at a time, the longest first; most compute with one thread, and two pools of threads would hinder each other.
say 'checking the formatting, and testing …'
printf '%s\n' RpclPix2Seq.{,Studio.,Cli.,Sketches.,Lab.,Safety.}Tests format \
    | xargs -I {} -P 2 bash -c 'run_part {} "$@"' bash "$@"

passed=0 failed=0 skipped=0
if [[ $(cat -- "$logs/format.status") == 0 ]]; then passed=1; else failed=1; fi
for project in tests/*.Tests; do
    log=$logs/${project#tests/}
    # The runner's last line: "NAME  Total: 9, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 1.234s".
    count() { sed -nE "s/.* Total: .*$1: ([0-9]+).*/\1/p; s/.* $1: ([0-9]+), Errors: .*/\1/p" "$log" | tail -n 1; }
    all=$(count Total) errors=$(count Errors) bad=$(count Failed) left=$(count Skipped)
    bad=$((${bad:-0} + ${errors:-0}))
    passed=$((passed + ${all:-0} - ${left:-0} - bad)) failed=$((failed + bad)) skipped=$((skipped + ${left:-0}))
    # A runner that ends badly without a failed test has crashed.
    if [[ $(cat -- "$log.status") != 0 && $bad -eq 0 ]]; then failed=$((failed + 1)); fi
done

if [[ $skipped -gt 0 ]]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[[ $failed -eq 0 ]]
