# What the scripts of this folder have in common; they source it.
export LC_ALL=C # numbers have points

# The median of the numbers on standard input.
median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

# install_packages PACKAGE…: installs Debian packages where that is possible; what needs them checks whether they are there.
install_packages() {
    [[ $EUID -eq 0 ]] && command -v apt-get > /dev/null || return 0
    echo "$(basename -- "$0" .sh): installing $* …" >&2
    apt-get update -qq > /dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null 2>&1 || true
}

# state RUN: the hashes of its last weights, mixture, moments and codes.
state() { (cd -- "$1/last/" && sha256sum model.safetensors training.safetensors); }
# step_of RUN: the step of its last checkpoint; -1 before the first.
step_of() { sed -nE 's/^\{"Progress":\{"Step":([0-9]+).*/\1/p' "$1/last/progress.json" 2> /dev/null || echo -1; }

# bits RUN: what a run came to, without what depends on the time: the files' own bytes, not what their manifest says of them.
bits() {
    state "$1" && sed -E 's/"sketches_per_second":[^,}]*,?//' "$1/metrics.jsonl" | sha256sum \
        && cat -- "$1/latent.jsonl" "$1/redrawings.jsonl" | sha256sum
}
# same state|bits RUN RUN: whether they are those of both runs; not where either has none.
same() {
    local one other
    one=$("$1" "$2") && other=$("$1" "$3") && [[ -n $one && $one == "$other" ]]
}
# metric RUN SPLIT NAME: what a run's log has of a metric, in the order of the steps; fails if that is nothing.
metric() { sed -nE "/^\{\"split\":\"$2\"/ s/.*\"$3\":([0-9.eE+-]+).*/\1/p" "$1/metrics.jsonl" | grep .; }

# make_data FOLDER ARGUMENT…: the data of runs/model-data.sh, unless they are there; what was left half made is made anew.
make_data() {
    [[ -d $1/data ]] && return
    rm -rf -- "$1"
    "$root/runs/model-data.sh" "$@"
}

# wait_for PROCESS…: waits until all have ended, and fails if one has failed.
wait_for() {
    local process failed=0
    for process in "$@"; do wait "$process" || failed=1; done
    return "$failed"
}

# in_two_processes COMMAND…: runs a command twice at the same time; fails if either does.
in_two_processes() {
    "$@" & local first=$!
    "$@" & local second=$!
    wait_for "$first" "$second"
}

# start_studio: starts the studio of $root with the model that ships on a free port of loopback, and sets work (a temporary folder with its
# address and log) and server (its process). Both are gone when the script ends.
start_studio() {
    work=$(mktemp -d)
    "$root/rpcl" --version > /dev/null # builds where sources are newer
    dotnet "$root/artifacts/bin/RpclPix2Seq.Cli/release/rpcl.dll" studio --port 0 --no-open --runs "$work/runs" \
        > "$work/address" 2> "$work/log" &
    server=$!
    trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; rm -rf -- "$work"' EXIT
    for ((i = 0; i < 300; i++)); do
        if [[ -s $work/address ]]; then break; fi
        kill -0 "$server" 2> /dev/null || { cat -- "$work/log" >&2; exit 1; }
        sleep 0.2
    done
}
