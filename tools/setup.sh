#!/usr/bin/env bash
# Brings what the project needs and is missing: npm packages (Node 24 among them) and, unless --npm-only, the Debian
# packages of the lab. Does nothing and takes milliseconds when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

npm_only=0
[ "${1:-}" = "--npm-only" ] && npm_only=1

# The stamp names the lock file it was made from: a changed lock file installs again.
want=$(sha256sum package-lock.json | cut -c1-32)
if [ ! -x node_modules/.bin/node ] || [ "$(cat node_modules/.setup-stamp 2>/dev/null)" != "$want" ]; then
  echo "setup: installing npm packages" >&2
  # not `npm ci`: it wants lock entries for platforms whose optional packages the lock leaves out
  npm install --no-save --no-audit --no-fund --loglevel=error >&2
  echo "$want" > node_modules/.setup-stamp
fi
[ $npm_only = 1 ] && exit 0

# One `command:package` for each tool of the lab; only those whose command is missing are installed.
missing=()
for pair in ovs-vswitchd:openvswitch-switch ovs-ofctl:openvswitch-common mn:mininet ethtool:ethtool tcpdump:tcpdump \
            tshark:tshark iperf3:iperf3 ip:iproute2 ping:iputils-ping nc:netcat-openbsd python3:python3-minimal pgrep:procps; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || [ -x "/usr/sbin/${pair%%:*}" ] || missing+=("${pair##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "setup: the lab needs these Debian packages: ${missing[*]}; install them or run as root" >&2
    exit 1
  fi
  echo "setup: installing Debian packages: ${missing[*]}" >&2
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
