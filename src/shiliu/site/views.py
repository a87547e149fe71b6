"""The front page, the reader's own preferences, and pages for when something is wrong."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shiliu.govern.cases import public as cases
from shiliu.platform.nulls import NullFound
from shiliu.platform.permissions import needs
from shiliu.site.style_samples import samples

PRIVACY_TEXTS = {"zh-hans": "notices_of_law/privacy_zh.html", "en": "notices_of_law/privacy_en.html"}
YEAR = 365 * 24 * 3600


@require_GET
@needs("site.read")
def home(request):
    return render(request, "home.html", cases.front_page())


@require_GET
@needs("site.read")
def about(request):
    return render(request, "about.html")


@require_GET
@needs("site.read")
def privacy(request):
    """A legal text: written in Chinese and English, shown in Chinese to everyone else, never translated by machine."""
    language = request.LANGUAGE_CODE if request.LANGUAGE_CODE in PRIVACY_TEXTS else "zh-hans"
    context = {
        "text_language": language,
        "text_template": PRIVACY_TEXTS[language],
        "is_own_language": language == request.LANGUAGE_CODE,
    }
    return render(request, "privacy.html", context)


@require_GET
@needs("site.read")
def healthz(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_POST
@needs("site.read")
def site_preferences(request):
    """Theme (auto, light, dark) and large print, kept in cookies on the reader's own device."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    for cookie, allowed in (("theme", {"auto", "light", "dark"}), ("print", {"regular", "large"})):
        if request.POST.get(cookie) in allowed:
            response.set_cookie(
                cookie,
                request.POST[cookie],
                max_age=YEAR,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
            )
    return response


@require_GET
@needs("site.read")
def style_guide(request):
    return render(request, "style_guide.html", samples(request))


def bad_request(request, exception):
    if isinstance(exception, RequestDataTooBig):
        return trouble(request, 413, _("That is too large to send"))
    if isinstance(exception, NullFound):
        return trouble(
            request, 400, _("It held the character NUL, which no keyboard writes and this site does not take.")
        )
    return trouble(request, 400, _("This could not be understood"))


def forbidden(request, exception):
    return trouble(request, 403, _("This page is not open to you"))


def not_found(request, exception):
    return trouble(request, 404, _("There is nothing at this address"))


def server_error(request):
    return trouble(request, 500, _("Something broke on our side"))


def trouble(request, status, words):
    """The page for people; programs get the words alone, in the shape of the refusals of the API."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": words}, status=status)
    return render(request, f"{status}.html", {"words": words}, status=status)


def csrf_failure(request, reason=""):
    """A form that had been open too long comes back as it was typed where its page can do that; nothing is acted upon."""
    show_again = getattr(request.resolver_match and request.resolver_match.func, "show_again", None)
    return show_again(request) if show_again else render(request, "403_csrf.html", status=403)
