"""The only writers of cases. Pages, API, command line, demo and tests all call these."""

import hashlib
import hmac
import uuid
from copy import copy
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.govern.cases import emergencies, engine, letters, pinning, routing, rules, searching
from shiliu.govern.cases.models import Case, CaseContact, CaseOrigin, CaseStep
from shiliu.platform import audit, maps
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.texts import guess_language, plain_text
from shiliu.platform.workflow import NotPossible


@dataclass(frozen=True)
class Contact:
    """How the asker wants to be reached; all empty means: only through the tracking code."""

    address_as: str = ""
    phone: str = ""
    email: str = ""
    language: str = "zh-hans"

    def __bool__(self):
        return bool(self.phone or self.email)


@dataclass(frozen=True)
class Submitted:
    """`code` opens the case for whoever holds it; it is shown once and never stored."""

    case: Case
    code: str
    is_new: bool


def submit(*, by, kind, title, text, category=None, area=None, point=None, place_note="", contact=None, files=(),
           submission=None, may_publish=True, channel=Case.Channel.WEB, answers=None, source="", origin=""):  # fmt: skip
    """A resident raises a need: insert, route, tell. `point` is (longitude, latitude); `answers` {code of a question of the
    matter: text or list of texts}; `source` the program it came through; `origin` the day's mark of the network.

    `submission` (UUID) makes a repeated send harmless: the same case and the same code come back. Raises Refused, NotPossible,
    attachments.Unacceptable."""
    demand(by, "cases.submit")
    return _file(
        by=by, author=by.person, filed_by=None, verb="cases.submitted", kind=kind, title=title, text=text, category=category,
        area=area, point=point, place_note=place_note, contact=contact, files=files, submission=submission,
        may_publish=may_publish, channel=Case.Channel.ACCOUNT if by.signed_in and channel == Case.Channel.WEB else channel,
        answers=answers, source=source, origin=origin,
    )  # fmt: skip


def file_on_behalf(*, by, area, channel, **said):
    """A window worker files for somebody who came or called; the author is whoever gets the code."""
    demand(by, "cases.intake", Place(area))
    if channel not in {Case.Channel.WINDOW, Case.Channel.PHONE}:
        raise NotPossible(_("Say whether the resident came or called."), {"channel": _("Choose window or phone.")})
    return _file(by=by, author=None, filed_by=by.person, verb="cases.filed", area=area, channel=channel, **said)


def sent_before(submission):
    """What came of the form with this number (UUID, or its text), or None while nothing has: its code comes back with it."""
    try:
        submission = uuid.UUID(str(submission))
    except ValueError:
        return None
    known = Case.objects.filter(submission=submission).first()
    return Submitted(known, code_of(submission), is_new=False) if known else None


def _file(*, by, author, filed_by, verb, kind, title, text, channel, category=None, area=None, point=None, place_note="",
          contact=None, files=(), submission=None, may_publish=True, answers=None, source="", origin=""):  # fmt: skip
    if submission and (known := sent_before(submission)):
        return known
    submission = submission or uuid.uuid4()
    code = code_of(submission)
    title, text, place_note = (plain_text(words).strip() for words in (title, text, place_note))
    emergencies.refuse(category)
    empty = {name: _("Please fill this in.") for name, words in (("title", title), ("text", text)) if not words}
    if empty:
        raise NotPossible(_("Something is still missing."), empty)
    area, cell, place_known = locate(area, point)
    drafts = engine.taken(files, by=by)
    moment = now()
    coarse = pinning.public_point(area, point)
    try:
        with transaction.atomic():
            case = Case.objects.create(
                kind=kind, title=title, text=text, language=guess_language(text), channel=channel,
                category=category, area=area, area_path=area.path, cell=cell, place_known=place_known,
                place_note=place_note, longitude=point[0] if point else None, latitude=point[1] if point else None,
                public_longitude=coarse[0] if coarse else None, public_latitude=coarse[1] if coarse else None,
                author=author, filed_by=filed_by, code_hash=hash_code(code), submission=submission, received_at=moment,
                changed_at=moment, may_publish=may_publish,
                publication=Case.Publication.PENDING if may_publish else Case.Publication.WITHHELD,
                answers=answers or {}, source=source,
            )  # fmt: skip
            if origin:
                CaseOrigin.objects.create(case=case, network=origin, at=moment)
            if contact:
                CaseContact.objects.create(case=case, **vars(contact))
            engine.attach(case, drafts, by=by)
            CaseStep.objects.create(
                case=case, move="submit", from_state="", to_state=case.state, at=moment, by=by.person,
                by_whom=CaseStep.By.STAFF if filed_by else CaseStep.By.ASKER,
            )  # fmt: skip
            audit.record(verb, by=by, target=case, area=area, data={"kind": kind, "channel": channel},
                         about=[author] if author else [])  # fmt: skip
            letters.tell_asker(case, "cases.received")
            searching.index_case(case)
            route(case=case)
    except IntegrityError:
        # Two sends of the same form met; the first one won, and both readers get the same case.
        known = Case.objects.filter(submission=submission).first()
        if known is None:
            raise
        return Submitted(known, code, is_new=False)
    return Submitted(case, code, is_new=True)


def locate(area, point):
    """(Area, GridCell or None, whether the place is known) for a chosen area and/or a point."""
    found = maps.area_at(*point) if point else None
    if area is None or (found is not None and area.contains(found)):
        area = found or area
    if area is None:
        district = Area.objects.filter(level=Area.Level.DISTRICT, active=True).order_by("pk").first()
        if district is None:
            raise NotPossible(_("This site has no places yet. An administrator must import the areas first."))
        return district, None, False
    cell = (maps.cell_at(*point) if point else None) or maps.cell_of(area)
    return area, cell, True


def code_of(submission):
    """The tracking code of a submission: derived, so that a repeated send shows the same code, and never stored."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"tracking-code:" + submission.bytes, hashlib.sha256).digest()
    return rules.code_from_bytes(digest)


def hash_code(code):
    return rules.hash_code(code, settings.SECRET_KEY)


def route(*, case):
    """Apply the dispatch catalogue to a case just inserted: to the one responsible unit, or to a dispatcher with the reason. Never
    silence."""
    entry = routing.entry_for(case.category, now())
    found = routing.find_route(area=case.area, cell=case.cell, place_known=case.place_known, entry=entry)
    case.route = routing.reasons_of(found)
    if found.unit_id is None:
        return engine.make_held(by=SYSTEM, case=case, verb="to_triage")
    unit = routing.unit(found.unit_id)
    return engine.make_held(
        by=SYSTEM, case=case, verb="route", given={"unit": unit, "category": case.category, "entry": entry}
    )


def move(*, by, case, verb, said="", note="", files=(), **given):
    """Any move of the table of moves, by name."""
    drafts = engine.taken(files, by=by)
    step = engine.make(by=by, case=case, verb=verb, said=said, note=note, files=drafts, given=given)
    take_over(case, step.case)
    return step


def take_over(case, written):
    """`case` as the row that was just written, without reading it again."""
    case.__dict__.pop("_prefetched_objects_cache", None)
    for field in case._meta.concrete_fields:
        if field.generated:
            case.__dict__.pop(field.attname, None)
    case.__dict__.update(copy(written).__dict__)


def add_word(*, by, case, said, files=()):
    """The asker adds what they know; the unit hears of it. The state does not change."""
    demand(by, "cases.add_word", case)
    if not said.strip():
        raise NotPossible(_("Something is still missing."), {"said": _("Please fill this in.")})
    drafts = engine.taken(files, by=by)
    with transaction.atomic():
        step = _word(by, case, move="word", said=said)
        engine.attach(case, drafts, by=by, step=step)
        audit.record("cases.added_word", by=by, target=case, area=case.area)
        letters.tell_unit(case, "cases.word_added")
    return step


@transaction.atomic
def remark(*, by, case, note):
    """A note among staff; never shown to the asker or the public."""
    demand(by, "cases.remark", case)
    if not note.strip():
        raise NotPossible(_("Something is still missing."), {"note": _("Please fill this in.")})
    step = _word(by, case, move="remark", note=note)
    audit.record("cases.remarked", by=by, target=case, area=case.area)
    return step


def _word(by, case, *, move, said="", note=""):
    moment = now()
    Case.objects.filter(pk=case.pk).update(changed_at=moment)
    return CaseStep.objects.create(
        case=case, move=move, from_state=case.state, to_state=case.state, at=moment, by=by.person,
        by_whom=engine.whose_side(by, case), unit=engine.unit_of(by, case), said=said.strip(),
        language=guess_language(said), note=note.strip(), round=case.round,
    )  # fmt: skip


@transaction.atomic
def see_contact(*, by, case, reason):
    """How to reach the asker. Every look is logged with its reason, and the asker can read the log."""
    demand(by, "cases.read_contact", case)
    if not reason.strip():
        raise NotPossible(
            _("Say why you need the contact."), {"reason": _("The person concerned can read this reason.")}
        )
    audit.look(by=by, target=case, about=[case.author] if case.author else [], reason=reason, verb="cases.contact_seen")
    return getattr(case, "contact", None), case.author
