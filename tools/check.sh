#!/usr/bin/env bash
# Every check there is, cheapest first: types, lint, unit tests, then the tests on real switches.
set -euo pipefail
cd "$(dirname "$0")/.."
node_modules/.bin/tsc --noEmit
node_modules/.bin/biome check .
node_modules/.bin/vitest run "$@"
