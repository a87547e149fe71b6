"""Rows told in the reader's language. What is stored are verbs and data; the sentence is made when it is read."""

from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shiliu.foundation.models import Organisation
from shiliu.platform.audit import verbs
from shiliu.platform.audit.models import AuditIdentity, AuditRow, AuditWords

ISOLATE, POP = "\u2068", "\u2069"


def render(row, language, *, reader=None):
    """One row as a sentence; `reader` is addressed as "you"."""
    return sentences([row], language, reader=reader)[0][1]


def sentences(rows, language, *, reader=None):
    """[(row, sentence)] for many rows with three queries."""
    rows = list(rows)
    with translation.override(language):
        cast = _Cast(rows, reader)
        return [(row, cast.tell(row)) for row in rows]


class _Cast:
    """Names of the people and units that stand in some rows."""

    def __init__(self, rows, reader):
        self.reader = reader
        refs = {row.actor_ref for row in rows} | {row.target_id for row in rows if row.target_type == "person"}
        found = AuditIdentity.objects.filter(ref__in=refs - {""}, person__isnull=False).select_related("person")
        self.people = {identity.ref: identity.person for identity in found}
        self.units = Organisation.objects.in_bulk({row.unit_id for row in rows if row.unit_id})
        self.words = AuditWords.objects.in_bulk([row.pk for row in rows])

    def tell(self, row):
        verb = verbs.known(row.verb)
        if verb is None:
            sentence = _("%(actor)s did “%(verb)s” to %(target)s.") % {**self._given(row), "verb": row.verb}
        else:
            data = {key: self._set_apart(str(verb.label(key, value))) for key, value in row.data.items()}
            sentence = str(verb.sentence) % {**data, **self._given(row)}
        reason = self.reason(row)
        if not reason:
            return sentence
        return _("%(sentence)s (reason: %(reason)s)") % {"sentence": sentence.rstrip(".。"), "reason": reason}

    def reason(self, row):
        if row.reason:
            return str(verbs.reason(row.reason) or row.reason)
        return self._set_apart(self.words[row.pk].text) if row.pk in self.words else ""

    def _given(self, row):
        unit = self.units.get(row.unit_id)
        return {
            "actor": self._actor(row, unit),
            "target": self._target(row),
            "unit": self._set_apart(unit.name) if unit else "",
        }

    def _actor(self, row, unit):
        if row.actor_kind == AuditRow.ActorKind.SYSTEM:
            return _("The system")
        if row.actor_kind == AuditRow.ActorKind.GUEST:
            return _("Somebody without an account")
        name = self._person(row.actor_ref)
        if unit and self.people.get(row.actor_ref) != self.reader:
            return _("%(person)s of %(unit)s") % {"person": name, "unit": self._set_apart(unit.name)}
        return name

    def _person(self, ref, *, you=""):
        person = self.people.get(ref)
        if person is None:
            return _("Somebody whose account was deleted")
        return (you or _("You")) if person == self.reader else self._set_apart(person.pseudonym)

    def _target(self, row):
        if not row.target_type:
            return ""
        if row.target_type == "person":
            return self._person(row.target_id, you=pgettext("to whom something was done", "you"))
        name_of = verbs.target(row.target_type)
        if name_of and (name := name_of(row.target_id)):
            return self._set_apart(str(name))
        try:
            kind = str(apps.get_model(row.target_type)._meta.verbose_name)
        except (LookupError, ValueError):
            kind = row.target_type
        return f"{kind} {row.target_id}"

    @staticmethod
    def _set_apart(text):
        """Chinese names inside a right-to-left sentence keep their place; elsewhere nothing is added."""
        return f"{ISOLATE}{text}{POP}" if translation.get_language_bidi() else text
