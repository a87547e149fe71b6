"""The tags page authors use, read as the markup they give."""

from datetime import timedelta

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from lucide import IconDoesNotExist

from shiliu.platform import clock
from shiliu.platform.presentation.languages import direction
from shiliu.platform.presentation.widgets import ChoiceCards, FilesField


def written(source, **context):
    with translation.override("en"):
        return Template("{% load ui %}" + source).render(Context(context))


def test_the_words_of_a_person_are_escaped_and_carry_their_language_and_direction():
    html = written("{% user_text text language %}", text="<b>سالام</b>\n\nhi", language="ug")
    assert 'lang="ug" dir="rtl"' in html
    assert "<b>" not in html and "&lt;b&gt;" in html
    assert html.count("<p>") == 2


def test_words_without_a_language_let_the_browser_find_the_direction():
    assert written("{% user_text text '' inline=True %}", text="<i>") == '<bdi dir="auto">&lt;i&gt;</bdi>'


@pytest.mark.parametrize(
    ("code", "expected"),
    [("ug", "rtl"), ("kk-arab", "rtl"), ("bo", "ltr"), ("zh-hans", "ltr"), ("", "auto"), ("ar-EG", "rtl")],
)
def test_the_direction_is_known_for_languages_django_has_no_record_of(code, expected):
    assert direction(code) == expected


def test_a_state_is_told_by_an_icon_and_words():
    html = written("{% chip label 'info' 'hammer' %}", label="Being <handled>")
    assert "tone-info" in html and "<svg" in html and "Being &lt;handled&gt;" in html


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in written("{% icon 'phone' %}")
    assert 'role="img" aria-label="Call"' in written("{% icon 'phone' label='Call' %}")


def test_an_unknown_icon_stops_the_page_instead_of_leaving_a_hole():
    with pytest.raises(IconDoesNotExist):
        written("{% icon 'no-such-icon' %}")


def test_a_renamed_icon_is_still_found():
    assert "<svg" in written("{% icon 'circle-help' %}")


def test_pages_keep_the_rest_of_the_address():
    request = RequestFactory().get("/cases/", {"q": "灯", "page": "3"})
    html = written("{% pagination page %}", page=Paginator(range(100), 10).get_page(3), request=request)
    assert "?q=%E7%81%AF&amp;page=4" in html and 'rel="next"' in html and 'aria-current="page"' in html


def test_a_single_page_has_no_page_numbers():
    assert written("{% pagination page %}", page=Paginator(range(3), 10).get_page(1), request=None) == ""


class Sample(forms.Form):
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "A"), ("b", "B")], widget=ChoiceCards(details={"a": ("first", "send")})
    )
    title = forms.CharField(label="Title", help_text="In one line")
    phone = forms.CharField(label="Phone", required=False)


def test_each_error_of_a_form_leads_to_its_field():
    html = written("{% form_errors form %}", form=Sample({}))
    assert 'href="#id_kind_0"' in html and 'href="#id_title"' in html and "2 things" in html


def test_a_whole_form_says_its_errors_once():
    assert written("{{ form }}", form=Sample({})).count("error-summary") == 1
    assert written("{% form_errors form %}{{ form }}", form=Sample({})).count("error-summary") == 1


def test_a_form_without_errors_has_no_error_box():
    assert written("{% form_errors form %}", form=Sample()) == ""


def test_a_field_joins_its_help_and_its_error_to_the_input():
    html = written("{% field form.title %}", form=Sample({}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html and 'id="id_title_error"' in html and 'aria-invalid="true"' in html


def test_a_group_of_choices_is_described_by_its_error():
    html = written("{% field form.kind %}", form=Sample({}))
    assert '<fieldset aria-describedby="id_kind_error"' in html and 'id="id_kind_error"' in html


def test_only_what_may_stay_empty_is_marked():
    form = Sample()
    assert "(optional)" in written("{% field form.phone %}", form=form)
    assert "(optional)" not in written("{% field form.title %}", form=form)


def test_a_hidden_label_is_still_read_aloud():
    assert '<label for="id_title" class="visually-hidden">' in written(
        "{% field form.title hide_label=True %}", form=Sample()
    )


def test_cards_show_what_each_choice_means():
    html = written("{% field form.kind %}", form=Sample())
    assert "first" in html and html.count('type="radio"') == 2


def test_several_photos_arrive_as_a_list():
    class Photos(forms.Form):
        photos = FilesField(required=False)

    files = MultiValueDict({"photos": [SimpleUploadedFile("a.jpg", b"a"), SimpleUploadedFile("b.jpg", b"b")]})
    form = Photos({}, files)
    assert form.is_valid() and [file.name for file in form.cleaned_data["photos"]] == ["a.jpg", "b.jpg"]
    empty = Photos({}, MultiValueDict())
    assert empty.is_valid() and empty.cleaned_data["photos"] == []


def test_a_required_photo_that_is_missing_is_an_error():
    class Photos(forms.Form):
        photos = FilesField()

    assert "photos" in Photos({}, MultiValueDict()).errors


def test_a_rate_always_says_of_how_many():
    html = written(
        "{% rate rate %}", rate={"label": "Solved", "count": 3, "n": 4, "low": 0.3, "high": 0.95, "excluded": 2}
    )
    assert "75%" in html and "3 of 4" in html and "30% to 95%" in html and "2 not counted" in html


def test_a_rate_of_nothing_shows_no_percentage():
    html = written("{% rate rate %}", rate={"label": "Solved", "count": 0, "n": 0})
    assert "%" not in html and "Nothing to count yet." in html


def test_a_number_to_call_keeps_only_what_can_be_dialled():
    html = written("{% phone number %}", number="+86 (991) 555-0123")
    assert 'href="tel:+869915550123"' in html and "<bdi>+86 (991) 555-0123</bdi>" in html


def test_nothing_drawn_needs_an_inline_style():
    now = clock.now()
    html = written("{% time_left due start=start %}", due=now + timedelta(days=2), start=now - timedelta(days=2))
    html += written("{% meter 3 4 %}{% bar_chart rows 'c' %}", rows=[{"label": "a", "value": 2}])
    html += written("{% line_chart series 'c' %}", series={"labels": ["1"], "lines": [{"label": "a", "values": [2]}]})
    assert "<svg" in html and "style=" not in html and "onclick" not in html


def test_missing_moments_leave_nothing_behind():
    assert written("{% moment when %}{% time_left when %}{% phone when %}", when=None) == ""


@pytest.mark.parametrize(
    ("read", "marked"), [("/junk/", "page"), ("/junk/set-aside/", "true"), ("/junkyard/", None), ("/", None)]
)
def test_a_tab_stays_marked_on_the_pages_below_it(read, marked):
    html = written("{% tab 'Junk' '/junk/' within=True %}", request=RequestFactory().get(read))
    assert (f'aria-current="{marked}"' in html) if marked else ("aria-current" not in html)
    assert "aria-current" not in written("{% tab 'Junk' '/junk/' %}", request=RequestFactory().get("/junk/set-aside/"))


def test_the_sign_in_library_says_passkey_as_the_rest_of_the_site_does():
    with translation.override("en"):
        assert translation.gettext("Security Keys") == "Passkeys"
        assert translation.ngettext(
            "You have added %(count)s security key.", "You have added %(count)s security keys.", 2
        ) == "You have %(count)s passkeys."  # fmt: skip
