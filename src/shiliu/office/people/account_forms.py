"""django-allauth's forms as Shiliu asks them: an e-mail address or a phone number, both in one field when signing in."""

from allauth.account.forms import AddEmailForm, LoginForm, RequestLoginCodeForm, ResetPasswordForm, SignupForm
from allauth.account.internal import flows
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, SignupWebAuthnForm
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from shiliu.office.people import actions


class SignUp(SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        phone, email = self.fields["phone"], self.fields["email"]
        phone.required = email.required = email.widget.is_required = False
        phone.help_text = _("Give a mobile number or an e-mail address, or both. We send a code to each.")
        _plainly(self)

    def clean(self):
        email, phone = self.cleaned_data.get("email"), self.cleaned_data.get("phone")
        if not email and not phone and not {"email", "phone"} & set(self.errors):
            self.add_error("phone", _("Give a mobile number or an e-mail address, so that you can sign in again."))
        return super().clean()

    def validate_unique_email(self, value):
        actions.forget_unproven(email=value)
        return super().validate_unique_email(value)

    def try_save(self, request):
        """A second submit of the same form, a moment later, meets the rows of the first: it is told the account exists."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            given = self.cleaned_data
            return None, flows.signup.prevent_enumeration(request, email=given.get("email"), phone=given.get("phone"))


class SignIn(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("E-mail address or mobile number"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "dir": "ltr"}),
        )
        self.order_fields(["login", "password", "remember"])
        _plainly(self)


class AskForCode(RequestLoginCodeForm):
    """An address nobody proved opens no account: whoever signed up with it and never proved it may be somebody else."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plainly(self)
        self.fields["phone"].help_text = _("Write the mobile number or the e-mail address of your account, not both.")
        self.order_fields(["phone", "email"])

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email:
            actions.forget_unproven(email=email)
        return super().clean_email()


class ForgotPassword(ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plainly(self)
        self.fields["email"].help_text = _(
            "Signed up by phone? Go back and choose a sign-in code instead of the password."
        )


class AddEmail(AddEmailForm):
    def clean_email(self):
        actions.forget_unproven(email=self.cleaned_data["email"], except_for=self.user)
        return super().clean_email()


class NamedPasskey:
    """The library gives the name of a passkey no label that can be translated."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


class AddPasskey(NamedPasskey, AddWebAuthnForm):
    pass


class RenamePasskey(NamedPasskey, EditWebAuthnForm):
    pass


class FirstPasskey(NamedPasskey, SignupWebAuthnForm):
    pass


def _plainly(form):
    """Labels as the rest of the site says them, and no example that looks like an answer."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = {"phone": _("Mobile number"), "email": _("E-mail address")}.get(name, field.label)
