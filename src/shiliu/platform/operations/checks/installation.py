"""How the site was set up: secret key, names, HTTPS, files of translations and styles."""

import os
import stat
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from shiliu.platform.operations.findings import error, fine, warning

LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}
SHORTEST_KEY = 32


def production():
    return getattr(settings, "MODE", "production") == "production"


def mode():
    if settings.DEBUG and production():
        yield error(_("SHILIU_DEBUG is on: visitors read the inside of the program when something fails. Turn it off."))
    if production():
        yield fine(_("This is a production installation."))
    else:
        yield fine(_("This is not a production installation (SHILIU_MODE); missing safeguards are told as warnings."))


def secret_key():
    key, file = settings.SECRET_KEY, Path(settings.DATA_DIR) / "secret_key"
    if len(key) < SHORTEST_KEY or len(set(key)) < 10 or key.startswith("django-insecure"):
        yield error(_("SHILIU_SECRET_KEY is too short or too simple. Set 50 random characters."))
    elif file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield error(
            _("%(file)s can be read by other accounts of this machine. Run: chmod 600 %(file)s") % {"file": file}
        )
    else:
        yield fine(_("The secret key is long enough."))


def addresses():
    """Host names and HTTPS."""
    judge = error if production() else warning
    url = urlsplit(settings.SITE_URL)
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts:
        yield error(
            _(
                "SHILIU_HOSTS allows every host name, so letters can be made to link to strangers. Name the hosts served."
            )
        )
    elif not _serves(hosts, url.hostname):
        yield judge(_("SHILIU_URL names %(host)s, which SHILIU_HOSTS does not serve.") % {"host": url.hostname})
    elif hosts <= LOCAL:
        yield judge(
            _("The site answers only on this machine. Set SHILIU_HOSTS and SHILIU_URL to the name residents use.")
        )
    else:
        yield fine(_("The site is served as %(url)s.") % {"url": settings.SITE_URL})
    if url.scheme != "https":
        yield judge(_("SHILIU_URL is not https: what residents write can be read on the way."))
    lacking = [name for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE") if not getattr(settings, name)]
    if lacking:
        yield judge(
            _("Cookies are also sent without HTTPS (%(names)s). Set SHILIU_MODE=production.")
            % {"names": ", ".join(lacking)}
        )
    if url.scheme == "https" and not lacking:
        yield fine(_("Cookies travel over HTTPS only."))
    if production() and settings.SECURE_SSL_REDIRECT and not settings.SECURE_PROXY_SSL_HEADER:
        yield warning(
            _(
                "HTTPS is demanded but no proxy is trusted. If a proxy in front ends the encryption, set SHILIU_BEHIND_PROXY=yes."
            )
        )


def catalogues():
    """Every language offered has its compiled catalogue, not older than its source."""
    lacking, old = [], []
    for language, _name in settings.LANGUAGES:
        if language == "en":
            continue
        sources = [Path(folder) / to_locale(language) / "LC_MESSAGES/django.po" for folder in settings.LOCALE_PATHS]
        # One folder that speaks the language is enough: the second only fills in for libraries that do not.
        present = [source for source in sources if source.exists() or source.with_suffix(".mo").exists()]
        compiled = [source.with_suffix(".mo").exists() for source in present]
        if not present or not all(compiled):
            lacking.append(language)
        elif any(po.exists() and po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime for po in present):
            old.append(language)
    if lacking:
        yield error(
            _("Pages appear in English because catalogues are missing: %(names)s.") % {"names": ", ".join(lacking)}
        )
    if old:
        yield warning(
            _("Catalogues are older than their source and must be compiled anew: %(names)s.")
            % {"names": ", ".join(old)}
        )
    if not lacking and not old:
        yield fine(_("All languages have their catalogues."))


def static_files():
    if not production():
        return
    if Path(settings.STATIC_ROOT).is_dir() and any(os.scandir(settings.STATIC_ROOT)):
        yield fine(_("Style sheets and scripts are collected."))
    else:
        yield error(_("Style sheets and scripts are not collected. Run: shiliu collectstatic"))


def _serves(hosts, name):
    return name in hosts or any(host.startswith(".") and (name or "").endswith(host[1:]) for host in hosts)
