"""Notices by e-mail, through Django's mail settings (EMAIL_URL). Without a server letters are files in DATA_DIR/letters."""

import hashlib
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.utils.html import format_html, linebreaks, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.platform.notices.contract import Capabilities, RefusedForGood, TryLater
from shiliu.platform.texts import direction


class EmailChannel:
    name = "email"
    label = gettext_lazy("E-mail")
    # Mail boxes recognise a Message-ID they have had; not all do, so it is a help and no promise.
    capabilities = Capabilities(keys=True, own_address="email")

    def accept(self, address):
        address = address.strip()
        try:
            validate_email(address)
        except ValidationError:
            raise RefusedForGood(_("This is not an e-mail address. Write it like name@example.org.")) from None
        return address

    def send(self, message):
        letter = self._letter(message)
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            raise self._verdict(*next(iter(refusal.recipients.values()))) from refusal
        except smtplib.SMTPDataError as refusal:
            raise self._verdict(refusal.smtp_code, refusal.smtp_error) from refusal
        except (smtplib.SMTPException, OSError) as trouble:
            # Also a wrong password or a sender the server does not like: ours to mend, so the letter waits for it.
            raise TryLater(
                _("The mail server does not take letters now: %(why)s") % {"why": _why(trouble)}
            ) from trouble

    def check(self):
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
            if not settings.PRODUCTION:
                return []
            return [_("No mail server is set, so letters only become files. Set EMAIL_URL.")]
        connection = get_connection()
        try:
            connection.open()
            connection.close()
        except (smtplib.SMTPException, OSError) as trouble:
            return [_("The mail server of EMAIL_URL does not let us in: %(why)s") % {"why": _why(trouble)}]
        return []

    def _letter(self, message):
        domain = urlsplit(settings.SITE_URL).hostname or "localhost"
        headers = {"Message-ID": f"<{message.key}@{domain}>", "Auto-Submitted": "auto-generated"}
        if message.thread:  # letters about one thing stand together in the reader's mail program
            parent = hashlib.sha256(message.thread.encode()).hexdigest()[:24]
            headers |= {"In-Reply-To": f"<{parent}@{domain}>", "References": f"<{parent}@{domain}>"}
        if message.urgent:
            headers["Importance"] = "high"
        subject = " ".join(message.title.split())
        letter = EmailMultiAlternatives(subject, message.text, to=[self.accept(message.address)], headers=headers)
        # Plain text has no direction of its own: Uyghur needs the second form.
        body = linebreaks(urlize(message.text, autoescape=True))
        page = format_html(
            '<!doctype html><html lang="{}" dir="{}"><meta charset="utf-8"><title>{}</title><body>{}</body></html>',
            message.language, direction(message.language), subject, mark_safe(body),
        )  # fmt: skip
        letter.attach_alternative(page, "text/html")
        return letter

    @staticmethod
    def _verdict(code, words):
        words = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        kind = RefusedForGood if code >= 500 else TryLater
        return kind(_("The mail server answered: %(code)s %(words)s") % {"code": code, "words": words[:200]})


def _why(trouble):
    return f"{type(trouble).__name__} {getattr(trouble, 'smtp_code', '') or getattr(trouble, 'strerror', '') or ''}".strip()
