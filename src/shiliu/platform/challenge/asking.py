"""Letting a request in, or asking for an answer first."""

from django.utils.translation import gettext as _

from shiliu.platform import limits
from shiliu.platform.limits import TooMany

TOKEN, ANSWER = "challenge_token", "challenge_answer"
TOKEN_HEADER, ANSWER_HEADER = "Challenge-Token", "Challenge-Answer"


class Asked(Exception):
    """Above the soft limit and not answered. `problem` says what was wrong with an answer, '' when none was given;
    `values` are the fields to carry on instead of those of the request."""

    def __init__(self, form, problem="", values=None):
        super().__init__(form)
        self.form, self.problem, self.values = form, problem, values

    @property
    def sentence(self):
        """For programs, in the reader's language."""
        return _("Much is being sent from your network just now. Answer the challenge, or come back later.")


def admit(request, name, *, form, values=None):
    """Take a token of the limit `name`; above its soft limit only for an answered challenge.

    `form` names what is sent, as narrowly as possible: an answer counts for it alone, and once. Raises Asked; TooMany
    beyond the hard limit."""
    from shiliu.platform.challenge import tokens

    askers = limits.askers(request)
    try:
        return limits.spend(name, askers)
    except TooMany as refused:
        if refused.hard:
            refused.values = values
            raise
    token, answer = shown(request)
    if not token:
        raise Asked(form, values=values)
    if problem := tokens.use(token, answer, form):
        raise Asked(form, problem, values=values)
    try:
        return limits.spend(name, askers, proved=True)
    except TooMany as refused:
        refused.values = values
        raise


def shown(request):
    """(token, answer) that came with the request: in a form as fields, in the API as headers."""
    if TOKEN_HEADER in request.headers:
        return request.headers[TOKEN_HEADER], request.headers.get(ANSWER_HEADER, "")
    return request.POST.get(TOKEN, ""), request.POST.get(ANSWER, "").strip()
