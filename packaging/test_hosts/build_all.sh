#!/usr/bin/env bash
# Builds both test hosts, side by side; a few minutes and 2 × 2 GB the first time, nothing later.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/places.sh"

if [ "$(id -u)" -ne 0 ] || [ "$(uname -s)" != Linux ]; then
    echo "The test hosts are Debian roots, which only root on Linux can build: their tests will be skipped."
    exit 0
fi
if ! command -v debootstrap >/dev/null; then
    echo "installing debootstrap"
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends debootstrap >/dev/null
fi

mkdir -p "$ROOTS"
failed=no
declare -A builders
for release in trixie forky; do
    "$here/build_root.sh" "$release" >"$ROOTS/$release.log" 2>&1 &
    builders[$release]=$!
done
for release in "${!builders[@]}"; do
    if wait "${builders[$release]}"; then
        tail -n 1 "$ROOTS/$release.log"
    else
        failed=yes
        echo "$release: failed; the end of $ROOTS/$release.log:"
        tail -n 30 "$ROOTS/$release.log"
    fi
done
[ "$failed" = no ]
