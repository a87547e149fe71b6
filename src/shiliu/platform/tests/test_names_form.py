"""Texts in several languages as fields of a form."""

from django.utils.translation import gettext_lazy as _

from shiliu.platform.names_form import NamesForm

NAMES = {"name_zh-hans": "灯"}


class LampForm(NamesForm):
    def __init__(self, *args, texts=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_texts("text", _("Name in %(language)s"), texts, most=10)


def test_a_text_in_a_language_the_site_no_longer_speaks_is_shown_and_kept():
    form = LampForm(texts={"zh-hans": "亮", "kk": "жарық"})
    assert form["text_kk"].initial == "жарық" and form["text_zh-hans"].initial == "亮"
    sent = LampForm({**NAMES, "text_zh-hans": " 亮 ", "text_kk": "жарық", "text_en": "  "}, texts={"kk": "жарық"})
    assert sent.is_valid() and sent.cleaned_texts("text") == {"zh-hans": "亮", "kk": "жарық"}


def test_line_ends_count_once_and_what_is_too_long_is_refused_beside_its_language():
    assert LampForm({**NAMES, "text_en": "1234\r\n6789\r"}).is_valid()
    assert set(LampForm({**NAMES, "text_en": "12345678901"}).errors) == {"text_en"}
