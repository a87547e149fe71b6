"""A field for what people write."""

from django import forms

from shiliu.platform.texts import plain_text


class Words(forms.CharField):
    """Text as people type it: line ends made equal before they are counted, invisible control characters taken out."""

    def to_python(self, value):
        return super().to_python(plain_text(value) if isinstance(value, str) else value)
