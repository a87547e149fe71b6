"""How django-allauth speaks to our people: phone numbers, letters and text messages in the person's own language."""

import logging
from smtplib import SMTPException
from time import time
from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import EmailVerificationStage
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Person
from shiliu.methods.phones import normal_phone
from shiliu.office.people import actions
from shiliu.office.people.actions.accounts import other_way_in
from shiliu.office.people.forms import PhoneField
from shiliu.platform import limits
from shiliu.platform.notices import send_text

logger = logging.getLogger(__name__)
CODE_COUNTS_SECONDS = 15 * 60
PROVEN_EMAIL_STAGE = "shiliu.office.people.adapter.ProvenEmailStage"
WRONG = gettext_lazy("No account has this address and this password. Check both, or ask for a code instead.")


class ProvenEmailStage(EmailVerificationStage):
    """People without an e-mail address have none to prove."""

    def handle(self):
        if self.login.user and not self.login.user.email:
            return None, True
        return super().handle()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "phone_password_mismatch": WRONG,
        "username_password_mismatch": gettext_lazy("Write the e-mail address or the mobile number you signed up with."),
    }

    def authenticate(self, request, **credentials):
        """Wrong passwords are counted by network and by the account that was tried; a right one does not count."""
        tried = next((str(credentials[name]) for name in ("email", "phone", "username") if credentials.get(name)), "")
        counted = (
            ("sign_in", [limits.Asker("network", limits.address_of(request))]),
            ("sign_in_name", [limits.Asker("name", tried.strip().casefold())]),
        )
        for name, askers in counted:
            limits.spend(name, askers)
        person = super().authenticate(request, **credentials)
        if person is not None:
            for name, askers in counted:
                limits.give_back(name, askers)
        return person

    def get_client_ip(self, request):
        """What allauth counts by and writes into its table: a mark that leads back to no address."""
        return limits.network_mark(request, "accounts")

    def get_login_stages(self):
        ours = {"allauth.account.stages.EmailVerificationStage": PROVEN_EMAIL_STAGE}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def save_user(self, request, user, form, commit=True):
        with transaction.atomic():
            user = super().save_user(request, user, form)
            return actions.join(
                person=user, pseudonym=form.cleaned_data["pseudonym"], language=form.cleaned_data["language"]
            )

    def post_login(self, request, user, **kwargs):
        """The site speaks the language the person has chosen, also on a borrowed phone."""
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        return response

    def _get_login_attempts_cache_key(self, request, **credentials):
        """allauth leaves the phone number out, so that everybody who signs in by phone would share one allowance."""
        login = credentials.get("email") or normal_phone(credentials.get("phone") or "") or ""
        return super()._get_login_attempts_cache_key(request, email=login)

    # ── Phone numbers ────────────────────────────────────────────────────────────────────────────────────────────────
    def phone_form_field(self, **kwargs):
        return PhoneField(**kwargs)

    def set_phone(self, user, phone, verified):
        actions.keep_phone(person=user, phone=phone)
        if verified:
            actions.prove_phone(person=user, phone=phone)

    def get_phone(self, user):
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone_verified(self, user, phone):
        try:
            before = actions.prove_phone(person=user, phone=phone)
        except IntegrityError:
            self.give_up("phone_taken")
        if before:
            self.tell_of_phone_change(user, before, phone)
        self.stay_signed_in(user)

    def get_user_by_phone(self, phone):
        """Only a proven number finds its holder: a number somebody else merely typed must not open their account."""
        number = normal_phone(phone)
        return Person.objects.filter(phone=number, phone_verified=True).first() if number else None

    def send_verification_code_sms(self, user, phone, code, **kwargs):
        with translation.override(user.language or translation.get_language()):
            send_text(
                phone,
                _("%(code)s is your Shiliu code. It is valid for 15 minutes. Give it to nobody.") % {"code": code},
            )
        self.show_code_in_demonstration(code, sent=bool(settings.SMS_APPRISE_URL))

    def send_unknown_account_sms(self, phone, **kwargs):
        send_text(phone, _("Somebody asked for a Shiliu code for this number, but no account uses it. You can sign up at %(url)s.")
                  % {"url": settings.SITE_URL})  # fmt: skip

    def send_account_already_exists_sms(self, phone):
        send_text(phone, _("Somebody, perhaps you, tried to sign up at Shiliu with an address that already has an account. "
                           "Sign in at %(url)s instead.") % {"url": settings.SITE_URL})  # fmt: skip

    # ── Letters ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def send_mail(self, template_prefix, email, context):
        person = context.get("user") or Person.objects.filter(email=email.lower()).first()
        site = SimpleNamespace(name=str(settings.SITE_NAME), domain=urlsplit(settings.SITE_URL).netloc)
        with translation.override(getattr(person, "language", None) or translation.get_language()):
            letter = self.render_mail(
                template_prefix, email, {"request": self.request, "email": email, "current_site": site, **context}
            )
        transaction.on_commit(lambda: self.post(letter))
        if code := context.get("code"):
            self.show_code_in_demonstration(code, sent=bool(settings.EMAIL_URL))

    def post(self, letter):
        """A mail server that does not answer must not lose the page the person is on."""
        try:
            letter.send()
        except (SMTPException, OSError):
            logger.exception("a letter could not be sent")
            messages.error(
                self.request, _("The e-mail could not be sent just now. Wait a little, then ask for a new code.")
            )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """A change is told to the old and to the new address; whoever has no e-mail address is told by text message."""
        context = {"user": user, "ip": limits.address_of(self.request), **(context or {})}
        told = {email or user.email, context.get("to_email"), context.get("deleted_email")} - {None, ""}
        for address in sorted(told):
            super().send_notification_mail(template_prefix, user, context, email=address)
        if not told and user.phone and user.phone_verified:
            self.text_about_change(user.phone, user)
        if "deleted_email" in context:
            actions.record_email_change(person=user, email=None)
            self.stay_signed_in(user)

    def confirm_email(self, request, email_address):
        try:
            with transaction.atomic():
                confirmed = super().confirm_email(request, email_address)
                if confirmed:
                    actions.record_email_change(person=email_address.user, email=email_address.email)
        except IntegrityError:
            self.give_up("email_taken")
        if confirmed:
            self.stay_signed_in(email_address.user)
        return confirmed

    def can_delete_email(self, email_address):
        return super().can_delete_email(email_address) and other_way_in(email_address.user, without="email")

    def tell_of_phone_change(self, person, before, after):
        for number in filter(None, {before, after}):
            self.text_about_change(number, person)
        if person.email:
            self.send_notification_mail("people/mail/phone_changed", person)

    @staticmethod
    def text_about_change(phone, person):
        with translation.override(person.language):
            send_text(phone, _("Something about signing in to your Shiliu account was changed. If it was not you, ask for a code at "
                               "%(url)s and look at your account.") % {"url": settings.SITE_URL})  # fmt: skip

    def give_up(self, why):
        """Somebody else proved the same address in the same moment."""
        messages.error(self.request, self.error_messages[why])
        raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))

    # ── The session ──────────────────────────────────────────────────────────────────────────────────────────────────
    def stay_signed_in(self, person):
        """A changed address ends all sessions; the one in which it was changed goes on."""
        if self.request.user.is_authenticated and self.request.user.pk == person.pk:
            person.refresh_from_db()
            update_session_auth_hash(self.request, person)

    def show_code_in_demonstration(self, code, *, sent):
        if settings.MODE == "demo" and not sent:
            messages.info(
                self.request, _("This is a demonstration, so nothing was sent. The code is %(code)s.") % {"code": code}
            )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request, sociallogin):
        """The other side sends a name, a picture, perhaps a phone. We keep the id it knows the person by, nothing else."""
        sociallogin.account.extra_data, sociallogin.phone = {}, None
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])


def came_by_code(request):
    """Whether this session began within the last quarter of an hour by a code sent to a proven address."""
    records = get_authentication_records(request, request.user)
    return bool(records) and records[-1]["method"] == "code" and time() - records[-1]["at"] < CODE_COUNTS_SECONDS
