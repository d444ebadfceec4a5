#!/usr/bin/env bash
# Keeps a dataset in a git repository in step with its plan: builds it anew when the plan, the patterns or lambextract
# have changed, checks it, and commits it with what changed in the plan's promises as the message.
#
#   regenerate.sh PLAN DATASET-FOLDER [OPTIONS OF lambextract build]
#
# Run it at the root of the repository. Ends with 0 when all is well, whether there was something to commit or not; with the
# exit code of lambextract otherwise, and then the dataset in the repository is as it was.
set -euo pipefail

if [ $# -lt 2 ]; then
  echo "usage: $0 PLAN DATASET-FOLDER [OPTIONS OF lambextract build]" >&2
  exit 2
fi
plan=$1 dataset=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

lambextract build "$plan" --out "$work/new" "$@"
lambextract check "$work/new" --source "$plan"

if [ -e "$dataset" ] && [ ! -e "$dataset/dataset.json" ]; then
  echo "$dataset is there, and holds no dataset.json: nothing was changed." >&2
  exit 2
fi
mkdir -p "$(dirname "$dataset")"
rm -rf "$dataset"
cp -R "$work/new" "$dataset"
git add --all -- "$plan" "$dataset"
if git rev-parse --quiet --verify HEAD >/dev/null && git diff --cached --quiet HEAD -- "$plan" "$dataset"; then
  echo "$dataset is up to date."
  exit 0
fi

title="Dataset of $(basename "$plan")"
if git cat-file -e "HEAD:$dataset/dataset.json" 2>/dev/null; then
  git show "HEAD:$dataset/dataset.json" >"$work/old.json"
  { echo "$title: what changed"; echo; lambextract diff "$work/old.json" "$work/new" --format markdown; } >"$work/message"
else
  { echo "$title: built for the first time"; echo; lambextract show "$work/new" --format markdown | sed -n 3p; } >"$work/message"
fi
git commit --quiet --cleanup=verbatim --file "$work/message" -- "$plan" "$dataset"
git --no-pager show --stat --format='%h %s' HEAD
