"""What an import did, or would do: the same shape for the dry run, the screen, the audit row and the rejects file."""

import csv
import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Change:
    """`before` and `after` hold only the values that differ."""

    code: str
    before: dict
    after: dict


@dataclass(frozen=True)
class Reject:
    line: int
    reason: str
    values: dict = field(default_factory=dict)


@dataclass
class Report:
    created: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    rejected: list[Reject] = field(default_factory=list)
    written: bool = False

    @property
    def writes(self):
        """Whether there is anything to say yes to."""
        return bool(self.created or self.changed)

    def counts(self):
        return {
            "created": len(self.created),
            "changed": len(self.changed),
            "same": self.same,
            "rejected": len(self.rejected),
        }


def write_rejects(path, rejected):
    """The bad rows as they came, each with its line and the reason: correct them there and import the file again."""
    columns = list(dict.fromkeys(name for reject in rejected for name in reject.values))
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "reason", *columns])
        for reject in rejected:
            cells = (reject.values.get(name, "") for name in columns)
            writer.writerow(
                [
                    reject.line,
                    reject.reason,
                    *(cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False) for cell in cells),
                ]
            )
