#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What services/run says when it cannot do what it is asked: one sentence, before anything is begun.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PLACE=$(mktemp -d)
trap 'rm -rf "$PLACE"' EXIT

expect() { # Exit code, part of what is said, arguments of services/run.
  local wanted=$1 part=$2 answer code=0
  shift 2
  answer=$("$ROOT/services/run" "$@" 2>&1) || code=$?
  if [ "$code" != "$wanted" ] || [[ $answer != *"$part"* ]]; then
    echo "services/run $*: expected $wanted and '$part', got $code and '$answer'" >&2
    exit 1
  fi
  if [ "$code" = 1 ] && [ "$(wc -l <<< "$answer")" != 1 ]; then
    echo "services/run $*: more than one line: $answer" >&2
    exit 1
  fi
}

expect 1 "unknown argument --prot" --prot 8080
expect 1 "--port takes a number from 1 to 65535, not 0" --port 0
expect 1 "--port takes a number from 1 to 65535, not 8o8o" --port 8o8o
expect 1 "--data needs a folder" --data
expect 1 "unknown argument --split=2" --split=2
expect 0 "services/run --status" --help
expect 0 "services/run --split" --help

echo text > "$PLACE/file"
expect 1 "is a file" --data "$PLACE/file"
mkdir "$PLACE/other"
touch "$PLACE/other/something"
expect 1 "holds something else" --data "$PLACE/other"
[ "$(ls -A "$PLACE/other")" = something ]

# A data folder of a later version, owned by whoever may own it.
mkdir "$PLACE/later"
echo 2 > "$PLACE/later/version"
if [ "$(id -u)" = 0 ] && id -u tranche > /dev/null 2>&1; then
  chown tranche "$PLACE/later"
  mkdir "$PLACE/foreign"
  echo 1 > "$PLACE/foreign/version"
  expect 1 "belongs to root" --data "$PLACE/foreign"
fi
expect 1 "is of version 2 and this program's is 1" --data "$PLACE/later"

# A pid file never leads to a process of another user.
if [ "$(id -u)" = 0 ] && id -u tranche > /dev/null 2>&1; then
  chmod 711 "$PLACE"
  mkdir "$PLACE/forged"
  echo 1 > "$PLACE/forged/version"
  stat=$(cat /proc/$$/stat)
  read -r -a fields <<< "${stat##*) }"
  echo "$$ ${fields[19]} $(cat /proc/sys/kernel/random/boot_id)" > "$PLACE/forged/gateway.pid"
  chown -R tranche "$PLACE/forged"
  expect 1 "names process $$, which is another user's" --stop --data "$PLACE/forged"
fi

# Somebody else at work on the folder.
mkdir "$PLACE/locked"
echo 1 > "$PLACE/locked/version"
if [ "$(id -u)" = 0 ] && id -u tranche > /dev/null 2>&1; then chown tranche "$PLACE/locked"; fi
exec 8< "$PLACE/locked"
flock 8
expect 1 "another services/run is at work" --stop --data "$PLACE/locked"
exec 8<&-

# What was never built cannot be started without a build.
mkdir -p "$PLACE/tree/services"
cp "$ROOT/services/run" "$PLACE/tree/services/run"
code=0
answer=$("$PLACE/tree/services/run" --no-build --split --data "$PLACE/none" 2>&1) || code=$?
[ "$code" = 1 ] && [[ $answer == "run: build/bin/tranched is missing"* ]] || { echo "--no-build: $answer" >&2; exit 1; }
[ ! -e "$PLACE/none" ]

expect 3 "Nothing runs" --status --data "$PLACE/none"
expect 0 "nothing runs" --stop --data "$PLACE/none"
[ ! -e "$PLACE/none" ]

# A port that another program has.
perl -MIO::Socket::INET -e '
  my $socket = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1) or die "no port: $!";
  $| = 1;
  print $socket->sockport, "\n";
  sleep 60;' > "$PLACE/port" &
HOLDER=$!
trap 'kill $HOLDER 2> /dev/null || true; rm -rf "$PLACE"' EXIT
until [ -s "$PLACE/port" ]; do kill -0 $HOLDER; done
expect 1 "is in use by another program" --data "$PLACE/none" --port "$(cat "$PLACE/port")"
[ ! -e "$PLACE/none" ]
# A start that was interrupted at once left no more than this, and the folder is still taken.
mkdir "$PLACE/begun"
touch "$PLACE/begun/version.new"
expect 1 "is in use by another program" --data "$PLACE/begun" --port "$(cat "$PLACE/port")"

# A port that only root may open.
LEAST=$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start)
if [ "$LEAST" -gt 1 ]; then
  expect 1 "choose $LEAST or above" --data "$PLACE/none" --port 1
fi

echo "refusals: passed"
