#!/usr/bin/env bash
# The studio under load on loopback: 64 clients for SECONDS (default 60), then more than are let in, slow and half-open connections, bodies
# that are too large, malformed or of another site. Needs Node.js. Usage: runs/load-studio.sh [SECONDS]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/runs/common.sh"
seconds=${1:-60}
start_studio
status=0
node "$root/runs/load-studio.mjs" "$(< "$work/address")" "$server" "$seconds" || status=$?
kill -0 "$server" 2> /dev/null || { echo 'FAIL the server is gone'; cat -- "$work/log" >&2; status=1; }
exit "$status"
