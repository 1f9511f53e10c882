"""Checks a copy of the evidence and its served log with aics-tlog, a verifier for C2SP transparency logs.

Usage: python3 tiles.py COPY, a folder with `evidence`, `served` and `vkey`.
"""

import hashlib
import json
import sys
from pathlib import Path

from aics_tlog import (
    FileSystemTileReader,
    VerifiedTileReader,
    audit_tiles,
    consistency_proof_from_tiles,
    inclusion_proof_from_tiles,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    verify_checkpoint,
    verify_consistency,
    verify_leaf_inclusion,
)


def hold(what, is_so):
    if not is_so:
        sys.exit(f"{what}: NOT verified")


copy = Path(sys.argv[1])
key = parse_vkey((copy / "vkey").read_text().strip())


def head(path):
    note = parse_note(path.read_bytes())
    hold(path.name, verify_checkpoint(note, key, expected_origin=key.name).ok)
    return parse_checkpoint(note.text)


newest = head(copy / "served" / "checkpoint")
tiles = FileSystemTileReader(copy / "served")
audited = audit_tiles(tiles, newest.size, newest.root)
verified = VerifiedTileReader(tiles, newest.size, newest.root)

for index in range(newest.size):
    entry = verified.entry(index)
    proof = inclusion_proof_from_tiles(verified, index, newest.size)
    hold(f"entry {index}", verify_leaf_inclusion(entry, index, newest.size, proof, newest.root))
    named = json.loads(entry)
    digest = hashlib.sha256((copy / "evidence" / named["key"]).read_bytes()).hexdigest()
    hold(named["key"], digest == named["sha256"])

heads = [head(path) for path in sorted((copy / "evidence/log/checkpoints").iterdir())]
older = [each for each in heads if each.size <= newest.size]
hold("heads", older)
for each in older:
    proof = consistency_proof_from_tiles(verified, each.size, newest.size)
    hold(
        f"head of {each.size}",
        verify_consistency(each.size, newest.size, each.root, newest.root, proof),
    )

print(
    f"aics-tlog verified {audited.tiles} tiles and {audited.bundles} bundles, "
    f"{newest.size} entries with their events, and {len(older)} heads"
)
