"""A need while it is being written. Everything typed travels in the form itself, so no lost session can lose it; only photos
already sent wait on the server, and their signed keys travel along."""

import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from shiliu.govern.cases.forms_submit import CheckForm, WhatForm, WhereForm, WordsForm
from shiliu.govern.cases.open311 import asking
from shiliu.platform import attachments
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.presentation.marking import marks_in

STEPS = {"what": WhatForm, "where": WhereForm, "words": WordsForm, "check": CheckForm}
ORDER = list(STEPS)
FIELDS = [name for form in STEPS.values() for name in form.base_fields if name != "photos"]
PREFILLED = ("kind", "category", "area", "latitude", "longitude")
SALT = "cases.photos"


@dataclass
class Need:
    """`data` holds the raw text of every field, `photos` the attachments sent so far, `answers` what the checked steps mean."""

    data: dict
    photos: list = field(default_factory=list)
    photo_problems: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    meant: object = None  # meaning.Found, while the matter is searched for

    @classmethod
    def begun(cls, query):
        """A fresh one; an address may already name kind, matter and place ("raise a need here")."""
        data = {name: query[name] for name in PREFILLED if query.get(name)}
        return cls({**data, "submission": str(uuid.uuid4())})

    @classmethod
    def sent(cls, post):
        """What came with a form."""
        data = {name: post.get(name, "") for name in FIELDS} | asking.typed(post)
        data["submission"] = data["submission"] or str(uuid.uuid4())
        data["calm"] = post.get("calm", "")  # words that sounded like an emergency, and whose author said they are none
        need = cls(data)
        need._find_photos(post.get("kept", ""), set(post.getlist("drop")))
        return need

    def _find_photos(self, kept, dropped):
        """Photos sent with an earlier step. Those already claimed went out with this very need: a repeated send."""
        if not kept:
            return
        try:
            keys = [key for key in signing.loads(kept, salt=SALT) if key not in dropped]
        except signing.BadSignature:
            self.photo_problems.append(_("The photos did not arrive whole. Please choose them again."))
            return
        found = {str(photo.key): photo for photo in Attachment.objects.filter(key__in=keys)}
        self.photos = [found[key] for key in keys if key in found and found[key].claimed_at is None]
        if len(found) < len(keys):
            self.photo_problems.append(_("A photo had waited too long and is no longer kept. Please choose it again."))

    @property
    def kept(self):
        return signing.dumps([str(photo.key) for photo in self.photos], salt=SALT) if self.photos else ""

    def take(self, files, *, by):
        """Store newly chosen photos; a file that cannot be taken leaves the others and a sentence behind."""
        for file in files:
            if len(self.photos) >= settings.ATTACHMENT_MAX_COUNT:
                self.photo_problems.append(
                    _("At most %(count)d photos can be sent.") % {"count": settings.ATTACHMENT_MAX_COUNT}
                )
                return
            try:
                self.photos.append(attachments.store(file, by=by))
            except attachments.Unacceptable as error:
                self.photo_problems.append(f"{file.name}: {error.message}")

    def form(self, step, *, bound=False):
        more = {"marks": self.marks()} if step == "check" else {}
        if step == "words":
            more = {"questions": asking.questions_of(self.data.get("category"))}
        return STEPS[step](self.data, **more) if bound else STEPS[step](initial=self.data, **more)

    def hidden(self, step):
        """(name, value) of everything the form of `step` does not show itself. Leave to keep marked words is asked anew."""
        shown = {*STEPS[step].base_fields, "looked"} - {"submission"}
        if step == "words":
            shown |= {asking.PREFIX + question.code for question in asking.questions_of(self.data.get("category"))}
        fields = [
            (name, one)
            for name, value in self.data.items()
            if name not in shown and value
            for one in (value if isinstance(value, list) else [value])
        ]
        return [*fields, ("kept", self.kept)] if self.kept else fields

    def carried(self):
        """(name, value) of everything, to send it once more from another page."""
        looked = [("looked", "on")] if self.marks() else []
        return [("step", "check"), ("go", "send"), *self.hidden("check"), *looked]

    def first_problem(self, until):
        """(step, bound form) of the first step before `until` that has errors, or None; fills `answers`."""
        for step in ORDER[: ORDER.index(until)]:
            form = self.form(step, bound=True)
            if not form.is_valid() or (step == "words" and self.photo_problems):
                return step, form
            self.answers.update(form.cleaned_data)
        return None

    def marks(self):
        """Words that seem to name or identify somebody, in everything neighbours might read."""
        return marks_in(*(self.answers.get(name, "") for name in ("title", "text", "place_note")))
