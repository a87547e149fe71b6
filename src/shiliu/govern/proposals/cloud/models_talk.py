"""What neighbours say about a proposal: comments, suggested wordings, and what moderators decided about any of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.platform.permissions import Scope


class Said(models.Model):
    """What somebody wrote in public under a pseudonym. No page lists what one person wrote."""

    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    is_hidden = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def called(self):
        return self.author.pseudonym if self.author_id else gettext("a former neighbour")

    def scope(self):
        return Scope(area_paths=(self.proposal.area.path,), owner_id=self.author_id)


class ProposalComment(Said):
    """A reason for or against, a question or an idea; `parent` is set for a reply, one level deep."""

    class Stance(models.TextChoices):
        FOR = "for", _("For it, because")
        AGAINST = "against", _("Against it, because")
        QUESTION = "question", _("A question")
        IDEA = "idea", _("An idea")
        REPLY = "reply", _("A reply")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    stance = models.CharField(max_length=8, choices=Stance.choices)
    text = models.CharField(max_length=1000)
    language = models.CharField(max_length=12)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["proposal", "parent", "at"], name="proposal_comments")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stance="reply") ^ Q(parent__isnull=True), name="proposal_reply_has_parent"
            )
        ]

    def __str__(self):
        return f"{self.proposal_id} · {self.pk}"


class ProposalAmendment(Said):
    """Another wording that somebody suggests; the author takes it, or declines it with a reason everybody reads."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the author")
        TAKEN = "taken", _("Taken up")
        DECLINED = "declined", pgettext_lazy("of a wording", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a wording", "Withdrawn")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="amendments")
    base = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    why = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="amendment_declined_with_reason"
            )
        ]

    def __str__(self):
        return f"{self.proposal_id} · {self.pk}"


class ProposalModeration(models.Model):
    """One decision about a proposal, or about a comment or a wording of it. `reason` is read by everybody: the log is public."""

    class Decision(models.TextChoices):
        HIDDEN = "hidden", _("Hidden")
        SHOWN = "shown", _("Shown again")
        APPEALED = "appealed", _("Appealed by whoever wrote it")
        APPEAL_UPHELD = "appeal_upheld", _("Appeal granted")
        APPEAL_DENIED = "appeal_denied", _("Appeal not granted")

    class Ground(models.TextChoices):
        """About the text, never about whoever wrote it."""

        NAMES = "names", _("It names or shows a private person")
        HOME = "home", _("It shows whose home something is")
        HARM = "harm", _("It could put somebody at risk, for instance a child")
        INSULT = "insult", _("It insults or threatens somebody")
        HATRED = "hatred", _("It incites hatred or discrimination against a group")
        ADVERT = "advert", _("It is advertising or was sent in bulk")
        ELSEWHERE = "elsewhere", _("It is not about a place, a thing or a service")
        LAW = "law", _("A law forbids publishing it")
        OTHER = "other", _("Another reason, named beside it")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="moderation")
    comment = models.ForeignKey(
        ProposalComment, null=True, blank=True, on_delete=models.CASCADE, related_name="moderation"
    )
    amendment = models.ForeignKey(
        ProposalAmendment, null=True, blank=True, on_delete=models.CASCADE, related_name="moderation"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.CharField(max_length=14, choices=Decision.choices)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=True) | Q(amendment__isnull=True), name="moderation_of_one_text"
            )
        ]

    def __str__(self):
        return f"{self.proposal_id} · {self.decision}"

    @property
    def thing(self):
        """The text that was decided about."""
        return self.comment or self.amendment or self.proposal
