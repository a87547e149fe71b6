"""A row whose words lie sealed in `box`."""

import uuid

from django.db import models

from shiliu.govern.mediation.sealed import boxes


class SealedRow(models.Model):
    """`key` names the row in its addresses, so that no number counts the files. A subclass says the `key_name` of its file."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    box = models.BinaryField(default=bytes)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.label_lower} {self.key}"

    @property
    def key_name(self):
        return self.dispute.key_name

    @property
    def words(self):
        """{name: text or other JSON}, opened once an instance."""
        if "_words" not in self.__dict__:
            self._words = boxes.opened(self.key_name, self._place, self.box) if self.box else {}
        return self._words

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("_words", None)  # what was opened before is of a box that may have changed

    def write(self, **words):
        """Puts words into the box, beside those that lie in it; the caller saves the row. None takes a word out."""
        whole = {name: said for name, said in {**self.words, **words}.items() if said is not None}
        self.box, self._words = boxes.shut(self.key_name, self._place, whole), whole

    @property
    def _place(self):
        return f"{self._meta.label_lower}:{self.key}"
