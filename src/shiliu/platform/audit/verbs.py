"""The registry of what can stand in the audit: verbs with their sentences, reasons, and how targets are called."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
GIVEN = {"actor", "target", "unit"}


@dataclass(frozen=True)
class Verb:
    """`labels` turns a value of `data` into words: {key: {value: label} or a function of the value}."""

    name: str
    sentence: str
    labels: Mapping[str, Mapping | Callable] = field(default_factory=dict)
    look: bool = False

    @cached_property
    def keys(self):
        with translation.override(None):
            return frozenset(PLACEHOLDER.findall(str(self.sentence)))

    def check(self, data):
        if missing := sorted(self.keys - GIVEN - set(data)):
            raise ValueError(f"{self.name} needs {', '.join(missing)} in data")

    def label(self, key, value):
        label = self.labels.get(key)
        if label is None:
            return value
        return label(value) if callable(label) else label.get(value, value)


_verbs: dict[str, Verb] = {}
_reasons: dict[str, str] = {}
_targets: dict[str, Callable[[str], str]] = {}


def register_verb(name, sentence, *, labels=None, look=False):
    """`sentence` is lazily translated and may hold %(actor)s, %(target)s, %(unit)s and keys of `data`.

    `look=True` marks a verb that only reads. A second, different registration raises.
    """
    _put(_verbs, name, Verb(name, sentence, labels or {}, look), "verb")


def register_reason(code, text):
    """A reason people may choose; it stands in the row as its code and is read in the reader's language."""
    _put(_reasons, code, text, "reason")


def register_target(kind, name_of):
    """How objects of a model ("cases.case") are called: `name_of(id)` gives a text without personal data."""
    _put(_targets, kind, name_of, "target")


def named(name):
    try:
        return _verbs[name]
    except KeyError:
        raise ImproperlyConfigured(f"there is no audit verb {name!r}; register it in registers.py") from None


def known(name):
    """The verb, or None for a row written by an app that is no longer installed."""
    return _verbs.get(name)


def verbs():
    return dict(sorted(_verbs.items()))


def looks():
    """Names of the verbs that only read."""
    return [verb.name for verb in _verbs.values() if verb.look]


def reason(code):
    return _reasons.get(code)


def target(kind):
    return _targets.get(kind)


def _put(registry, key, value, what):
    if key in registry and registry[key] != value:
        raise ImproperlyConfigured(f"audit {what} {key} is registered twice")
    registry[key] = value
