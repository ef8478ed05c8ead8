#!/bin/sh
# Kills a sweep ten times at random moments with SIGKILL, lets it end, and compares its table with that of a
# sweep that ran through. Usage: charts/resume-check.sh [CHART [LONGEST]]: each kill comes after at most LONGEST
# (10) seconds. Needs `./kilocard` to be built. Exit code 0: the tables are equal.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
chart=${1:-$root/charts/supernode-size.yaml}
name=$(basename "$chart" .yaml)
longest=${2:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kilocard=${KILOCARD:-$root/kilocard}

"$kilocard" sweep "$chart" --out "$work/through" > /dev/null
for round in 1 2 3 4 5 6 7 8 9 10; do
  # The launcher becomes the JVM by exec, so this is the process that simulates.
  "$kilocard" sweep "$chart" --out "$work/killed" > /dev/null 2>&1 &
  process=$!
  pause=$(awk -v longest="$longest" -v seed="$(od -An -N3 -tu4 /dev/urandom)" 'BEGIN { srand(seed); printf "%.2f", longest * rand() }')
  sleep "$pause"
  if kill -9 "$process" 2> /dev/null; then state=killed; else state='had ended'; fi
  wait "$process" 2> /dev/null || true
  lines=0
  [ ! -f "$work/killed/$name.jsonl" ] || lines=$(grep -c '' "$work/killed/$name.jsonl" || true)
  echo "round $round: $state after $pause s, $lines results kept"
done
"$kilocard" sweep "$chart" --out "$work/killed" > /dev/null
cmp "$work/through/$name.csv" "$work/killed/$name.csv"
through=$(grep -c '' "$work/through/$name.jsonl")
killed=$(grep -c '"key"' "$work/killed/$name.jsonl")
echo "the tables are equal; $through results were needed, $killed were written"
