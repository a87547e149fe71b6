"""What the audit says of translations, and what is held about who made them."""

from django.utils.translation import gettext_lazy as _

from shiliu.platform import audit
from shiliu.platform.personal_data import register_personal_data
from shiliu.platform.texts import language_name

VERBS = {
    "translations.drafted": _("%(actor)s drafted a translation of %(target)s: %(language)s."),
    "translations.reviewed": _("%(actor)s reviewed the translation of %(target)s: %(language)s."),
    "translations.taken_back": _("%(actor)s took back a translation of %(target)s: %(language)s."),
}


def register():
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"language": language_name})
    register_personal_data("translations", export, erase, tables=("translations.Translation",))


def export(person):
    """What the person drafted or reviewed."""
    from shiliu.platform.translations.models import Translation

    rows = Translation.objects.filter(by=person)
    return [{"of": f"{row.thing_type}:{row.thing_id}", "language": row.language, "stage": row.stage, "at": row.at.isoformat(),
             "text": row.text} for row in rows]  # fmt: skip


def erase(person):
    """The words stay, for those who read them; nothing leads from them to the person."""
    from shiliu.platform.translations.models import Translation

    Translation.objects.filter(by=person).update(by=None)
