"""The only readers outside actions. What is not in visible_to(actor) does not exist for that actor."""

from django.db.models import Count, Prefetch, Q

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.cases import listing, searching
from shiliu.govern.cases.models import (
    Case,
    CaseAttachment,
    CaseStep,
    CaseTask,
    Category,
    ObjectionReason,
    RefusalReason,
    SummonedUnit,
    Summons,
)
from shiliu.govern.cases.models.listed import NEVER_LOOKED_AT
from shiliu.govern.cases.routing import current_version
from shiliu.govern.cases.workflow import AWAITING_JUDGEMENT, CALLED_BACK
from shiliu.platform import audit, search
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside
from shiliu.platform.presentation.languages import apart

NEW_WORDS = Q(publication=Case.Publication.PUBLIC, words_wait=True)
COMMUNITY = Area.LEVELS.index(Area.Level.COMMUNITY)
CALLED = (Summons.State.APPROVED, Summons.State.HELD, Summons.State.CLOSED)
DETAILS = ("category", "area", "lead", "lead__kind", "entry__tier", "cell", "objection", "merged_into")


def visible_to(actor):
    """Cases the actor may open: own, of the actor's units, of the actor's areas. One query condition, no row loop."""
    everywhere, paths, units = places_of(actor, "cases.read")
    if everywhere or actor.is_system:
        return Case.objects.all()
    condition = inside(paths)
    if actor.signed_in:
        condition |= Q(author=actor.person)
    if actor.secrets:
        condition |= Q(code_hash__in=actor.secrets)
    if units:
        condition |= Q(lead__in=units) | helped_by(units)
    return Case.objects.filter(condition)


def helped_by(units):
    """The condition of cases for which one of the units was asked for a part or called to a table."""
    asked = CaseTask.objects.filter(unit__in=units).exclude(state=CaseTask.State.WITHDRAWN).order_by().values("case")
    called = SummonedUnit.objects.filter(unit__in=units, summons__state__in=CALLED).order_by().values("summons__case")
    return Q(pk__in=asked) | Q(pk__in=called)


def published():
    return Case.objects.filter(publication=Case.Publication.PUBLIC)


def may_open(actor, attachment):
    """Whether a photo opens: to everyone once a moderator released it (of one with black boxes only the covered copy), else
    to those who may see its case."""
    either = Q(attachment=attachment) | Q(redacted=attachment)
    link = CaseAttachment.objects.filter(either).select_related("case").first()
    if link is None:
        return False
    is_shown = attachment.pk == (link.redacted_id or link.attachment_id)
    is_public = link.public and is_shown and link.case.publication == Case.Publication.PUBLIC
    return is_public or visible_to(actor).filter(pk=link.case_id).exists()


def own(actor):
    """Cases the signed-in person raised, newest first."""
    return (
        Case.objects.filter(author=actor.person)
        .select_related("category", "area", "lead")
        .order_by("-received_at", "-pk")
    )


def area_by_code(code):
    """The area in use with this code, or None; `code` may be anything somebody typed."""
    return Area.objects.filter(code=code[:40], active=True).first() if code and "\0" not in code else None


def by_code(code_hash):
    return Case.objects.filter(code_hash=code_hash).first() if code_hash else None


def worklist(actor):
    """Open cases the actor has a duty for: first what nobody is responsible for yet, then the least time left."""
    return in_queue(listing.any_of(duties(actor)))


def in_queue(condition):
    """Open cases of the condition in the order of worklists."""
    cases = Case.objects.filter(condition, queue_at__isnull=False).select_related("category", "area", "lead")
    return cases.order_by(*listing.QUEUE)


def duties(actor, *, indexed=True):
    """The conditions that together make up the actor's worklist, each with an index in its order: the actor's areas and units
    and parts asked of them. Not `indexed` as in listing.narrowed."""
    _everywhere, paths, units = places_of(actor, "cases.worklist")
    ours = [Q(lead=unit) for unit in units] if indexed else [listing.of_units(units, indexed=False)] if units else []
    return [*listing.inside_any(paths, indexed=indexed), *ours, *([asked_of(units)] if units else [])]


def asked_of(units):
    """The condition of cases of which a part is asked of some units."""
    return Q(pk__in=CaseTask.objects.filter(unit__in=units, state=CaseTask.State.OPEN).values("case"))


def queue(actor, part=None, *, text="", **chosen):
    """(cases, arms) of the actor's worklist narrowed by `part` and by what is chosen (listing.narrowed), for listing.page."""
    part, own, with_words = Q() if part is None else part, duties(actor), bool(text.strip())
    given, known = listing.narrowed(**chosen), listing.narrowed(**chosen, indexed=False)
    whole = listing.any_of(duties(actor, indexed=not with_words)) & part & (known if with_words else given)
    has_parts = bool(places_of(actor, "cases.worklist")[2])
    arms = [in_queue(duty & part & (known if has_parts and duty == own[-1] else given)) for duty in own]
    return in_queue(whole), arms


def to_call_back(actor):
    """(cases, arms) of the answered cases whose asker is to be called back in the actor's areas, the longest waiting first."""
    _everywhere, paths, _units = places_of(actor, "cases.call_back")
    condition = listing.any_of(listing.inside_any(paths)) & Q(channel__in=CALLED_BACK)
    cases = Case.objects.filter(condition).select_related("category", "area", "lead").order_by(*listing.CHANGED)
    return cases.filter(state__in=AWAITING_JUDGEMENT), [cases.filter(state=state) for state in AWAITING_JUDGEMENT]


def with_where(cases):
    """The cases as a list, each with `where`: the names from the community down to its place. One query for all of them."""
    cases = list(cases)
    chains = {case.pk: [int(pk) for pk in case.area_path.strip("/").split("/")] for case in cases}
    names = Area.objects.in_bulk({pk for chain in chains.values() for pk in chain})
    for case in cases:
        chain = chains[case.pk]
        case.where = " · ".join(apart(names[pk].name) for pk in chain[COMMUNITY:] or chain[-1:])
    return cases


def to_moderate(actor):
    """Cases waiting for a moderator in the actor's areas, oldest first: never looked at, or published and staff has said
    something since that neighbours cannot read yet."""
    return moderated_by(actor).filter(NEVER_LOOKED_AT | NEW_WORDS).order_by(*listing.OLDEST)


def moderated_by(actor):
    """Cases of the areas in which the actor decides what neighbours read."""
    _everywhere, paths, _units = places_of(actor, "cases.moderate")
    condition = listing.any_of(listing.inside_any(paths))
    return Case.objects.filter(condition).select_related("category", "area", "lead")


def with_history(cases):
    """For a case page: everything shown on it in a fixed number of queries."""
    steps = (
        CaseStep.objects.select_related("unit")
        .prefetch_related("files__attachment", "files__redacted")
        .order_by("at", "pk")
    )
    return cases.select_related(*DETAILS).prefetch_related(
        Prefetch("steps", steps),
        "clocks",
        "pauses",
        "judgements",
        "files__attachment",
        "files__redacted",
        "tasks__unit",
        "summonses__units__unit",
        "promises__unit",
    )


def filtered(cases, *, text="", state="", kind="", category="", area=None, lead="", public=False):
    """Narrow a list by what readers choose; of words only the newest finds. Pages search by listing.page, which has no such
    limit. Unknown values find nothing rather than everything."""
    chosen = listing.narrowed(state=state, kind=kind, category=category, area=area, lead=lead, public=public)
    cases = cases.filter(chosen)
    if text.strip():
        found = list(search.keys(searching.PUBLIC if public else searching.STAFF, text, public_only=public))
        number = key_of_number(text)
        cases = cases.filter(Q(pk__in=found) | Q(pk=number)) if number else cases.filter(pk__in=found)
    return cases


def key_of_number(text):
    """The id in a quoted case number such as 2026-000123, or None."""
    year, dash, number = text.strip().partition("-")
    return int(number) if dash and year.isdecimal() and number.isdecimal() and len(number) < 12 else None


def by_number(cases, number):
    key = key_of_number(number)
    return cases.filter(pk=key).first() if key else None


def categories():
    """Groups with their members, for choosing a matter: those the catalogue in force knows."""
    version = current_version(now())
    known = Category.objects.filter(retired=False, entries__version=version).select_related("group").distinct()
    groups = {}
    for category in known.order_by("group__position", "group__code", "position", "code"):
        groups.setdefault(category.group, []).append(category)
    return groups


def refusal_reasons():
    return RefusalReason.objects.all()


def objection_reasons():
    return ObjectionReason.objects.all()


def refusal_reason(code, entry=None):
    """The reason with the channel it names: the catalogue entry's own words for it where there are any. None if unknown."""
    reason = RefusalReason.objects.filter(code=code).first() if code else None
    return with_own_channel(reason, entry) if reason else None


def with_own_channel(reason, entry):
    """`reason` as it is told for one catalogue entry; not to be saved."""
    reason.channels = (entry.refusal_texts if entry else {}).get(reason.code) or reason.channels
    return reason


def looks_at_contact(case):
    """Rows of the log that tell who opened the contact left with this case, newest first."""
    return audit.rows_on(case).filter(verb="cases.contact_seen")


def units_for(area):
    """Units that serve the area or any area around it, for a dispatcher to choose from."""
    return (
        Organisation.objects.filter(active=True, serves__area__in=area.chain_ids)
        .select_related("kind")
        .distinct()
        .order_by("code")
    )


def counts_by_state(cases):
    return dict(cases.order_by().values_list("state").annotate(n=Count("pk")))
