#!/usr/bin/env bash
# Does the rpcl command find and load libtorch from (1) build output, (2) a published folder and (3) an installed dotnet tool?
# Each is started from a folder outside the project with an empty cache, and each must pass `rpcl doctor`.
# The last line is the number of ways that work: figure packaging_ok 3
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cli="$project/src/RpclPix2Seq.Cli"
ok=0

doctor() { # label, command...
    local label=$1
    shift
    mkdir -p "$work/cache-$label" "$work/empty"
    if (cd "$work/empty" && XDG_CACHE_HOME="$work/cache-$label" "$@" doctor) >"$work/$label.log" 2>&1; then
        ok=$((ok + 1))
        echo "$label: ok"
    else
        echo "$label: failed"
        cat "$work/$label.log"
    fi
}

size() { # label, folder
    echo "figure packaging_$1_mb $(du -sm "$2" | cut -f1)"
}

dotnet build "$cli" -c Release --nologo -v quiet -p:ArtifactsPath="$work/artifacts"
doctor build dotnet "$work/artifacts/bin/RpclPix2Seq.Cli/release/rpcl.dll"
size build "$work/artifacts/bin/RpclPix2Seq.Cli/release"

dotnet publish "$cli" -c Release --nologo -v quiet -p:ArtifactsPath="$work/artifacts" -o "$work/publish"
doctor publish "$work/publish/rpcl"
size publish "$work/publish"

dotnet pack "$cli" -c Release --nologo -v quiet -p:ArtifactsPath="$work/artifacts" -o "$work/package"
size package "$work/package"
# A source of its own: the package that was just made and no other of that name.
version=$(basename "$work"/package/RpclPix2Seq.Cli.*.nupkg .nupkg)
version=${version#RpclPix2Seq.Cli.}
dotnet tool install RpclPix2Seq.Cli --tool-path "$work/tool" --source "$work/package" --version "$version" \
    >"$work/install.log" 2>&1 || cat "$work/install.log"
doctor tool "$work/tool/rpcl"
size tool "$work/tool"

echo "figure packaging_ok $ok"
[ "$ok" -eq 3 ]
