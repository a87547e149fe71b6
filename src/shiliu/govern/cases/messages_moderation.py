"""The words of letters and of the audit about what neighbours read."""

from django.utils.translation import gettext_lazy as _

from shiliu.platform import audit, notices

TO_THE_ASKER = (
    ("cases.appeal_granted", _("%(number)s: your appeal was granted"),
     _("A supervisor decided about what neighbours read of “%(title)s”: “%(said)s”")),
    ("cases.appeal_denied", _("%(number)s: your appeal was not granted"),
     _("The decision about what neighbours read of “%(title)s” stays: “%(said)s” It is handled all the same.")),
    ("cases.purged", _("%(number)s: something was removed for good"),
     _("Words or a photo that must not be kept were removed from “%(title)s”: “%(said)s” It is handled all the same.")),
)  # fmt: skip
TO_STAFF = (
    ("cases.appealed_for_supervisor", _("Appeal: %(number)s"),
     _("Whoever raised “%(title)s” appeals against what neighbours read of it. Decide, unless the decision was yours.")),
)  # fmt: skip
AUDIT = (
    ("cases.appealed", _("%(actor)s appealed against what neighbours read of %(target)s")),
    ("cases.appeal_granted", _("%(actor)s granted the appeal about %(target)s")),
    ("cases.appeal_denied", _("%(actor)s did not grant the appeal about %(target)s")),
    ("cases.purged", _("%(actor)s removed something that must not be kept from %(target)s for good (%(what)s)")),
    ("cases.matter_help_edited", _("%(actor)s changed whom to call about the matter %(category)s")),
)


def register():
    for kind, title, text in TO_THE_ASKER:
        notices.register_kind(kind, title=title, text=text, urgent=False)
    for kind, title, text in TO_STAFF:
        notices.register_kind(kind, title=title, text=text, urgent=True)
    for verb, sentence in AUDIT:
        audit.register_verb(verb, sentence)
