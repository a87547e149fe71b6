"""Where the papers of a slip are, for whoever holds it. No account, no name: the code is the key."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shiliu.live.services.visit import queries
from shiliu.live.services.visit.forms import CodeForm
from shiliu.platform import challenge, limits
from shiliu.platform.permissions import needs, remember_secret


@never_cache
@require_http_methods(["GET", "POST"])
@needs("visit.follow")
def follow(request):
    """A right code opens its hand-over for the rest of this session; after ten wrong ones a challenge is asked."""
    given = request.POST if request.method == "POST" else request.GET if "code" in request.GET else None
    form, status = CodeForm(given), 200
    if given is not None:
        if form.is_valid():
            challenge.admit(request, "code", form="visit.code")
            found = queries.by_code(form.cleaned_data["code"])
            if found is not None:
                limits.give_back("code", limits.askers(request))
                remember_secret(request, found.code_hash)
                return redirect("visit:follow")
            form.add_error("code", _("No slip has this code. Compare it letter by letter with yours."))
        status = 422
    mine = queries.hand_overs().filter(queries.shown(request.actor)) if request.actor.secrets else []
    shown = [(one, queries.papers_of(one)) for one in mine]
    return render(request, "visit/follow.html", {"form": form, "shown": shown}, status=status)
