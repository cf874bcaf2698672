#!/usr/bin/env bash
# Runs the tests in both hosts' roots side by side: they mostly wait for windows, so that two take little longer
# than one. PYTHON runs them; its reports follow one another.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

declare -A runners
# Tests that are about no root in particular run with the first.
for release in "not forky" forky; do
    SMART_SELECT_TEST_HOSTS=yes "$python" -m pytest tests/real_hosts tests/gimp tests/krita -k "$release" \
        --durations=10 -p no:cacheprovider >"$logs/$release" 2>&1 &
    runners[$release]=$!
done
failed=no
for release in "not forky" forky; do
    wait "${runners[$release]}" || failed=yes
    cat "$logs/$release"
done
[ "$failed" = no ]
