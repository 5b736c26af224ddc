# What the scripts of this folder have in common; they source it.

# The median of the numbers on standard input.
median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

# install_packages PACKAGE…: installs Debian packages where that is possible; what needs them checks whether they are there.
install_packages() {
    [[ $EUID -eq 0 ]] && command -v apt-get > /dev/null || return 0
    echo "$(basename -- "$0" .sh): installing $* …" >&2
    apt-get update -qq > /dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null 2>&1 || true
}

# in_two_processes COMMAND…: runs a command twice at the same time; under set -e it fails if either does.
in_two_processes() {
    local pids=() pid
    "$@" & pids+=($!)
    "$@" & pids+=($!)
    for pid in "${pids[@]}"; do wait "$pid"; done
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
