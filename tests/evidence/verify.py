#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Verifies packs of the evidence log with nothing but Python's standard library. Written from
services/reports/evidence_format.md alone, so that it shares no mistake with the program that makes packs.

    verify.py [--key KEY] [--checkpoint FILE] PACK...

KEY is the public key, as base64 or as name+id+base64, or a file that holds it. One line for each pack:
"ok ..." or "bad line N: ...". The exit code is 0 when all are good, 1 when one is bad, 2 for wrong usage.
"""
import argparse, base64, functools, hashlib, itertools, json, os, re, sys

# --- Ed25519 by its definition in RFC 8032, 5.1; verification only.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

def add(a, b):
    m = (a[1] - a[0]) * (b[1] - b[0]) % P
    n = (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P

@functools.lru_cache
def doublings(point):
    return list(itertools.accumulate(range(255), lambda power, _: add(power, power), initial=point))

def multiply(scalar, point):
    powers = [power for bit, power in enumerate(doublings(point)) if scalar >> bit & 1]
    return functools.reduce(add, powers, (0, 1, 1, 0))

def decompress(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P

BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def signed(key, message, signature):
    point, r, s = decompress(key), decompress(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or point is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    a, b = multiply(s, BASE), add(r, multiply(h, point))
    return (a[0] * b[2] - b[0] * a[2]) % P == (a[1] * b[2] - b[1] * a[2]) % P == 0

# --- Texts.
def sha256(data):
    return hashlib.sha256(data).digest()
def to_base64(data):
    return base64.b64encode(data).decode()
class Bad(Exception):
    pass
def need(condition, what):
    if not condition:
        raise Bad(what)

def from_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    need(to_base64(data) == text, "not base64")
    return data

def number(text):
    need(re.fullmatch("0|[1-9][0-9]{0,17}", text), "not a number")
    return int(text)

def key_id(name, key):
    return sha256(name.encode() + b"\n\x01" + key)[:4]

def public_key(text):
    parts = text.strip().split("+", 2)
    if len(parts) == 3 and re.fullmatch("[0-9a-f]{8}", parts[1]):
        data = from_base64(parts[2])
        need(len(data) == 33 and data[0] == 1, "not an Ed25519 key")
        need(key_id(parts[0], data[1:]).hex() == parts[1], "the key's id is not its own")
        return data[1:]
    data = from_base64(text.strip())
    need(len(data) == 32, "not a key of 32 bytes")
    return data

def open_note(note, name, key):
    text, gap, line = note.partition("\n\n")
    need(gap and line.startswith("\u2014 " + name + " ") and line.endswith("\n"), "no signature of the log")
    data = from_base64(line[len(name) + 3 : -1])
    need(len(data) == 68 and data[:4] == key_id(name, key), "a signature of another key")
    need(signed(key, (text + "\n").encode(), data[4:]), "a signature that is wrong")
    return text + "\n"

def open_checkpoint(note, origin, key):
    lines = open_note(note, origin, key).split("\n")
    need(len(lines) == 4 and lines[0] == origin, "a checkpoint of another log")
    root = from_base64(lines[2])
    need(len(root) == 32, "a root that is no hash")
    return number(lines[1]), root

# --- Leaves and the tree.
FIELDS = {
    "entry": "service tx number organisation recorded_at actor action record before after reason "
             "request_id trace_id",
    "epoch": "origin started_at started_by reason remembered_size remembered_root found_size found_root",
}

def encode(kind, values):
    names = FIELDS[kind].split()
    need(isinstance(values, dict) and sorted(values) == sorted(names), "other fields than a leaf has")
    data = b"\x01\x01" if kind == "entry" else b"\x01\x02"
    for name in names:
        null = values[name] is None and name in ("before", "after")
        need(null or isinstance(values[name], str), "a field that is no text")
        value = b"" if null else values[name].encode()
        data += b"\x00" if null else b"\x01" + len(value).to_bytes(4, "big") + value
    return data

class Pack:
    def __init__(self, key, kept):
        self.trusted, self.kept = key, kept
        self.tree, self.size, self.n = [], 0, 0  # Complete subtrees (level, hash) from left to right.
        self.roots, self.entries, self.last = [], 0, None
        self.page, self.page_from, self.done = hashlib.sha256(), 0, False
    def root(self):
        root = self.tree[-1][1]
        for _, left in reversed(self.tree[:-1]):
            root = sha256(b"\x01" + left + root)
        return root
    def append(self, level, node):
        self.size += 2**level
        while self.tree and self.tree[-1][0] == level:
            node = sha256(b"\x01" + self.tree.pop()[1] + node)
            level += 1
        self.tree.append((level, node))
        for size, root in [item for item in self.roots if item[0] <= self.size]:
            need(size == self.size, "hashes hide a checkpoint")
            need(root == self.root(), "the tree is not that of a checkpoint")
            self.roots.remove((size, root))
    def header(self, line):
        head = json.loads(line.decode())
        need(isinstance(head, dict) and len(head) == 4 and head.get("pack") == "tranche-evidence-pack-v1",
             "not a pack")
        organisations, self.record = head.get("organisations"), head.get("record")
        need(isinstance(organisations, list) and organisations and isinstance(self.record, str), "not a pack")
        self.organisations, self.first = organisations, line
        need(isinstance(head.get("key"), str) and head["key"].count("+") >= 2, "no key")
        self.origin, self.key = head["key"].split("+")[0], public_key(head["key"])
        need(self.trusted is None or self.trusted == self.key, "another key than the trusted one")
        kept = [open_checkpoint(note, self.origin, self.key) for note in self.kept]
        self.roots = [item for item in kept if item[0] > 0]
        self.page.update(line)
    def line(self, line):
        need(not self.done, "something behind the last page")
        item = json.loads(line.decode())
        need(isinstance(item, dict), "not an object")
        names = set(item)
        if names == {"page"}:
            return self.end_page(line, item["page"])
        self.page.update(line)
        if names == {"checkpoint"}:
            size, root = open_checkpoint(str(item["checkpoint"]), self.origin, self.key)
            need(self.size == 0 and size > self.n, "a checkpoint out of order")
            self.n = size
            self.roots.append((size, root))
        elif names == {"from", "to", "hashes"}:
            self.gap(item["from"], item["to"], item["hashes"])
        else:
            kind = "epoch" if "epoch" in names else "entry"
            need(names == {"index", kind}, "a line of an unknown kind")
            self.leaf(item["index"], kind, item[kind])
    def leaf(self, index, kind, values):
        need(type(index) is int and index == self.size and index < self.n, "a leaf out of its place")
        need((kind == "epoch") == (index == 0), "a leaf of the wrong kind")
        data = encode(kind, values)
        if kind == "epoch":
            need(values["origin"] == self.origin, "the log began with another origin")
        else:
            place = number(values["tx"]), values["service"].encode(), number(values["number"])
            need(self.last is None or self.last < place, "an entry out of order")
            need(values["organisation"] in self.organisations
                 and self.record in ("", values["record"]), "an entry that is not of the selection")
            self.last, self.entries = place, self.entries + 1
        self.append(0, sha256(b"\x00" + data))
    def gap(self, begin, end, hashes):
        need(type(begin) is int and type(end) is int and 0 < begin < end <= self.n and begin == self.size,
             "a gap out of its place")
        need(isinstance(hashes, list), "no hashes")
        for text in hashes:
            need(self.size < end and isinstance(text, str), "too many hashes")
            level = 0
            while self.size % 2 ** (level + 1) == 0 and self.size + 2 ** (level + 1) <= end:
                level += 1
            node = from_base64(text)
            need(len(node) == 32, "not a hash")
            self.append(level, node)
        need(self.size == end, "too few hashes")
    def end_page(self, line, note):
        need(isinstance(note, str), "no note")
        text = open_note(note, self.origin, self.key)
        need(line == (json.dumps({"page": note}, ensure_ascii=False, separators=(",", ":")) + "\n").encode(),
             "a page line that is written differently")
        need(text == "tranche-evidence-page-v1\n%s\n%d %d %d\n%s\n%s\n" % (
            self.origin, self.page_from, self.size, self.n, to_base64(sha256(self.first)),
            to_base64(self.page.digest())), "the page is not the one that was signed")
        self.page, self.page_from, self.done = hashlib.sha256(), self.size, self.n == self.size > 0
        need(not self.done or not self.roots, "a checkpoint that was kept is larger than the pack")

def verify(path, key, kept):
    pack, count = Pack(key, kept), 0
    try:
        with open(path, "rb") as file:
            for count, line in enumerate(file, 1):
                need(line.endswith(b"\n"), "a line that is not complete")
                (pack.header if count == 1 else pack.line)(line)
        need(pack.done, "the pack is not complete")
    except (Bad, ValueError, RecursionError) as problem:
        return False, "bad line %d: %s" % (count, problem)
    return True, "ok %d entries of %d leaves of %s" % (pack.entries, pack.n, pack.origin)

def main():
    parser = argparse.ArgumentParser(description="Verifies packs of the evidence log.")
    parser.add_argument("--key")
    parser.add_argument("--checkpoint", action="append", default=[])
    parser.add_argument("packs", nargs="+")
    arguments = parser.parse_args()
    key = arguments.key and public_key(
        open(arguments.key).read() if os.path.exists(arguments.key) else arguments.key)
    kept = [open(name, encoding="utf-8", newline="").read() for name in arguments.checkpoint]
    verdicts = [verify(path, key, kept) for path in arguments.packs]
    print("\n".join(said for _, said in verdicts))
    return 0 if all(good for good, _ in verdicts) else 1

if __name__ == "__main__":
    sys.exit(main())
