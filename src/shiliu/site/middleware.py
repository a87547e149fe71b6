"""What every request gets: the reader's language, the actor, and words instead of a bare refusal."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from shiliu.platform.nulls import NullFound, refuse_nulls
from shiliu.platform.permissions import Actor, Refused, secrets_shown
from shiliu.site.views import bad_request


class ReaderLanguage:
    """The language of the cookie, else of the signed-in person, else of the browser, else of the site.

    A resident who never chose gets the site's language (zh-Hans), not a guess from the browser of a borrowed phone: only an
    exact preference for another offered language counts."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.offered = dict(settings.LANGUAGES)

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in self.offered else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "Accept-Language"]))
        return response


class NoNulls:
    """No view meets the character NUL: a page says that the request could not be understood, the API answers in JSON.

    Above the session, whose key comes from a cookie: such a cookie is taken away, so that even the refusal can be shown."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        odd = [name for name, value in request.COOKIES.items() if "\0" in name + value]
        for name in odd:
            del request.COOKIES[name]
        request.holds_null = bool(odd) or any(
            "\0" in value for value in request.META.values() if isinstance(value, str)
        )
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        try:
            if getattr(view, "refuses_nulls", False):
                return None
            if request.holds_null:
                raise NullFound
            if not request.path.startswith("/api/"):
                refuse_nulls(request)
        except NullFound as found:
            return bad_request(request, found)
        return None


class WhoActs:
    """request.actor: asked for only when a page needs it, so that pages without permissions cost no query."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = SimpleLazyObject(lambda: self.actor(request))
        return self.get_response(request)

    @staticmethod
    def actor(request):
        person = request.user if request.user.is_authenticated else None
        secrets = secrets_shown(request) if request.COOKIES.get(settings.SESSION_COOKIE_NAME) else []
        return Actor.of(person, secrets=secrets)


class Refusals:
    """A guest who may not is asked to sign in; a person who may not reads why. The API answers in JSON."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": str(exception)}, status=403 if exception.signed_in else 401)
        if not exception.signed_in and request.method == "GET":
            return redirect_to_login(request.get_full_path())
        context = {"refused": exception, "sign_in": redirect_to_login(page_of_form(request)).url}
        return render(request, "403.html", context, status=403)


def page_of_form(request):
    """Where a form stood whose session was lost: after signing in its reader finds there what the device has kept."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(referer)
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
