#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What buf.sh breaking finds between a release and the present descriptions, on a small repository of its own with
# the real descriptions. One case per argument: unchanged, added, removed, renumbered, renamed, renamed_value,
# newer_tag, untagged, shallow.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
CASE=${1:?name a case}
TEMPORARY=$(mktemp -d)
trap 'rm -rf "$TEMPORARY"' EXIT
REPOSITORY=$TEMPORARY/repository
PLANS=proto/tranche/plans/v1/plans.proto
fail() { echo "FAILED: $*" >&2; exit 1; }

# Nobody's configuration of git has a say.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
in_repository() { git -C "$REPOSITORY" -c user.name=Tests -c user.email=tests@tranche.invalid "$@"; }
commit() { in_repository add -A && in_repository commit -q -m "$1"; }

make_repository() {
  mkdir -p "$REPOSITORY/tests/contract" "$REPOSITORY/proto"
  cp -r "$ROOT/proto/tranche" "$ROOT/proto/buf.yaml" "$REPOSITORY/proto"
  cp "$ROOT/tests/contract/buf.sh" "$REPOSITORY/tests/contract"
  ln -s "$ROOT/proto/node_modules" "$REPOSITORY/proto/node_modules"
  printf 'build\nproto/node_modules\n' > "$REPOSITORY/.gitignore"
  git init -q "$REPOSITORY"
  commit "Descriptions of the release"
}

# Edits a description; an edit that changes nothing would make the case empty.
edit() {  # File, sed's program.
  local before; before=$(sha256sum < "$REPOSITORY/$1")
  sed -i "$2" "$REPOSITORY/$1"
  [ "$before" != "$(sha256sum < "$REPOSITORY/$1")" ] || fail "the edit \"$2\" of $1 finds nothing"
}

# Runs the check on the descriptions as they are now: its exit code in CODE, its words in WORDS.
check() {
  local where=${1:-$REPOSITORY}
  mkdir -p "$where/build"
  [ -e "$where/proto/node_modules" ] || ln -s "$ROOT/proto/node_modules" "$where/proto/node_modules"
  (cd "$where/proto" && find tranche -name '*.proto' -print0 | sort -z \
    | xargs -0 protoc -I. -Inode_modules/google-proto-files --include_imports --include_source_info \
      --descriptor_set_out=../build/tranche.descriptors.binpb)
  CODE=0
  WORDS=$(TRANCHE_BUILD=$where/build "$where/tests/contract/buf.sh" breaking 2>&1) || CODE=$?
}
passes() { check "$@"; [ $CODE = 0 ] || fail "was refused ($CODE): $WORDS"; }
breaks() {  # Part of what is said.
  check
  [ $CODE = 1 ] || fail "was not refused ($CODE): $WORDS"
  [[ $WORDS == *"$1"* && $WORDS == *"break clients of v1.0"* ]] || fail "does not say '$1': $WORDS"
}
skips() {  # Part of what is said, folder.
  check "${2:-}"
  [[ $CODE = 77 && $WORDS == *"$1"* ]] || fail "was not skipped with '$1' ($CODE): $WORDS"
}

make_repository
case $CASE in
  unchanged)
    in_repository tag v1.0
    passes
    ;;
  added)
    in_repository tag v1.0
    edit $PLANS 's|^message Headcount {|&\n  // Added later.\n  string remark = 90;|'
    edit $PLANS 's|^  AMOUNT_BASIS_UNSPECIFIED = 0;|&\n  // Added later.\n  PER_PLACE = 90;|'
    passes
    ;;
  removed)
    in_repository tag v1.0
    edit $PLANS '/^  string noun = 2;/d'
    breaks 'Previously present field "2" with name "noun"'
    ;;
  renumbered)
    in_repository tag v1.0
    edit $PLANS 's|^  string noun = 2;|  string noun = 3;|'
    breaks 'Previously present field "2" with name "noun"'
    ;;
  renamed)
    # The number stays, the name in our JSON does not.
    in_repository tag v1.0
    edit $PLANS 's|^  string noun = 2;|  string persons_called = 2;|'
    breaks 'changed option "json_name" from "noun" to "personsCalled"'
    ;;
  renamed_value)
    in_repository tag v1.0
    edit $PLANS 's|^  FOR_ALL = 2|  FOR_EVERYBODY = 2|'
    breaks 'changed name from "FOR_ALL" to "FOR_EVERYBODY"'
    ;;
  newer_tag)
    # A change that the newest release has brought already breaks nobody any more; other tags do not count.
    in_repository tag v0.9
    edit $PLANS '/^  string noun = 2;/d'
    commit "The release after"
    in_repository tag v1.0
    in_repository tag nightly HEAD~1
    passes
    ;;
  untagged)
    skips "no release tag yet"
    ;;
  shallow)
    in_repository tag v1.0
    edit $PLANS 's|^// A stated part of a total|// A stated part of the total|'
    commit "Words"
    git clone -q --depth 1 --no-tags "file://$REPOSITORY" "$TEMPORARY/shallow"
    skips "git fetch --unshallow --tags" "$TEMPORARY/shallow"
    ;;
  *)
    fail "there is no case $CASE"
    ;;
esac
