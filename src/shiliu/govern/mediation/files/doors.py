"""The door of every page of a file: nothing of it is kept by a browser, and a lost key is a sentence and never an error."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from shiliu.platform.ballots.sealing import Damaged
from shiliu.platform.ballots.secrets import NoSecret
from shiliu.platform.permissions import needs


def door(permission, methods):
    """Decorator of a view. What was sent and what was opened stands in no error report (Django's own, and those of DEBUG)."""

    def decorate(view):
        @wraps(view)
        def opened(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except (NoSecret, Damaged):
                # Nothing of the cause is told or logged: its words could name what lies in the file.
                return render(request, "mediation/lost.html", status=503)

        return never_cache(methods(needs(permission)(sensitive_post_parameters()(sensitive_variables()(opened)))))

    return decorate
