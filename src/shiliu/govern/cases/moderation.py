"""What neighbours read: a moderator releases a redacted text, or says why not. The original stays with the case."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.cases import letters, searching
from shiliu.govern.cases.models import Case, CaseStep
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def publish(*, by, case, title, text, answers=None, photos=()):
    """Release a redacted title and text, redacted answers ({step id: text}) and photos (CaseAttachment ids).

    Raises Refused; NotPossible when the asker did not agree to publication or a text is empty."""
    demand(by, "cases.moderate", case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.may_publish:
        raise NotPossible(_("Whoever raised this asked that it is not published."))
    empty = {name: _("Please fill this in.") for name, value in (("title", title), ("text", text)) if not value.strip()}
    if empty:
        raise NotPossible(_("Something is still missing."), empty)
    newly = case.publication != Case.Publication.PUBLIC
    case.publication, case.public_title, case.public_text = Case.Publication.PUBLIC, title.strip(), text.strip()
    case.published_at = case.published_at or now()
    case.save(update_fields=["publication", "public_title", "public_text", "published_at"])
    for step in CaseStep.objects.filter(case=case, pk__in=list(answers or {})):
        step.public_said = answers[step.pk].strip()
        step.save(update_fields=["public_said"])
    case.files.update(public=False)
    case.files.filter(pk__in=list(photos)).update(public=True)
    searching.index_public(case)
    audit.record("cases.moderated", by=by, target=case, area=case.area, data={"publication": "public"})
    if newly:
        letters.tell_asker(case, "cases.published")
    return case


@transaction.atomic
def withhold(*, by, case, reason):
    """Keep or take a case from the public list, for a reason the asker reads."""
    demand(by, "cases.moderate", case)
    if not reason.strip():
        raise NotPossible(
            _("Something is still missing."), {"reason": _("The person who raised it reads this reason.")}
        )
    case = Case.objects.select_for_update().get(pk=case.pk)
    case.publication = Case.Publication.WITHHELD
    case.save(update_fields=["publication"])
    case.files.update(public=False)
    step = CaseStep.objects.create(
        case=case, move="withhold", from_state=case.state, to_state=case.state, at=now(), by=by.person,
        by_whom=CaseStep.By.STAFF, said=reason.strip(), round=case.round,
    )  # fmt: skip
    searching.index_public(case)
    audit.record("cases.moderated", by=by, target=case, area=case.area, data={"publication": "withheld"})
    letters.tell_asker(case, "cases.withheld", step)
    return case
