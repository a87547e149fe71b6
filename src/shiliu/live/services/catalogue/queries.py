"""The only readers of the catalogue outside its actions."""

from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from shiliu.foundation.models import Area, Organisation, OrganisationArea
from shiliu.live.services.catalogue import searching
from shiliu.live.services.catalogue.models import (
    ConfirmAsk,
    ConfirmRound,
    Finder,
    FinderAnswer,
    FinderQuestion,
    ItemCategory,
    ItemPaper,
    LifeStage,
    NotIssued,
    ServiceItem,
)
from shiliu.platform import search
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of

State = ServiceItem.State
LEAVES = {"item": ServiceItem, "category": ItemCategory, "not_issued": NotIssued}
RELATED = ("category", "organisation__kind", "organisation__parent", "decided_by", "confirmed_by", "form__file")


def visible_to(actor):
    """Items on offer, and those the actor writes."""
    return ServiceItem.objects.filter(Q(state=State.ACTIVE) | Q(pk__in=editable_by(actor).values("pk")))


def on_offer():
    return ServiceItem.objects.filter(state=State.ACTIVE)


def whole(items=None):
    """Items with everything that belongs to them read along."""
    items = ServiceItem.objects.all() if items is None else items
    papers = ItemPaper.objects.select_related("paper", "held_by")
    return items.select_related(*RELATED).prefetch_related(
        "stages", Prefetch("areas", Area.objects.defer("boundary")), Prefetch("papers", papers), "hand_offs__kind"
    )


def editable_by(actor):
    """Items of the actor's unit, and those offered only in places the actor administers."""
    everywhere, paths, units = places_of(actor, "services.manage")
    if everywhere:
        return ServiceItem.objects.all()
    mine = Q(organisation__in=units)
    if paths:
        inside = reduce(or_, (Q(path__startswith=path) for path in paths))
        own = ServiceItem.areas.through.objects.filter(serviceitem=OuterRef("pk"))
        own_inside = reduce(or_, (Q(area__path__startswith=path) for path in paths))
        served = OrganisationArea.objects.filter(organisation=OuterRef("organisation"))
        whole_site = not Area.objects.filter(parent=None).exclude(inside).exists()
        mine |= Exists(own) & ~Exists(own.exclude(own_inside))
        mine |= ~Exists(own) & Exists(served) & ~Exists(served.exclude(own_inside))
        if whole_site:
            mine |= ~Exists(own) & ~Exists(served)
    return ServiceItem.objects.filter(mine)


def offered_at(items, area):
    """Those of the items that somebody at `area` can use: offered there, around it or in a part of it, or everywhere."""
    around = Q(area_id__in=area.chain_ids) | Q(area__path__startswith=area.path)
    own = ServiceItem.areas.through.objects.filter(serviceitem=OuterRef("pk"))
    served = OrganisationArea.objects.filter(organisation=OuterRef("organisation"))
    return items.filter(Exists(own.filter(around)) | ~Exists(own) & (Exists(served.filter(around)) | ~Exists(served)))


def found(items, *, q="", category="", stage="", level="", area=None, state="", unchecked=False):
    """Items narrowed by the words and choices of a filter."""
    if q:
        items = items.filter(pk__in=search.keys(searching.ITEM, q, public_only=False))
    if category:
        items = items.filter(category__code=category)
    if stage:
        items = items.filter(stages__code=stage)
    if level:
        items = items.filter(level=level)
    if state:
        items = items.filter(state=state)
    if unchecked:
        items = items.exclude(legal_basis="").filter(basis_checked=False)
    if area is not None:
        items = offered_at(items, area)
    return items.order_by("category__position", "category_id", "code")


def not_issued(q=""):
    """Certificates that a committee must not issue; with words, those they name."""
    rows = NotIssued.objects.filter(active=True).select_related("body", "item")
    return rows.filter(pk__in=search.keys(searching.NOT_ISSUED, q, public_only=True)) if q else rows


def categories():
    return ItemCategory.objects.filter(active=True)


def stages():
    return LifeStage.objects.filter(active=True)


def rows(model, *, q="", state=""):
    """Rows of what items are made of in their order, `used` with how often by items; by name in any language, or code."""
    found = model.objects.order_by("position", "code")
    if hasattr(model, "items"):
        found = found.annotate(used=Count("items"))
    elif hasattr(model, "uses"):
        found = found.annotate(used=Count("uses"))
    if state:
        found = found.filter(active=state == "used")
    if not q:
        return found
    words = q.casefold().split()
    return [row for row in found if all(word in f"{row.code} {' '.join(row.names.values())}".casefold() for word in words)]  # fmt: skip


def uses_of(sort, row):
    """How many items stand on a row; None for sorts that items do not name."""
    used = {"category": "items", "stage": "items", "paper": "uses"}.get(sort)
    return getattr(row, used).count() if used else None


def communities():
    """Places somebody may say they live in, for the filter."""
    return Area.objects.filter(active=True, level__in=("street", "community")).defer("boundary").order_by("path")


def asked(actor, *, overdue=False):
    """Items the actor may confirm that somebody is waiting to hear about, the most urgent first."""
    items = editable_by(actor).filter(state=State.ACTIVE, check_due_at__isnull=False)
    if overdue:
        items = items.filter(check_due_at__lte=now())
    return items.select_related("category", "organisation").order_by("check_due_at", "code")


def rounds(actor, *, state=""):
    """Rounds of units the actor writes for; those without a unit for those who may write about everything.

    `state`: "overdue" and "open" with the longest due first, "answered"; each with `asked`, `answered`, `is_open`."""
    everywhere, paths, units = places_of(actor, "services.manage")
    mine = Q(organisation__in=units)
    for path in paths:
        mine |= Q(organisation__serves__area__path__startswith=path)
    if everywhere or Area.objects.filter(parent=None, path__in=paths).exists():
        mine |= Q(organisation=None)
    open_asks = ConfirmAsk.objects.filter(round=OuterRef("pk"), answered_at=None)
    found = ConfirmRound.objects.filter(pk__in=ConfirmRound.objects.filter(mine).values("pk")).select_related(
        "organisation"
    )
    counted = found.annotate(
        asked=Count("asks"),
        answered=Count("asks", filter=Q(asks__answered_at__isnull=False)),
        is_open=Exists(open_asks),
    )
    if state == "answered":
        return counted.filter(is_open=False).order_by("-opened_at", "-pk")
    if state:
        counted = counted.filter(is_open=True)
    if state == "overdue":
        counted = counted.filter(due_at__lte=now())
    return counted.order_by("-is_open", "due_at" if state else "-opened_at", "-pk")


def finder_question(code=""):
    """The question with this code, or the first; None for an unknown one or an empty finder."""
    rows = FinderQuestion.objects.prefetch_related(
        Prefetch("answers", FinderAnswer.objects.select_related("leads_to", "item__category", "category", "not_issued"))
    )
    return rows.filter(code=code).first() if code else rows.order_by("position").first()


def finder_tree():
    """The finder as the public reads it, as one plain value (finder_tree.py)."""
    rows = FinderQuestion.objects.order_by("position").prefetch_related(
        "answers__leads_to", "answers__item", "answers__category", "answers__not_issued"
    )
    return [question_of(row) for row in rows]


def question_of(row):
    """A FinderQuestion, read with its answers, as a question of a finder_tree."""
    answers = [{"names": answer.names, "to": target_of(answer)} for answer in row.answers.all()]
    return {"code": row.code, "names": row.names, "help": row.help, "answers": answers}


def finder_ends():
    """{sort: codes} of what an answer of the finder may lead to."""
    return {sort: set(model.objects.values_list("code", flat=True)) for sort, model in LEAVES.items()}


def finder_leaves(chosen=()):
    """{sort: rows} that an answer may lead to: those in use, and those the targets in `chosen` name."""
    named = {sort: [to.partition(":")[2] for to in chosen if to.startswith(f"{sort}:")] for sort in LEAVES}
    items = ServiceItem.objects.filter(Q(state=State.ACTIVE) | Q(code__in=named["item"])).select_related("category")
    return {
        "item": items.order_by("category__position", "code"),
        "category": ItemCategory.objects.filter(Q(active=True) | Q(code__in=named["category"])),
        "not_issued": NotIssued.objects.filter(Q(active=True) | Q(code__in=named["not_issued"])),
    }


def finder_draft():
    """(the Finder, its draft or the public finder when there is none)."""
    finder = Finder.objects.filter(pk=1).first() or Finder(pk=1)
    return finder, finder_tree() if finder.draft is None else finder.draft


def own_units(actor):
    """Codes of the units whose items the actor writes as one of their people."""
    _everywhere, _paths, units = places_of(actor, "services.manage")
    return list(Organisation.objects.filter(pk__in=units).order_by("code").values_list("code", flat=True))


def units_to_ask(actor):
    """Units with items on offer that the actor may ask to confirm them, by name of the reader's language."""
    units = editable_by(actor).filter(state=State.ACTIVE, organisation__isnull=False).values("organisation")
    return Organisation.objects.filter(pk__in=units).order_by("code")


def target_of(answer):
    """Where an answer of the finder leads, as files and programs write it: "item:CODE", "question:CODE" …"""
    ends = {
        "question": answer.leads_to,
        "item": answer.item,
        "category": answer.category,
        "not_issued": answer.not_issued,
    }
    return next(f"{sort}:{row.code}" for sort, row in ends.items() if row is not None)
