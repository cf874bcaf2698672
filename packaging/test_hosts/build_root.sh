#!/usr/bin/env bash
# Builds one test host: a Debian root with real GIMP and Krita, and an environment for the worker.
#
#     build_root.sh RELEASE        trixie or forky
#
# Does nothing when the root is there and was made from these files as they are now. A root is built under
# another name, in mount and process namespaces of its own, and shown by one rename: whoever kills this
# leaves no mount, no process and no half-built root behind, only a folder that the next run removes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
release=${1:?"usage: build_root.sh RELEASE"}
source "$here/places.sh"
root=$ROOTS/$release
lock=$here/../../plugin/smart_select_plugin/environment/locks/runtime.txt
recipe=$(cat "$here/build_root.sh" "$here/fill_root.sh" "$here/packages.txt" "$lock" | sha256sum | cut -d' ' -f1)

mkdir -p "$ROOTS"
exec 9>"$ROOTS/.$release.building"
flock 9 # one builder at a time; a second one finds it done
if [ "$(cat "$root/.ready" 2>/dev/null)" = "$recipe" ]; then
    echo "$release: ready in $root"
    exit 0
fi

rm -rf --one-file-system "$ROOTS/.$release.new" "$ROOTS/.$release.old"
new=$ROOTS/.$release.new
mkdir "$new"
unshare --mount --propagation private --pid --fork --kill-child \
    "$here/fill_root.sh" "$release" "$new" "$here/packages.txt" "$lock"
echo "$recipe" >"$new/.ready"

exec 8>"$ROOTS/.$release.in-use"
flock 8 # tests that still run in the old one come to their end first
if [ -e "$root" ]; then mv "$root" "$ROOTS/.$release.old"; fi
mv "$new" "$root"
rm -rf --one-file-system "$ROOTS/.$release.old"
echo "$release: built in $root"
