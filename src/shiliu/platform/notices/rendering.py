"""From kind and params to words, in the language of who reads, at the moment of reading."""

import logging
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.foundation.names import name_in
from shiliu.platform.notices import kinds
from shiliu.platform.notices.contract import Message
from shiliu.platform.presentation.languages import apart

BRIEF = 300  # a channel for fewer characters gets titles only
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    title: str
    text: str


def plain(params):
    """Params as JSON that can be put into any language later: moments, days and translatable texts are marked as such."""
    return {name: _plain(name, value) for name, value in params.items()}


def _plain(name, value):
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Promise):
        with translation.override(None):
            return {"message": str(value)}
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return value
    raise TypeError(f"the param {name!r} is a {type(value).__name__}; give text, numbers, moments or names by language")


def prove(kind, params):
    """Raises KeyError, ValueError or TypeError when the params do not fill the words of the kind: the caller's mistake."""
    with translation.override(None):
        for template in (kind.title, kind.text):
            str(template) % _all_spoken(params)


def words(notice, language=None):
    """Words of a notice in `language` (default: the reader's)."""
    with translation.override(language or translation.get_language()):
        kind = kinds.known(notice.kind)
        if kind is None:
            return Words(_("News about something you follow"), "")
        spoken = _all_spoken(notice.params)
        return Words(" ".join(_filled(kind.title, spoken).split()), _filled(kind.text, spoken).strip())


def _all_spoken(params):
    spoken = {name: _spoken(value) for name, value in params.items()}
    return {name: apart(said) if isinstance(said, str) else said for name, said in spoken.items()}


def _spoken(value):
    if not isinstance(value, dict):
        return "" if value is None else value
    if "moment" in value:
        return formats.date_format(timezone.localtime(datetime.fromisoformat(value["moment"])), "SHORT_DATETIME_FORMAT")
    if "day" in value:
        return formats.date_format(date.fromisoformat(value["day"]), "DATE_FORMAT")
    if "message" in value:
        return _(value["message"]) if value["message"] else ""
    return name_in(value)


def _filled(template, spoken):
    """A translation that asks for what was not given must not keep a letter from leaving: then the English words do."""
    try:
        return str(template) % spoken
    except (KeyError, ValueError, TypeError):
        log.exception("a translation of a notice asks for other params than were given")
        with translation.override(None):
            return str(template) % spoken


def language_of(notice):
    return notice.language or (notice.person.language if notice.person_id else "") or settings.LANGUAGE_CODE


def message(delivery, enclosed, channel):
    """The Message of a delivery: one notice as itself, several as a digest grouped by thread, newest first."""
    notices = sorted((item.notice for item in enclosed), key=lambda notice: (notice.at, notice.pk), reverse=True)
    language = language_of(notices[0])
    length = channel.capabilities.length
    with translation.override(language):
        title, text = _one(notices[0], length) if len(notices) == 1 else _digest(notices, length)
        if length is None:
            text += "\n\n-- \n" + _why(notices[0])
        if not channel.capabilities.titles:
            title, text = "", f"{title}\n{text}".strip()
    threads = {notice.thread for notice in notices}
    return Message(
        key=str(delivery.key),
        address=delivery.address,
        title=title,
        text=text,
        language=language,
        thread=threads.pop() if len(threads) == 1 else "",
        urgent=any(item.urgent for item in enclosed),
    )


def _one(notice, length):
    said = words(notice)
    body = "" if length and length <= BRIEF else said.text
    return said.title, "\n\n".join(filter(None, [_within(body, length, spare=len(said.title) + 200), address(notice)]))


def _digest(notices, length):
    threads = {}
    for notice in notices:  # newest first, so threads come in the order of their newest notice
        threads.setdefault(notice.thread, []).append(notice)
    count = len(notices)
    title = ngettext("%(count)d piece of news", "%(count)d pieces of news", count) % {"count": count}
    if len(threads) == 1:
        title = f"{words(notices[0]).title} ({title})"
    parts, used = [], 0
    for number, group in enumerate(threads.values()):
        part = _group(group, brief=length is not None)
        if length and used + len(part) > length - len(title) - 100 and number:
            left = len(threads) - number
            parts.append(ngettext("And %(left)d more matter", "And %(left)d more matters", left) % {"left": left})
            parts.append(settings.SITE_URL)
            break
        parts.append(part)
        used += len(part)
    return title, "\n\n".join(parts)


def _group(group, *, brief):
    """The newest notice of a thread in full, the earlier ones by title and moment, one address."""
    newest = words(group[0])
    lines = [f"■ {newest.title}"]
    if not brief:
        lines.append(newest.text)
        lines += [
            f"  {formats.date_format(timezone.localtime(earlier.at), 'SHORT_DATETIME_FORMAT')} · {words(earlier).title}"
            for earlier in group[1:]
        ]
    return "\n".join(filter(None, [*lines, address(group[0])]))


def _why(notice):
    if notice.person_id:
        return _("Choose how and how often you are told: %(address)s") % {
            "address": settings.SITE_URL + reverse("notices:channels")
        }
    return _("You get this because this address was left with a matter it tells about. It is used for nothing else.")


def _within(text, length, *, spare):
    if not length or len(text) <= length - spare:
        return text
    return text[: max(length - spare - 1, 0)].rstrip() + "…" if length > spare else ""


def address(notice):
    return f"{settings.SITE_URL}{notice.url}" if notice.url else ""
