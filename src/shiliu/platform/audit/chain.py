"""What a link covers. Changing anything here would break every chain already written."""

import hashlib
import json
from datetime import UTC

FIELDS = (
    "verb", "actor_kind", "actor_ref", "unit_id", "target_type", "target_id", "area_path", "data", "subject_refs",
    "commitments", "reason",
)  # fmt: skip


def canonical(row):
    """The row as bytes: JSON with sorted keys and no spaces, UTF-8, the moment in UTC with microseconds."""
    content = {field: getattr(row, field) for field in FIELDS}
    content |= {"id": row.pk, "at": row.at.astimezone(UTC).isoformat(timespec="microseconds")}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def link(previous_hash, seq, row):
    """SHA-256, in hex, over the hash before, the number in the chain and the row."""
    return hashlib.sha256(f"{previous_hash}\n{seq}\n".encode() + canonical(row)).hexdigest()
