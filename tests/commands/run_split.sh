#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# services/run in its two set-ups on one data folder, with what is built: a process for each role, one for
# all, and back; what ended is started again and nothing else; start order and reverse stop order.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PLACE=$(mktemp -d)
chmod 711 "$PLACE"
DATA=$PLACE/data
trap '"$ROOT/services/run" --stop --data "$DATA" > /dev/null || true; rm -rf "$PLACE"' EXIT
PORT=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1)->sockport')
ROLES=(access reference documents proposals plans budgets staffing payments timelines reports)

fail() { echo "run_split: $*" >&2; exit 1; }
start() { "$ROOT/services/run" --no-build --data "$DATA" --port "$PORT" "$@" > "$PLACE/said" 2>&1 || fail "services/run $*: $(cat "$PLACE/said")"; }
status() { "$ROOT/services/run" --status --data "$DATA"; }
pids() { awk '$2 == "running," && $1 != "database" { print $1, $4 }' <<< "$(status)"; }
# What the examples are shown as, without where the gateway is.
summary() { grep -v "^run: \|127.0.0.1" "$PLACE/said"; }
# When each role logged an event last, the earliest first.
order() { (cd "$DATA/log" && grep -H "\"event\":\"$1\"" "${ROLES[@]/%/.log}" | sort -s -t'"' -k4,4 | tail -n 10 | cut -d. -f1); }

start --split
[ "$(grep -c 'Примерите са заредени\.\|The examples are loaded\.' "$PLACE/said")" = 1 ] || fail "the examples are not said to be loaded once: $(cat "$PLACE/said")"
[ "$(order ready)" = "$(printf '%s\n' "${ROLES[@]}")" ] || fail "started in the order $(order ready)"
[ "$(pids | wc -l)" = 11 ] || fail "not eleven processes: $(status)"
[ "$(pids | awk '{ print $2 }' | sort -u | wc -l)" = 11 ] || fail "processes are shared: $(status)"

# One role ends: it is named, and the next start brings back only this one.
before=$(pids)
read -r pid _ < "$DATA/budgets.pid"
kill -KILL "$pid"
while kill -0 "$pid" 2> /dev/null && [[ $(cat "/proc/$pid/stat") != *") Z "* ]]; do :; done
if said=$(status); then fail "all runs: $said"; fi
[[ $said == *"budgets    not running"* ]] || fail "budgets is not named: $said"
start --split
[ "$(diff <(echo "$before") <(pids) | grep -c '^>')" = 1 ] || fail "more than budgets was started: $before, $(pids)"
before=$(pids)
start --split
[ "$before" = "$(pids)" ] || fail "a start too many: $before, $(pids)"
of_ten=$(summary)  # By now everybody has followed what the first start wrote.
[[ $of_ten == *BG05M9OP001-2.005-0063-C01* ]] || fail "no examples: $of_ten"
plans=$("$ROOT/build/bin/tranche" --data "$DATA" plans list -o csv | sed '1d; s/,.*//' | sort | paste -sd' ')
[[ $plans == "haskovo"*" lyubimets-2013 sapareva-banya"*" sopot"* ]] || fail "not the plans of the examples: $plans"

# One process on the same data.
start
[ "$(pids | awk '{ print $1 }')" = $'tranched\ngateway' ] || fail "not one process: $(status)"
[ "$(summary)" = "$of_ten" ] || fail "one process shows other data: $(diff <(echo "$of_ten") <(summary))"
[ "$(order stopped)" = "$(printf '%s\n' "${ROLES[@]}" | tac)" ] || fail "stopped in the order $(order stopped)"

# And back.
start --split
[ "$(pids | wc -l)" = 11 ] || fail "not eleven processes: $(status)"
[ "$(summary)" = "$of_ten" ] || fail "ten processes show other data"
"$ROOT/services/run" --stop --data "$DATA" > "$PLACE/said"
[ "$(sed -n 's/^run: stopping //p' "$PLACE/said")" = "$(printf '%s\n' gateway "$(printf '%s\n' "${ROLES[@]}" | tac)" PostgreSQL)" ] \
  || fail "stopped in the order $(cat "$PLACE/said")"
if status > /dev/null; then fail "something runs still"; fi

echo "split: passed"
