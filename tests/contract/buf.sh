#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# The protocol descriptions by buf: lint, format, breaking (against the last release).
#
#   tests/contract/buf.sh format --fix    writes the format instead of checking it
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
IMAGE=${TRANCHE_BUILD:-$ROOT/build}/tranche.descriptors.binpb
case $(uname -m) in
  x86_64) BUF=$ROOT/proto/node_modules/@bufbuild/buf-linux-x64/bin/buf ;;
  aarch64) BUF=$ROOT/proto/node_modules/@bufbuild/buf-linux-aarch64/bin/buf ;;
  *) echo "buf has no program for $(uname -m)." >&2; exit 1 ;;
esac
[ -x "$BUF" ] || { echo "buf is missing: run services/install." >&2; exit 1; }
cd "$ROOT/proto"
# buf keeps a cache, which needs no place of its own.
TEMPORARY=$(mktemp -d)
trap 'rm -rf "$TEMPORARY"' EXIT
export BUF_CACHE_DIR=$TEMPORARY/cache

case ${1:-} in
  lint)
    "$BUF" lint "$IMAGE" --config buf.yaml
    ;;
  format)
    if [ "${2:-}" = --fix ]; then
      "$BUF" format -w . --path tranche
    else
      "$BUF" format -d --exit-code . --path tranche \
        || { echo "Run tests/contract/buf.sh format --fix." >&2; exit 1; }
    fi
    ;;
  breaking)
    # The repository may belong to another user than the one who runs the tests.
    git=(git -c "safe.directory=$ROOT" -C "$ROOT")
    tags=$("${git[@]}" tag --list 'v*') || { echo "git cannot read the tags of $ROOT; its words are above." >&2; exit 1; }
    if [ -z "$tags" ]; then
      if [ "$("${git[@]}" rev-parse --is-shallow-repository)" = true ]; then
        echo "This clone is shallow and has no release tag: fetch them (git fetch --unshallow --tags) to compare."
      else
        echo "There is no release tag yet, so nothing to compare with."
      fi
      exit 77
    fi
    tag=$("${git[@]}" describe --tags --match 'v*' --abbrev=0) \
      || { echo "No release tag leads to this commit: fetch the whole history (git fetch --unshallow)." >&2; exit 1; }
    "${git[@]}" archive "$tag" proto/tranche | tar -x -C "$TEMPORARY"
    (cd "$TEMPORARY/proto" && find tranche -name '*.proto' -print0 | sort -z \
      | xargs -0 protoc -I. -I"$ROOT/proto/node_modules/google-proto-files" --include_imports \
        --include_source_info --descriptor_set_out="$TEMPORARY/released.binpb")
    "$BUF" breaking "$IMAGE" --against "$TEMPORARY/released.binpb" --config buf.yaml \
      || { echo "These changes break clients of $tag." >&2; exit 1; }
    ;;
  *)
    echo "usage: tests/contract/buf.sh lint|format|breaking" >&2
    exit 2
    ;;
esac
