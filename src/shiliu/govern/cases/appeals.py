"""The asker's appeal against what a moderator decided: once, in words, decided by a supervisor who did not decide before."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.cases import letters, moderation, outward
from shiliu.govern.cases.models import Case, CaseStep
from shiliu.govern.cases.moderation import PUBLIC, WITHHELD, Decision
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

DECISIONS = (Decision.PUBLISHED, Decision.CHANGED, Decision.WITHHELD)


def may_appeal(case):
    """Whether there is a moderator's decision that has not been appealed yet."""
    if not case.may_publish or case.publication not in (PUBLIC, WITHHELD) or not moderation.decided(case):
        return False
    return not case.moderation_history.filter(decision=Decision.APPEALED).exists()


@transaction.atomic
def appeal(*, by, case, said):
    """Whoever raised it (account or code) objects to the public text or to its absence. Once a case; supervisors hear of it."""
    demand(by, "cases.appeal", case)
    case = moderation.locked(case)
    if not may_appeal(case):
        raise NotPossible(_("There is nothing to appeal against here, or you have appealed already."))
    if not said.strip():
        raise NotPossible(
            _("Something is still missing."), {"said": _("Say what is wrong with the decision or the text.")}
        )
    moderation.step_of(case, "appeal", by=by, said=said, by_whom=CaseStep.By.ASKER)
    entry = moderation.enter(case, Decision.APPEALED, by=by, reason=said, verb="cases.appealed")
    letters.tell_supervisors(case, "cases.appealed_for_supervisor")
    return entry


@transaction.atomic
def decide(*, by, case, granted, reason, title="", text=""):
    """A supervisor decides, for good. Granted with a title and text they become public; granted without, it leaves the list.

    Raises Refused; NotPossible for whoever made the decision appealed against, without an open appeal or a reason."""
    demand(by, "cases.decide_appeal", case)
    case = moderation.locked(case)
    if not moderation.open_appeal(case):
        raise NotPossible(_("No appeal is open here. Somebody may have decided already."))
    if not may_decide(by, case):
        raise NotPossible(_("You made the decision this appeal is about. Another supervisor decides on it."))
    if not reason.strip():
        raise NotPossible(
            _("Something is still missing."), {"reason": _("The person who raised it reads this reason.")}
        )
    verb, was_public = "appeal_granted" if granted else "appeal_denied", case.publication == PUBLIC
    if granted and (title.strip() or text.strip()):
        photos = case.files.filter(public=True).values_list("pk", flat=True)
        moderation.release(case, title=title, text=text, photos=list(photos))
    elif granted:
        moderation.hide(case)
    if granted:
        outward.words_changed(case, was_public=was_public)
    step = moderation.step_of(case, verb, by=by, said=reason)
    moderation.enter(
        case, Decision.APPEAL_UPHELD if granted else Decision.APPEAL_DENIED, by=by, reason=reason, verb=f"cases.{verb}"
    )
    letters.tell_asker(case, f"cases.{verb}", step)
    return Case.objects.get(pk=case.pk)


def may_decide(by, case):
    """A person other than who made the decision appealed against."""
    appealed = moderation.open_appeal(case)
    if appealed is None or by.person is None:
        return False
    first = case.moderation_history.filter(decision__in=DECISIONS, pk__lt=appealed.pk).last()
    return first is None or first.by_id != by.person.pk
