#!/usr/bin/env bash
# Runs a command inside a test host.
#
#     run_in_root.sh [--offline] [--bind FOLDER]… ROOT HOME COMMAND…
#
# ROOT     a release, or the folder of a root
# HOME     a folder of this machine that becomes the home; it and the --bind folders keep their paths inside
#
# The repository is at /smart-select, read-only. All else that is written is forgotten: the root is the lower
# layer of an overlay in memory. Mounts and processes, daemons included, end with the command.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ "${SMART_SELECT_IN_NAMESPACE:-}" != yes ]; then
    source "$here/places.sh"
    network=() binds=()
    while :; do
        case ${1:-} in
            --offline) network=(--net) && shift ;;
            --bind) binds+=("$(realpath "$2")") && shift 2 ;;
            *) break ;;
        esac
    done
    root=${1:?"a root is missing"} home=$(realpath "${2:?"a home is missing"}")
    shift 2
    [[ $root == */* ]] || root=$ROOTS/$root
    [ -e "$root/.ready" ] || { echo "There is no test host in $root; make test-hosts builds it." >&2 && exit 3; }
    # Held until the last process inside has ended: nobody replaces the root meanwhile.
    exec 9>"$(dirname "$root")/.$(basename "$root").in-use"
    flock -s 9
    binds+=("$home")
    SMART_SELECT_IN_NAMESPACE=yes exec unshare --mount --propagation private --pid --fork --kill-child \
        --ipc "${network[@]}" "$0" "$root" "$home" "$(IFS=: && echo "${binds[*]}")" "$@"
fi

root=$1 home=$2 binds=$3
shift 3
layers=$root/mnt
mount -t tmpfs layers "$layers"
mkdir "$layers"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=$root,upperdir=$layers/upper,workdir=$layers/work" "$layers/root"
inside=$layers/root
mount -t proc proc "$inside/proc"
mount --rbind /dev "$inside/dev"
mount -t tmpfs shm "$inside/dev/shm"
mkdir -p "$inside/smart-select"
mount --bind "$here/../.." "$inside/smart-select"
mount -o remount,bind,ro "$inside/smart-select"
IFS=: read -r -a folders <<<"$binds"
for folder in "${folders[@]}"; do
    mkdir -p "$inside$folder"
    mount --bind "$folder" "$inside$folder"
done

chroot "$inside" env -i HOME="$home" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 TERM=dumb SMART_SELECT_PYTHON=/opt/engine/bin/python "$@" &
code=0
wait $! || code=$?
exit "$code"
