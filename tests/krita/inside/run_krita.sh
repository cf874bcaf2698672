#!/bin/sh
# Runs Krita with a window manager: run_krita.sh PHOTO. With SMART_SELECT_WORKER_MINUTES the worker stays idle
# no longer than that, and when Krita has ended, OUT/ended.json tells when it did and when the worker was gone.
openbox &
if [ -z "${SMART_SELECT_WORKER_MINUTES:-}" ]; then
    exec krita --nosplash "$1"
fi
engine=$SMART_SELECT_OUT/engine
printf '#!/bin/sh\nexec %s "$@" --idle-minutes %s\n' "$SMART_SELECT_PYTHON" "$SMART_SELECT_WORKER_MINUTES" >"$engine"
chmod +x "$engine"
export SMART_SELECT_PYTHON="$engine"
krita --nosplash "$1"
exec python3 "$(dirname "$0")/watch_worker.py" "$SMART_SELECT_OUT/ended.json"
