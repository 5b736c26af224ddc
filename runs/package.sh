#!/usr/bin/env bash
# The packages, from a clean clone of what is committed, each used in an empty folder: the library with the cookbook's first example, the
# tool with the model in it, the library of sketches compiled to native code, and a folder that runs without .NET.
# Usage: runs/package.sh; its last line is how many of the four work: figure package_ok 4
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
ok=0
feed=$work/feed

git clone --quiet -- "$root" "$work/clone"
cd -- "$work/clone"

# A version of its own, so that no other package of that name is taken from NuGet's cache; it leaves the cache again.
version=$(dotnet msbuild src/RpclPix2Seq.Sketches -getProperty:Version)-run.$(date +%s)
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
trap 'rm -rf -- "$work" "$cache"/rpclpix2seq{,.sketches,.cli}/"$version"' EXIT
for name in RpclPix2Seq.Cli RpclPix2Seq RpclPix2Seq.Sketches; do
    dotnet pack "src/$name" --configuration Release --nologo --verbosity quiet -p:Version="$version" --output "$feed"
done

mb() { du -sbL -- "$1" | awk '{ printf "%.1f", $1 / 1e6 }'; }
count() { { find "$1" -name "$2" -size +100c 2> /dev/null || true; } | wc -l; }
works() { # NAME CONDITION…: counts what works; the condition is one of test.
    local name=$1
    shift
    if test "$@"; then
        ok=$((ok + 1))
        echo "$name: ok"
    else
        echo "$name: failed"
    fi
}

# project FOLDER PACKAGE OPTIONS: a program that uses a package; its code comes from standard input.
project() {
    mkdir -- "$1"
    cat > "$1/Program.cs"
    cat > "$1/example.csproj" << PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <InvariantGlobalization>true</InvariantGlobalization>
    <RestoreAdditionalProjectSources>$feed</RestoreAdditionalProjectSources>
    $3
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="$2" Version="$version" />
  </ItemGroup>
</Project>
PROJECT
}

# The first example of the cookbook, with the model that ships.
{
    echo 'using RpclPix2Seq;'
    awk '/^```csharp/ { on = 1; next } /^```/ && on { exit } on' docs/cookbook.md
} | project "$work/library" RpclPix2Seq ""
cp -r -- models/quickdraw "$work/library/model"
(cd -- "$work/library" && dotnet run --configuration Release) || true
drawn=$(count "$work/library" 'sketch-*.svg')
works library "$drawn" -eq 4

mkdir -- "$work/empty"
cd -- "$work/empty"
dotnet tool install RpclPix2Seq.Cli --tool-path "$work/tool" --source "$feed" --version "$version" > /dev/null || true
"$work/tool/rpcl" sample --per-component --count 1 --only svg --out tool --quiet > /dev/null || true
styles=$(count tool 'component*.svg')
works tool "$styles" -gt 10

# Warnings of the compiler are errors: nothing in the library may depend on what it leaves out.
project "$work/native" RpclPix2Seq.Sketches \
    '<PublishAot>true</PublishAot><TreatWarningsAsErrors>true</TreatWarningsAsErrors>' << 'PROGRAM'
using RpclPix2Seq;

Sketch sketch = Sketch.Load(args[0]);
sketch.Save(args[1]);
Console.WriteLine($"{sketch.Length} rows");
PROGRAM
native_mb=0
if (cd -- "$work/native" && dotnet publish --configuration Release --runtime linux-x64 --nologo --verbosity quiet \
    --output "$work/aot"); then
    "$work/aot/example" "$work/clone/docs/images/icon.svg" native.png || true
    native_mb=$(mb "$work/aot/example")
fi
works native -s native.png

dotnet publish "$work/clone/src/RpclPix2Seq.Cli" --configuration Release --runtime linux-x64 --self-contained --nologo --verbosity quiet \
    -p:Version="$version" --output "$work/self-contained" || true
env -i HOME="$work" PATH=/usr/bin:/bin DOTNET_ROOT=/nowhere \
    "$work/self-contained/rpcl" sample --component 1 --count 2 --only svg --out alone --quiet > /dev/null || true
works self-contained "$(count alone 'component*.svg')" -eq 2

for name in Cli Sketches; do echo "figure package_mb_${name,,} $(mb "$feed/RpclPix2Seq.$name.$version.nupkg")"; done
echo "figure package_mb_library $(mb "$feed/RpclPix2Seq.$version.nupkg")"
echo "figure package_mb_native $native_mb"
echo "figure package_mb_self_contained $(mb "$work/self-contained")"
echo "figure package_example_sketches $drawn"
echo "figure package_tool_styles $styles"
echo "figure package_ok $ok"
[[ $ok -eq 4 ]]
