#!/usr/bin/env bash
# Fills an empty folder with a test host: fill_root.sh RELEASE FOLDER PACKAGES LOCK.
# For build_root.sh, which runs it in namespaces of its own.
set -euo pipefail
release=$1 root=$2 packages=$3 lock=$4
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
bundle=/etc/ssl/certs/ca-certificates.crt

# A release that this machine's debootstrap has not heard of is built as unstable is.
script=/usr/share/debootstrap/scripts/$release
[ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
debootstrap --variant=minbase "$release" "$root" "${SMART_SELECT_DEBIAN_MIRROR:-}" "$script"

mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"

# The machine's certificates, proxy and patience are the root's, too.
copy_certificates() { if [ -e "$bundle" ]; then mkdir -p "$root${bundle%/*}" && cp -L "$bundle" "$root$bundle"; fi; }
copy_certificates
if [ -e /etc/pip.conf ]; then cp -L /etc/pip.conf "$root/etc/pip.conf"; fi
apt-config dump --format '%f "%v";%n' |
    grep -E '^Acquire::(https?::|Retries|Check-Date|Check-Valid-Until)' >"$root/etc/apt/apt.conf.d/90machine" || true

# Nobody reads manuals here, and after a power cut the whole root is built anew.
cat >"$root/etc/apt/apt.conf.d/91small" <<'CONF'
APT::Install-Recommends "false";
Acquire::Languages "none";
CONF
cat >"$root/etc/dpkg/dpkg.cfg.d/small" <<'CONF'
force-unsafe-io
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
path-include=/usr/share/locale/de/*
path-include=/usr/share/locale/locale.alias
CONF
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no service is started
chmod +x "$root/usr/sbin/policy-rc.d"

in_root() { chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "${kept[@]}" "$@"; }
kept=(DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8)
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY \
    PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CERT PIP_TRUSTED_HOST PIP_PROXY PIP_DEFAULT_TIMEOUT; do
    if [ -n "${!name:-}" ]; then kept+=("$name=${!name}"); fi
done

in_root apt-get update -q
# shellcheck disable=SC2046
in_root apt-get install -q -y $(grep -v '^#' "$packages")
in_root localedef -i de_DE -f UTF-8 de_DE.UTF-8
in_root rm -rf /var/cache/apt/archives /var/lib/apt/lists
copy_certificates # in case a package has made its own

# The engine's packages as they are locked; its own code comes from the tree that the tests bind to
# /smart-select, so that a root serves every clone.
cp "$lock" "$root/root/runtime.txt"
in_root python3 -m venv /opt/engine
in_root /opt/engine/bin/python -m pip install -q --no-cache-dir --require-hashes --no-deps \
    --only-binary :all: -r /root/runtime.txt
for site in "$root"/opt/engine/lib/python3*/site-packages; do
    printf '/smart-select/core\n/smart-select/plugin\n' >"$site/smart_select_tree.pth"
done
mkdir -p "$root/smart-select"
