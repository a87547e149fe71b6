"""“Me too” (我也遇到) and who wants to hear what becomes of a published case. The only writers of CaseSupport.

The count is public, who is behind it is nobody's business: there is no list of them, and the audit holds a commitment that
proves one press if whoever pressed wants it proved, and says nothing otherwise. Without an account a browser is known by a
random token in a signed cookie; what is kept is its keyed hash, another one for each case, so that rows cannot be put
together to what one browser cares for. The price: a browser that pressed on two cases counts twice once they are joined."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shiliu.govern.cases import followers
from shiliu.govern.cases.models import Case, CaseSupport
from shiliu.govern.cases.workflow import ENDED_STATES
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, demand
from shiliu.platform.workflow import NotPossible

BATCH = 500
AUDIT = (
    ("cases.supported", gettext_lazy("Somebody said “me too” on %(target)s")),
    ("cases.unsupported", gettext_lazy("Somebody took “me too” on %(target)s back")),
    ("cases.followed", gettext_lazy("Somebody asked to hear of the steps of %(target)s")),
    ("cases.unfollowed", gettext_lazy("Somebody no longer wants to hear of %(target)s")),
    ("cases.followers_forgotten", gettext_lazy("Addresses left to hear of %(target)s were deleted because their time was over")),
)  # fmt: skip


@dataclass(frozen=True)
class Supported:
    """`case` is the one counted: of joined cases the one that goes on."""

    case: Case
    support: CaseSupport
    is_new: bool


def support(*, by, case, token=""):
    """Say “me too” on a published open case: counted once a person, or once a browser (`token`) without an account.

    Signed in one also hears of each step, until one says stop. Raises Refused, NotPossible."""
    demand(by, "cases.support")
    case = leading(case)
    together = family(case)
    if any(is_own(by, one) for one in together):
        raise NotPossible(_("This is your own need. It counts already."))
    if row := _own_row(by, _rows(by, token, together)):
        return Supported(case, row, is_new=False)
    if case.publication != Case.Publication.PUBLIC or case.state in ENDED_STATES:
        raise NotPossible(_("This need is no longer open. If it is still so, raise it anew."))
    person, hashed = (by.person, None) if by.signed_in else (None, hashed_token(token, case.pk))
    if person is None and not token:
        raise ValueError("without an account a press needs the token of the browser")
    row = CaseSupport(case=case, person=person, token_hash=hashed, tell=by.signed_in, at=now(), language=get_language())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            Case.objects.filter(pk=case.pk).update(me_too=F("me_too") + 1)
            _record("cases.supported", row)
    except IntegrityError:  # two presses of one person met: the first one counts
        return Supported(case, _own_row(by, _rows(by, token, together)), is_new=False)
    return Supported(case, row, is_new=True)


@transaction.atomic
def unsupport(*, by, case, token=""):
    """Take “me too” back; True when there was one. An address left to hear of it goes with it."""
    demand(by, "cases.support")
    return _remove(_rows(by, token, family(leading(case))))


@transaction.atomic
def follow(*, by, case, token="", tell, email=""):
    """Hear of each public step, or stop. Without an account to `email`, which is asked first; it must have said “me too”."""
    demand(by, "cases.support")
    case = leading(case)
    row = _rows(by, token, family(case)).select_for_update().first()
    if row is None:
        raise NotPossible(_("Say “me too” first, then you can hear of it."))
    if tell and not row.person_id and not email:
        raise NotPossible(_("Something is still missing."), {"email": _("Type the address to write to.")})
    if not tell or row.person_id:
        _set(row, tell=tell, email="")
    elif email != row.email or not row.tell:
        _set(row, tell=False, email=email)
        followers.ask(case, row)
    return row


@transaction.atomic
def follow_by_link(*, by, key, tell):
    """What the holder of an address answers by the link of a letter. Returns the CaseSupport, None for a dead link."""
    demand(by, "cases.support")
    row = followers.row_of(key)
    if row is not None and row.tell != tell:
        _set(row, tell=tell, email=row.email if tell else "")
    elif row is not None and not tell:
        _set(row, tell=False, email="")
    return row


def _set(row, *, tell, email):
    row.tell, row.email, row.language = tell, email, get_language() or row.language
    row.at = now()
    row.save(update_fields=["tell", "email", "language", "at"])
    _record("cases.followed" if tell or email else "cases.unfollowed", row)


def _remove(rows):
    """Delete rows of one person or browser on cases that go on as one, and count down what each had counted up."""
    rows = list(rows.select_for_update().select_related("case"))
    for row in rows:
        _record("cases.unsupported", row)
    CaseSupport.objects.filter(pk__in=[row.pk for row in rows]).delete()
    cases = {row.case_id for row in rows}
    leaders = {row.case.merged_into_id or row.case_id for row in rows}
    for pk in cases - leaders:
        Case.objects.filter(pk=pk, me_too__gt=0).update(me_too=F("me_too") - 1)
    for pk in leaders:
        # A person with a row on both of two joined cases was counted once there, browsers once a row.
        less = len({row.person_id for row in rows if row.person_id}) + sum(not row.person_id for row in rows)
        Case.objects.filter(pk=pk, me_too__gte=less).update(me_too=F("me_too") - less)
    return bool(rows)


def forget(person):
    """Take back all of a person's presses: nothing of them stays, the counts go down. In the caller's transaction."""
    by_leader = {}
    for row in CaseSupport.objects.filter(person=person).select_related("case"):
        by_leader.setdefault(row.case.merged_into_id or row.case_id, []).append(row.pk)
    for keys in by_leader.values():
        _remove(CaseSupport.objects.filter(pk__in=keys))


def held_about(person):
    """The person's own presses, as JSON-able rows."""
    rows = CaseSupport.objects.filter(person=person).select_related("case")
    return [{"number": row.case.number, "at": row.at.isoformat(), "told of steps": row.tell} for row in rows]


def count_again(case, members):
    """Count who says “me too” on `case` and its joined `members`, each person once; on joining and taking apart.

    The caller holds the row of `case`: whoever presses meanwhile waits and is added to what was counted here."""
    rows = CaseSupport.objects.filter(case__in=[case, *members]).order_by()
    found = rows.aggregate(people=Count("person", distinct=True), browsers=Count("token_hash"))
    Case.objects.filter(pk=case.pk).update(me_too=found["people"] + found["browsers"])


def leading(case):
    """The case under which a joined one goes on; a case by itself otherwise."""
    return case.merged_into if case.merged_into_id else case


def family(case):
    return [case, *Case.objects.filter(merged_into=case)]


def supported(by, token, cases):
    """{case id: CaseSupport} of the reader's own presses among the cases; one query, none for who never pressed."""
    cases = list(cases)
    return {row.case_id: row for row in _rows(by, token, cases)} if cases and (by.signed_in or token) else {}


def supports(by, token, case):
    """The reader's own press on a case or one it goes on with, or None."""
    return _rows(by, token, family(leading(case))).first() if by.signed_in or token else None


def is_own(by, case):
    return (by.signed_in and case.author_id == by.person.pk) or (
        case.code_hash is not None and case.code_hash in by.secrets
    )


def _rows(by, token, cases):
    condition = Q(pk__in=[])
    if by.signed_in:
        condition |= Q(person=by.person)
    if token:
        condition |= Q(token_hash__in=[hashed_token(token, case.pk) for case in cases])
    return CaseSupport.objects.filter(condition, case__in=cases).order_by("pk")


def _own_row(by, rows):
    """The row that stands for the reader; what a browser pressed before its reader signed in is the reader's own from now on."""
    rows = list(rows)
    row = next((row for row in rows if row.person_id), rows[0] if rows else None)
    if row and by.signed_in and row.person_id is None:
        row.person, row.token_hash = by.person, None
        row.save(update_fields=["person", "token_hash"])
    return row


def hashed_token(token, pk):
    return salted_hmac("cases.me_too", f"{pk}:{token}", algorithm="sha256").hexdigest()


def _record(verb, row):
    """One audit row that names nobody: neither actor nor person concerned, only a commitment to whose press it was."""
    whose = hashed_token(f"person:{row.person_id}", row.case_id) if row.person_id else row.token_hash
    audit.record(verb, by=ANONYMOUS, target=row.case, personal={"me_too": whose})


def forget_addresses():
    """Retention ends by itself: addresses nobody confirmed, and those of cases that ended some time ago."""
    moment = now()
    silent = Q(tell=False, at__lt=moment - timedelta(days=followers.UNCONFIRMED_DAYS))
    over = Q(case__ended_at__lt=moment - timedelta(days=settings.CASE_FOLLOW_KEEP_DAYS))
    rows = CaseSupport.objects.exclude(email="").filter(silent | over).order_by("case", "pk")
    by_case = {}
    for row in rows.select_related("case")[:BATCH]:
        by_case.setdefault(row.case, []).append(row.pk)
    for case, keys in by_case.items():
        with transaction.atomic():
            CaseSupport.objects.filter(pk__in=keys).update(email="", tell=False)
            audit.record("cases.followers_forgotten", by=SYSTEM, target=case, data={"count": len(keys)})


def register():
    followers.register()
    for verb, sentence in AUDIT:
        audit.register_verb(verb, sentence)
