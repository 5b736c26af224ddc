#!/usr/bin/env bash
# What rpcl is made of: (1) the lock files are those that the projects resolve to, (2) no package has a known vulnerability, as far as the
# registry can be asked, (3) the licenses, (4) a bill of materials (CycloneDX) in FILE. A registry that gives no vulnerability data is said
# in one line and is no failure; a known vulnerability is one.
# Usage: runs/supply-chain.sh [FILE]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
bill=${1:-$root/out/rpcl.cdx.json}
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
failed=0

if dotnet restore "$root/RpclPix2Seq.slnx" --locked-mode --nologo --verbosity quiet > "$work/restore" 2>&1; then
    echo "lock files: as resolved"
else
    echo "lock files: not as resolved, or packages that cannot be reached"
    cat -- "$work/restore"
    failed=1
fi

# Lines of JSON that name a severity: one a known vulnerability of a package in a project.
known() { grep -c '"severity"' "$1" || true; }
ask() { dotnet list "$1" package --vulnerable --include-transitive --format json > "$2" 2>&1; }

# A package that is known to be vulnerable tells whether "none known" means none or no data.
mkdir -- "$work/probe"
cat > "$work/probe/probe.csproj" << 'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.1" /></ItemGroup>
</Project>
PROJECT
if (cd "$work/probe" && dotnet restore --nologo --verbosity quiet > /dev/null 2>&1 && ask probe.csproj "$work/probe.json") \
    && [[ $(known "$work/probe.json") -gt 0 ]]; then
    if ask "$root/RpclPix2Seq.slnx" "$work/vulnerable.json"; then
        vulnerable=$(known "$work/vulnerable.json")
        echo "figure vulnerable_packages $vulnerable"
        if [[ $vulnerable -gt 0 ]]; then
            cat -- "$work/vulnerable.json"
            failed=1
        fi
    else
        echo "vulnerabilities: not checked, the packages cannot be listed"
        cat -- "$work/vulnerable.json"
        failed=1
    fi
else
    echo "vulnerabilities: not checked, the registry's data cannot be reached from here"
fi

audit() { # FOLDER: what npm knows of the packages of a page
    (cd -- "$1" && npm audit --omit=dev --json) > "$work/audit.json" 2> /dev/null || true
    local found
    if ! found=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["metadata"]["vulnerabilities"]["total"])' \
        "$work/audit.json" 2> /dev/null); then
        echo "vulnerabilities of $1: not checked, npm's data cannot be reached from here"
    elif [[ $found -gt 0 ]]; then
        cat -- "$work/audit.json"
        failed=1
    fi
}
while IFS= read -r manifest; do
    audit "$(dirname -- "$manifest")"
done < <(find "$root" \( -name node_modules -o -name artifacts -o -name out \) -prune -o -name package.json -print)

mkdir -p -- "$(dirname -- "$bill")"
dotnet build "$root/safety/RpclPix2Seq.Safety" --configuration Release --nologo --verbosity quiet >&2
dotnet "$root/artifacts/bin/RpclPix2Seq.Safety/release/RpclPix2Seq.Safety.dll" sbom "$root" "$bill" > "$work/licenses"
cat -- "$work/licenses"
echo "bill of materials: $bill"
echo "figure licenses_not_stated $(grep -c 'not stated$' "$work/licenses" || true)"
echo "figure packages $(wc -l < "$work/licenses")"
exit "$failed"
