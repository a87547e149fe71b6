"""What keeps programs from flooding the loop, and how much of it each person meets: mostly nothing (platform.limits)."""

from django.utils.translation import gettext as _

from shiliu.govern.cases.models import Case
from shiliu.platform import challenge, limits


def of_need(request, submission, values=None):
    """Before a need is written. What was already written costs nothing: a repeated send is harmless.

    Raises challenge.Asked and limits.TooMany; `values` are the fields their page carries on."""
    if not (submission and Case.objects.filter(submission=submission).exists()):
        challenge.admit(request, "submit", form=f"cases.submit:{submission}", values=values)


def of_photos(request, files):
    """Before photos are looked at. Raises limits.TooMany."""
    if files:
        limits.spend("photo", limits.askers(request), count=len(files))


def room_for_photos(request, need, files):
    """The files that may be taken into a need being written; where there are too many, a sentence among its problems."""
    try:
        of_photos(request, files)
    except limits.TooMany as refused:
        need.photo_problems.append(
            _("%(too_many)s You can send the words now and add the photos later, with your code.")
            % {"too_many": refused.sentence}
        )
        return []
    return files


def of_code(request):
    """Before a tracking code is looked up: only wrong ones count, so a right one gives its token back with `code_was_right`."""
    challenge.admit(request, "code", form="cases.code")


def code_was_right(request):
    limits.give_back("code", limits.askers(request))


def of_me_too(request, case, values=None):
    challenge.admit(request, "me_too", form=f"cases.me_too:{case.pk}", values=values)


def origin_of(request):
    """The day's mark of the network a need without an account comes from, to find the rest of a burst (junk.py)."""
    return "" if request.actor.signed_in else limits.network_mark(request, "cases")
