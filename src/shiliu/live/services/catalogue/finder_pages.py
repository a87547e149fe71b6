"""The finder as its readers see it, from the public tables or from a draft: each answer with the address it leads to."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from shiliu.foundation.names import name_in
from shiliu.live.services.catalogue import finder_tree
from shiliu.live.services.catalogue.queries import LEAVES


@dataclass(frozen=True)
class Leaf:
    """Where an answer ends. `lost`: nobody finds anything there any more, so the answer leads to a list instead."""

    address: str
    hint: str
    name: dict
    lost: bool = False


def leaves_of(targets):
    """{target: Leaf} for targets like "item:CODE"; questions are left out."""
    wanted = {sort: [to.partition(":")[2] for to in targets if to.startswith(f"{sort}:")] for sort in LEAVES}
    found = {}
    for sort, model in LEAVES.items():
        rows = model.objects.filter(code__in=wanted[sort])
        for row in rows.select_related("category") if sort == "item" else rows:
            found[f"{sort}:{row.code}"] = _leaf(sort, row)
    return found


def answers_of(question, address):
    """[(names, address, hint, Leaf or None)] of a question of a finder_tree; `address(code)` is that of another question."""
    known = leaves_of([answer["to"] for answer in question["answers"]])
    shown = []
    for answer in question["answers"]:
        sort, _colon, code = answer["to"].partition(":")
        leaf = known.get(answer["to"])
        where = address(code) if sort == "question" else leaf.address if leaf else reverse("services:items")
        shown.append({"names": answer["names"], "address": where, "hint": leaf.hint if leaf else "", "leaf": leaf, "to": answer["to"]})  # fmt: skip
    return shown


def shown(tree, code, address):
    """{"names", "help", "answers"} of the question with this code ('' for the first), or None."""
    question = finder_tree.question_in(tree, code) if code else next(iter(tree), None)
    return question and {**question, "name": name_in(question["names"]), "answers": answers_of(question, address)}


def _leaf(sort, row):
    everything, counter = reverse("services:items"), _("Shows all services of this counter")
    if sort == "item" and row.is_offered:
        return Leaf(reverse("services:item", args=[row.code]), _("Shows what to bring"), row.names)
    if sort == "not_issued":
        if row.active:
            return Leaf(reverse("services:certificate", args=[row.code]), _("No longer issued: shows who helps instead"), row.names)  # fmt: skip
        return Leaf(reverse("services:not_issued"), "", row.names, lost=True)
    category = row.category if sort == "item" else row
    if category.active:
        return Leaf(f"{everything}?category={category.code}", counter, row.names, lost=sort == "item")
    return Leaf(everything, "", row.names, lost=True)
