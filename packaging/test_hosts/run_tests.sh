#!/usr/bin/env bash
# Runs the tests in both hosts' roots, three runs side by side: GIMP's in either root, and all of Krita and of
# installing. They mostly wait for windows, so that three take little longer than one and keep two cores busy.
# Those that measure how long a window is kept waiting come last, by themselves. PYTHON runs them; their reports
# follow one another.
#
# Windows on a busy machine miss a click now and then. What fails is run once more when all else is done, in
# programs started anew; what fails twice has failed, and what passes then is named, because it wants mending.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
export SMART_SELECT_TEST_HOSTS=yes
run() { # run NAME [OPTION…]: a name of its own for what failed
    # shellcheck disable=SC2086 # folders, of which none has a space
    "$python" -m pytest ${where[$1]} --durations=10 -o cache_dir="$logs/$1.cache" -k "${what[$1]}" "${@:2}"
}

# Tests that are about no root in particular run with the first.
beside=(gimp gimp-forky krita)
declare -A where=(
    [gimp]=tests/gimp [gimp-forky]=tests/gimp [krita]="tests/real_hosts tests/krita" [large]="tests/gimp tests/krita"
)
declare -A what=(
    [gimp]="not forky and not test_large" [gimp-forky]="forky and not test_large"
    [krita]="not test_large" [large]=test_large
)
declare -A runners
for name in "${beside[@]}"; do
    run "$name" >"$logs/$name" 2>&1 &
    runners[$name]=$!
done
again=()
failed=no
ended() { # ended NAME STATUS: 1 says that tests failed, anything else that some did not run at all
    case $2 in
        0) ;;
        1) again+=("$1") ;;
        *) echo "== the run \"$1\" ended by itself ($2)"; failed=yes ;;
    esac
}
for name in "${beside[@]}"; do
    status=0
    wait "${runners[$name]}" || status=$?
    cat "$logs/$name"
    ended "$name" "$status"
done
status=0
run large || status=$?
ended large "$status"

for name in "${again[@]}"; do
    echo "== once more: what failed in the run \"$name\""
    run "$name" --last-failed --last-failed-no-failures none || failed=yes
done
if [ "${#again[@]}" -gt 0 ] && [ "$failed" = no ]; then echo "All passed, some only at the second try (see above): they are unsteady."; fi
[ "$failed" = no ]
