#!/usr/bin/env bash
# Every check there is, cheapest first: types, lint, unit tests, then the tests on real switches, which measure time and
# therefore have the machine to themselves. With arguments: those are handed to vitest (`npm test -- ring`).
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

tsc --noEmit
biome check .
if [ $# -gt 0 ]; then
  exec vitest run "$@"
fi

reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
status=0
for project in unit lab; do
  vitest run --project "$project" --reporter=default --reporter=json --outputFile.json="$reports/$project.json" || status=1
done

# One line that says it all, for people and for machines that read logs.
node -e '
  const reports = process.argv.slice(1).filter((path) => require("fs").existsSync(path));
  const sum = (key) => reports.reduce((total, path) => total + JSON.parse(require("fs").readFileSync(path))[key], 0);
  const skipped = sum("numPendingTests") + sum("numTodoTests");
  console.log(`${sum("numPassedTests")} passed, ${sum("numFailedTests")} failed${skipped ? `, ${skipped} skipped` : ""}`);
' "$reports"/*.json
exit $status
