"""What every address of the interface has in common: its format, its jurisdiction, errors in the caller's own format."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from shiliu.govern.cases.open311.errors import Problem
from shiliu.govern.cases.open311.formats import TYPES, answer
from shiliu.platform.nulls import refuse_nulls, refuses_nulls
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

UNREADABLE = (BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError)
GET_ONLY = ("GET", "HEAD")


def door(permission, *, methods=GET_ONLY, seconds=60):
    """Decorator of a view(request, …) that returns (root, value); `seconds` is how long a reader may keep the answer.

    Whoever calls is nobody in particular: a browser's session means nothing here, so no token against forged forms is needed."""

    def decorate(view):
        @refuses_nulls
        @needs(permission)
        @csrf_exempt
        @wraps(view)
        def opened(request, form="xml", **named):
            try:
                root, value = _ask(view, request, form, methods, named)
                response = answer(form, root, value)
            except Problem as problem:
                response = _refused(form, problem)
            except NotPossible as error:
                response = _refused(form, Problem(400, *(list(error.fields.values()) or [error])))
            except UNREADABLE:
                response = _refused(form, Problem(400, _("The request could not be read.")))
            return _with_headers(request, response, seconds)

        return opened

    return decorate


def _ask(view, request, form, methods, named):
    if form not in TYPES:
        raise Problem(404, _("There is no such format here: ask for .xml or .json."))
    if request.method not in methods:
        raise Problem(400, _("This address does not understand %(method)s.") % {"method": request.method})
    refuse_nulls(request)
    given, known = param(request, "jurisdiction_id"), settings.OPEN311_JURISDICTION
    if given and known and given != known:
        raise Problem(404, _("The jurisdiction_id “%(given)s” was not found.") % {"given": given[:100]})
    return view(request, **named)


def _refused(form, problem):
    response = answer(form if form in TYPES else "xml", "errors", problem.rows(), problem.status)
    if problem.retry_after:
        response["Retry-After"] = str(problem.retry_after)
    return response


def _with_headers(request, response, seconds):
    """Open data may be kept and read by any page; what a key opened, what was written and what failed is kept by nobody."""
    response["Access-Control-Allow-Origin"] = "*"
    if request.method in GET_ONLY and response.status_code == 200 and "api_key" not in request.GET:
        patch_cache_control(response, public=True, max_age=seconds)
    else:
        patch_cache_control(response, no_store=True)
    return response


def param(request, name):
    """A parameter of the body or the address, without blanks around it; '' stands for absent as well as for empty."""
    return (request.POST.get(name) or request.GET.get(name) or "").strip()


def several(request, name):
    """The values of a parameter that may be given more than once and with commas between."""
    found = [*request.GET.getlist(name), *request.POST.getlist(name)]
    return [part.strip() for value in found for part in value.split(",") if part.strip()]


@door("cases.read_public")
def nothing(request, rest):
    raise Problem(404, _("There is nothing at this address."))
