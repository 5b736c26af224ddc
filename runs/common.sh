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
