"""What an entry of the dispatch catalogue says, in words and times.

While its version is a draft, an entry says what the matter, the urgency tier and the kinds of unit are called now. When the
version is published these words and times are written on the entry itself, so that nothing edited later changes what was
promised under it.
"""

from dataclasses import dataclass

from shiliu.foundation.names import name_in
from shiliu.platform.deadlines import Allowance

CLOCKS = ("contact", "resolution")


def spelled_out(entry):
    """The words and times of an entry as plain data: {category: {names, position, keywords}, group: {code, names, icon, position} or
    None, tier: {code, names, position, source, contact, resolution}, lead_kind: names, helper_kinds: [names]}; an allowance is
    [amount, unit, working]."""
    matter, group, tier = entry.category, entry.category.group, entry.tier
    return {
        "category": {"names": matter.names, "position": matter.position, "keywords": matter.keywords},
        "group": {name: getattr(group, name) for name in ("code", "names", "icon", "position")} if group else None,
        "tier": {name: getattr(tier, name) for name in ("code", "names", "position", "source")}
        | {clock: _plain(getattr(tier, clock)) for clock in CLOCKS},
        "lead_kind": entry.lead_kind.names,
        "helper_kinds": [kind.names for kind in entry.helper_kinds.all()],
    }


def _plain(allowance):
    return [allowance.amount, allowance.unit, allowance.working]


def _pairs(names):
    return tuple(sorted(names.items()))


@dataclass(frozen=True)
class Group:
    code: str = ""
    names: tuple = ()
    icon: str = ""
    position: int = 0

    @property
    def name(self):
        return name_in(dict(self.names))


@dataclass(frozen=True)
class Tier:
    code: str
    names: tuple
    position: int
    source: str
    contact: Allowance
    resolution: Allowance

    @property
    def name(self):
        return name_in(dict(self.names))


@dataclass(frozen=True)
class Terms:
    """`names` are those of the matter; groups and tiers compare equal when they say the same."""

    names: dict
    position: int
    group: Group
    tier: Tier
    lead_names: dict
    helper_names: list
    keywords: str

    @classmethod
    def of(cls, entry):
        said = entry.frozen or spelled_out(entry)
        group, tier = said["group"], said["tier"]
        return cls(
            names=entry.proposed.get("names") or said["category"]["names"],
            position=said["category"]["position"],
            group=Group(**{**group, "names": _pairs(group["names"])}) if group else Group(),
            tier=Tier(**{**tier, "names": _pairs(tier["names"]), **{kind: Allowance(*tier[kind]) for kind in CLOCKS}}),
            lead_names=said["lead_kind"],
            helper_names=said["helper_kinds"],
            # Versions published before other words were kept have none.
            keywords=entry.proposed.get("keywords", said["category"].get("keywords", "")),
        )

    @property
    def name(self):
        return name_in(self.names)

    @property
    def lead(self):
        return name_in(self.lead_names)

    @property
    def helpers(self):
        return [name_in(names) for names in self.helper_names]

    @property
    def order(self):
        """Where the entry stands on the page of its version."""
        return (self.group.position, self.group.code, self.position)
