#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# The manual pages in both languages are made by the program and are formatted without a warning.
set -euo pipefail

BIN=${TRANCHE_BIN:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)/build/bin}
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT

warnings() { groff -ww -man -Tutf8 -K utf8 "$1" 2>&1 >/dev/null; }

# The control: a page that is wrong is found out.
printf '.TH X 1\n.SH NAME\nx \\- \\[no-such-character]\n.no-such-request\n' > "$FOLDER/wrong.1"
[ -n "$(warnings "$FOLDER/wrong.1")" ] || { echo "A page that is wrong gives no warning." >&2; exit 1; }

"$BIN/tranche" man "$FOLDER"
count=0
for page in "$FOLDER"/man1/*.1 "$FOLDER"/bg/man1/*.1; do
  said=$(warnings "$page")
  [ -z "$said" ] || { echo "$page: $said" >&2; exit 1; }
  count=$((count + 1))
done
[ "$count" -ge 40 ] || { echo "There are only $count pages." >&2; exit 1; }
[[ $(groff -P-cbou -man -Tutf8 -K utf8 "$FOLDER/bg/man1/tranche-plans.1") == *'КОДОВЕ ЗА ИЗХОД'* ]] \
  || { echo "The Bulgarian page does not say the exit codes in Bulgarian." >&2; exit 1; }
echo "$count pages"
