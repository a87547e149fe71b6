"""From the announcement to the count. A ballot leaves no audit row and no moment: the box keeps nothing but sealed envelopes."""

import logging
from os import urandom

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.meetings import rules as notice
from shiliu.govern.proposals.owners import freezing, heard, rules
from shiliu.govern.proposals.owners.actions.preparing import S, held, record
from shiliu.govern.proposals.owners.models import Estate, OwnersCode, OwnersResult, OwnersVote, Share
from shiliu.platform import audit
from shiliu.platform.ballots import boxes, sealing, secrets
from shiliu.platform.clock import now
from shiliu.platform.codes import code_from_bytes, hash_code
from shiliu.platform.permissions import SYSTEM, demand
from shiliu.platform.workflow import NotPossible

BOX, LONGEST = "proposals.owners", 60
log = logging.getLogger(__name__)


@transaction.atomic
def announce(*, by, vote):
    """Freezes the question, the thresholds and the register of shares, and opens the box. Nothing of it can change afterwards."""
    vote = held(by, vote, S.DRAFT)
    if notice.earliest({"notice_days": vote.matter.notice_days}, now()) > vote.opens_at:
        sentence = _("Owners must be told %(days)s days before: choose a later day.") % {
            "days": vote.matter.notice_days
        }
        raise NotPossible(sentence, {"opens_at": sentence})
    Estate.objects.select_for_update().get(
        pk=vote.estate_id
    )  # whoever writes the register anew waits, and then finds it frozen
    content = freezing.drafted(vote)
    if not content["shares"]:
        raise NotPossible(_("The register has no share yet."))
    freezing.keep(vote, content)
    vote.state = S.ANNOUNCED
    vote.save()
    audit.freeze(freezing.KIND, vote.pk, by=by, area=vote.estate.area)
    boxes.open_box(BOX, vote.pk, length=LONGEST, by=by)
    record("owners.announced", by, vote)
    heard.tell(vote, "announced")
    return vote


@transaction.atomic
def make_codes(*, by, vote):
    """[(code of the share, code to vote with)] for every owner who has none yet: to be printed at once, only hashes are kept."""
    vote = held(by, vote, S.ANNOUNCED)
    heads = freezing.rules_of(vote).weights
    waiting = Share.objects.filter(pk__in=heads).exclude(pk__in=vote.codes.values("share"))
    made = [(share, _new_code()) for share in waiting.order_by("code")]
    OwnersCode.objects.bulk_create(
        OwnersCode(vote=vote, share=share, digest=_digest(vote, code)) for share, code in made
    )
    record("owners.codes_made", by, vote, number=len(made))
    return [(share.code, code) for share, code in made]


@transaction.atomic
def replace_code(*, by, vote, share_code):
    """A new code for an owner whose letter is lost; the old one opens nothing any more, a ballot already there stays theirs."""
    vote = held(by, vote, S.ANNOUNCED)
    found = vote.codes.select_related("share").filter(share__code=share_code.strip()).first()
    if found is None:
        sentence = _("No code was made for this share. Look at the register: shares of one owner have one code.")
        raise NotPossible(sentence, {"share_code": sentence})
    code = _new_code()
    found.digest = _digest(vote, code)
    found.save()
    record("owners.code_replaced", by, vote)
    return found.share.code, code


def share_of(vote, code):
    """The Share a typed code belongs to, or None."""
    cleaned = hash_code(code, str(vote.pk), BOX)
    if cleaned is None:
        return None
    try:
        digest = secrets.token(BOX, vote.pk, "code", cleaned)
    except secrets.NoSecret:
        return None
    found = vote.codes.filter(digest=digest).select_related("share").first()
    return found and found.share


@transaction.atomic
def cast(*, by, vote, code, choice):
    """Puts the ballot of a share into the box, in place of the one before; choice "" takes it out. The receipt to show, or ''."""
    demand(by, "owners.vote", vote)
    share = _share(vote, code)
    if choice and choice not in rules.CHOICES:
        raise NotPossible(_("Choose one of the answers."), {"choice": _("Choose one of the answers.")})
    box = boxes.box_of(BOX, vote.pk)
    try:
        if not choice:
            boxes.withdraw(box, _who(share))
            return ""
        return _put_in(vote, box, share, choice)
    except boxes.Final:
        raise NotPossible(_("Your ballot came on paper and stands. If that was not you, tell the committee and the street office at once.")) from None  # fmt: skip


@transaction.atomic
def cast_paper(*, by, vote, code, choice, again_code, again_choice):
    """Puts a ballot that came on paper into the box for good; it is typed twice. The receipt to write on the counterfoil.

    NotPossible where both do not agree, or the owner has voted already: what they put in themselves nobody replaces."""
    vote = held(by, vote, S.ANNOUNCED)
    if choice not in rules.CHOICES:
        raise NotPossible(_("Choose one of the answers."), {"choice": _("Choose one of the answers.")})
    if (hash_code(code, "", BOX), choice) != (hash_code(again_code, "", BOX), again_choice):
        sentence = _("The two are not the same. Look at the paper and type both again.")
        raise NotPossible(sentence, {"again_code": sentence})
    share, box = _share(vote, code), boxes.box_of(BOX, vote.pk)
    if boxes.took_part(box, _who(share)):
        sentence = _(
            "This owner has voted already; the paper changes nothing. With the code they can change their answer themselves."
        )
        raise NotPossible(sentence, {"code": sentence})
    receipt = _put_in(vote, box, share, choice, final=True)
    record("owners.paper_taken", by, vote)
    return receipt


def weight_of(vote, code):
    """Hundredths of a square metre the ballot with this code weighs."""
    return freezing.rules_of(vote).weights[share_of(vote, code).pk]


def _share(vote, code):
    """The Share of a code while ballots are taken. Raises NotPossible."""
    share = share_of(vote, code)
    if share is None:
        sentence = _("This code is not valid for this vote. Compare it letter by letter, or ask the committee.")
        raise NotPossible(sentence, {"code": sentence})
    if not takes_ballots(vote):
        raise NotPossible(_("Voting is not open now. The page of the vote says when it is."))
    return share


def _who(share):
    return f"share{share.pk}"


def _put_in(vote, box, share, choice, final=False):
    try:
        content = {"c": choice, "a": freezing.rules_of(vote).weights[share.pk]}
        return sealing.spelled(boxes.save(box, _who(share), content, final=final).receipt(box))
    except (boxes.Closed, secrets.NoSecret):
        raise NotPossible(_("Voting is not open now. The page of the vote says when it is.")) from None


def takes_ballots(vote):
    return vote.state == S.ANNOUNCED and vote.opens_at <= now() < vote.closes_at


@transaction.atomic
def count(*, by, vote):
    """After the last moment: opens the box, adds heads and areas, and keeps only the sums. The key and the codes are destroyed."""
    vote = held(by, vote, S.ANNOUNCED)
    if vote.closes_at > now():
        raise NotPossible(_("Voting has not ended."))
    frozen, found = freezing.rules_of(vote), {}
    box = boxes.box_of(BOX, vote.pk)
    boxes.close(
        box,
        by=by,
        tell=lambda contents: found.update(rules.counted(frozen.content, contents, frozen.weights.values())),
        keep=None,
    )
    vote.codes.all().delete()
    OwnersResult.objects.create(vote=vote, content=found, passed=found["passed"], counted_at=now())
    vote.state = S.COUNTED
    vote.save()
    record("owners.counted", by, vote, heads=found["heads"], passed="passed" if found["passed"] else "rejected")
    heard.tell(vote, "counted")
    return vote


@transaction.atomic
def give_up(*, by, vote, reason):
    """Ends a vote uncounted, with a reason everybody reads. Its ballots are never read."""
    vote = held(by, vote, S.ANNOUNCED)
    if not reason.strip():
        sentence = _("Say why: everybody reads this.")
        raise NotPossible(sentence, {"reason": sentence})
    boxes.discard(boxes.box_of(BOX, vote.pk), by=by)
    vote.codes.all().delete()
    vote.state, vote.reason = S.GIVEN_UP, reason.strip()
    vote.save()
    record("owners.given_up", by, vote)
    heard.tell(vote, "given_up")
    return vote


def tend():
    """A job: counts what has ended. A vote whose key is lost waits for somebody to give it up."""
    for vote in OwnersVote.objects.filter(state=S.ANNOUNCED, closes_at__lte=now()).order_by("closes_at"):
        try:
            count(by=SYSTEM, vote=vote)
        except NotPossible:
            continue
        except (secrets.NoSecret, sealing.Damaged):
            log.error("the owners' vote %s cannot be counted: its key is lost or a ballot is damaged", vote.pk)


def _new_code():
    return code_from_bytes(urandom(16))


def _digest(vote, code):
    try:
        return secrets.token(BOX, vote.pk, "code", hash_code(code, str(vote.pk), BOX))
    except secrets.NoSecret:
        raise NotPossible(_("The key of this vote is missing, so no code can be made. Run the doctor of the installation.")) from None  # fmt: skip
