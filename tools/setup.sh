#!/usr/bin/env bash
# Brings what the project needs and is missing: npm packages (Node 24 among them), the native bindings and, unless
# --npm-only, the Debian packages of the lab. Does nothing and takes milliseconds when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

npm_only=0
[ "${1:-}" = "--npm-only" ] && npm_only=1

# The stamp names the lock file it was made from: a changed lock file installs again.
want=$(sha256sum package-lock.json | cut -c1-32)
if [ ! -x node_modules/.bin/node ] || [ "$(cat node_modules/.setup-stamp 2>/dev/null)" != "$want" ]; then
  echo "setup: installing npm packages" >&2
  # not `npm ci`: it wants lock entries for platforms whose optional packages the lock leaves out
  # Standard input is the command's own: `ofp` reads it.
  npm install --no-save --no-audit --no-fund --loglevel=error </dev/null >&2
  echo "$want" > node_modules/.setup-stamp
fi

# The native bindings, made again when their source has changed. Where they cannot be built the program runs without them
# and says so.
want=$(cat native-bindings/binding.gyp native-bindings/src/* | sha256sum | cut -c1-32)
if [ "$(cat native-bindings/build/.setup-stamp 2>/dev/null)" != "$want" ]; then
  # By npm, which brings its own node-gyp and knows where the headers are.
  if log=$(npm run build:native </dev/null 2>&1); then
    echo "$want" > native-bindings/build/.setup-stamp
  else
    echo "setup: the native bindings could not be built; node:net serves in their place. The last words were:" >&2
    tail -n 5 <<<"$log" >&2
  fi
fi
[ $npm_only = 1 ] && exit 0

# One `command:package` for each tool of the lab; only those whose command is missing are installed. python3 is asked for
# by its path: the lab runs Debian's, whatever else is called so.
missing=()
for pair in ovs-vswitchd:openvswitch-switch ovs-ofctl:openvswitch-common mn:mininet ethtool:ethtool tcpdump:tcpdump \
            tshark:tshark iperf3:iperf3 ip:iproute2 ping:iputils-ping nsenter:util-linux /usr/bin/python3:python3; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || [ -x "/usr/sbin/${pair%%:*}" ] || missing+=("${pair##*:}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" != 0 ]; then
  echo "setup: the lab needs these Debian packages: ${missing[*]}; install them or run as root" >&2
  exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "setup: the lab needs what Debian calls ${missing[*]}; this is no Debian, so install them by its own means" >&2
  exit 1
fi
echo "setup: installing Debian packages: ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Another installation may be under way: wait for it rather than fail.
apt=(apt-get -qq -o DPkg::Lock::Timeout=180 -o Acquire::Retries=3)
if ! { "${apt[@]}" update && DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  cat "$log" >&2
  echo "setup: the Debian packages could not be installed; what apt-get said stands above" >&2
  exit 1
fi
