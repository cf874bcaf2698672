#!/usr/bin/env bash
# Runs a command in a test host as a user who has what the distribution brings and nothing of ours:
# as_new_user.sh COMMAND…  The repository and the engine's environment are out of sight; only the scenarios
# stay, in /scenarios. HOME must belong to the user already.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir /scenarios
cp "$here"/*.py "$here"/../../gimp/inside/*.py "$here"/../../krita/inside/*.py /scenarios
mount -t tmpfs -o mode=755 nothing /opt/engine
useradd --uid 4242 --home-dir "$HOME" --no-create-home painter
cd "$HOME"
# Last, because this file is in there.
mount -t tmpfs -o mode=755 nothing /smart-select
exec setpriv --reuid painter --regid painter --init-groups env -u SMART_SELECT_PYTHON "$@"
