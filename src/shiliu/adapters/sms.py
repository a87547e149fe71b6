"""Text messages, through one Apprise URL of the administrator's (SHILIU_SMS_URL) in which {phone} is replaced."""

from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.adapters.apprise import calls
from shiliu.methods.phones import normal_phone
from shiliu.platform.notices.contract import Capabilities, RefusedForGood


class SmsChannel:
    name = "sms"
    label = gettext_lazy("Text message")

    @property
    def capabilities(self):
        """Nobody is offered text messages where there is no service for them."""
        return Capabilities(length=200, titles=False, own_address="phone" if settings.SMS_APPRISE_URL else None)

    def accept(self, address):
        phone = normal_phone(address)
        if phone is None:
            raise RefusedForGood(_("This is not a telephone number that can get text messages."))
        return phone

    def send(self, message):
        if not settings.SMS_APPRISE_URL:
            raise RefusedForGood(_("This site has no service for text messages. Tell the person another way."))
        phone = self.accept(message.address)
        calls().hand_over(
            settings.SMS_APPRISE_URL.replace("{phone}", quote(phone, safe="")), message.title, message.text
        )

    def check(self):
        url = settings.SMS_APPRISE_URL
        if not url:
            return [
                _("No service for text messages is set (SHILIU_SMS_URL): people with a telephone only are not reached.")
            ]
        if "{phone}" not in url:
            return [_("SHILIU_SMS_URL must hold {phone} where the number goes.")]
        sample = url.replace("{phone}", "%2B8613800138000")
        return [] if calls().is_complete(sample) else [_("SHILIU_SMS_URL is not an address that Apprise understands.")]
