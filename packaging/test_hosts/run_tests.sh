#!/usr/bin/env bash
# Runs the tests in both hosts' roots side by side: they mostly wait for windows, so that two take little longer
# than one. Those that measure how long a window is kept waiting come last, one after the other. PYTHON runs them;
# their reports follow one another.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
export SMART_SELECT_TEST_HOSTS=yes
run() { "$python" -m pytest tests/real_hosts tests/gimp tests/krita --durations=10 -p no:cacheprovider -k "$1"; }

declare -A runners
# Tests that are about no root in particular run with the first.
for release in "not forky" forky; do
    run "($release) and not test_large" >"$logs/$release" 2>&1 &
    runners[$release]=$!
done
failed=no
for release in "not forky" forky; do
    wait "${runners[$release]}" || failed=yes
    cat "$logs/$release"
done
run test_large || failed=yes
[ "$failed" = no ]
