"""Invented things for the style page: every component in every state, in the reader's script where a script matters."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shiliu.platform.clock import now
from shiliu.platform.presentation.widgets import ChoiceCards, CodeInput, DayInput, FilesField

STATES = (
    ("Received", "neutral", "inbox"), ("Waiting for a dispatcher", "warn", "circle-help"), ("Sent to the unit", "info", "send"),
    ("Being handled", "info", "hammer"), ("Answered", "info", "message-square-text"), ("Reported done", "good", "check"),
    ("Confirmed solved", "good", "check-check"), ("Cannot be done", "neutral", "circle-slash"),
    ("With the supervisor", "warn", "scale"), ("Not accepted here", "bad", "corner-up-left"),
    ("Ended without confirmation", "ended", "archive"), ("Yours to do now", "accent", "bell"),
)  # fmt: skip
WORDS = {
    "zh-hans": ("3号楼二单元楼道灯不亮", "晚上回家一片漆黑，老人孩子上下楼很不方便。\n\n物业说已报修，但两周了还没有人来。", "吉福社区 · 3号楼"),
    "en": ("The stairwell lamp in building 3 is broken", "It is pitch dark in the evening and hard for old people and children.\n\nThe property company noted it two weeks ago; nobody has come.", "Jifu community · building 3"),
    "ug": ("3-بىنانىڭ پەلەمپەي چىرىغى يانمايدۇ", "كەچتە قاپقاراڭغۇ، چوڭلار ۋە بالىلارغا بەك قولايسىز.\n\nمۈلۈك شىركىتى ئىككى ھەپتە بۇرۇن تىزىملىغان، تېخىچە ئادەم كەلمىدى.", "جىفۇ مەھەللىسى · 3-بىنا"),
}  # fmt: skip


class SampleForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("consultation", _("A question")), ("help", _("I need help")), ("complaint", _("A complaint")), ("hazard", _("A danger at a place or thing")), ("suggestion", _("An idea"))],
        widget=ChoiceCards(details={"consultation": (_("Where do I go, what do I need"), "circle-help"), "help": (_("Somebody should come or do something"), "hand-helping"), "complaint": (_("Something was promised and not done"), "megaphone"), "hazard": (_("Broken, blocked, unsafe"), "triangle-alert"), "suggestion": (_("How it could be better"), "lightbulb")}),
    )  # fmt: skip
    title = forms.CharField(
        label=_("In one line"), help_text=_("For example: the lamp on the stairs does not work."), max_length=80
    )
    text = forms.CharField(label=_("What happened, where, since when"), widget=forms.Textarea)
    area = forms.ChoiceField(label=_("Place"), choices=[("", "—"), ("1", "吉福社区"), ("2", "花园村")], required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}), help_text=_("Only whoever answers you sees it."))  # fmt: skip
    code = forms.CharField(label=_("Tracking code"), required=False, widget=CodeInput)
    when = forms.DateField(label=_("Since"), required=False, widget=DayInput())
    languages = forms.MultipleChoiceField(label=_("Answer me in"), required=False, widget=forms.CheckboxSelectMultiple, choices=[("zh", "中文"), ("ug", "ئۇيغۇرچە"), ("bo", "བོད་ཡིག")])  # fmt: skip
    photos = FilesField(label=_("Photos of the place or thing"), required=False, help_text=_("No faces, please."))
    public = forms.BooleanField(label=_("Neighbours may read it after a check"), required=False, help_text=_("Names and numbers are taken out first."))  # fmt: skip


class PlaceForm(forms.Form):
    latitude = forms.DecimalField(label=_("Latitude"), required=False)
    longitude = forms.DecimalField(label=_("Longitude"), required=False)


class JudgeForm(forms.Form):
    level = forms.ChoiceField(
        label=_("How satisfied are you with the answer?"),
        choices=[("5", _("Very satisfied")), ("4", _("Satisfied")), ("3", _("Rather satisfied")), ("2", _("Not satisfied")), ("1", _("Not satisfied at all"))],
        widget=ChoiceCards(details={"5": ("", "laugh"), "4": ("", "smile"), "3": ("", "meh"), "2": ("", "frown"), "1": ("", "annoyed")}),
    )  # fmt: skip


def samples(request):
    """Context of style_guide.html."""
    moment = now()
    title, text, place = WORDS.get(get_language(), WORDS["en"])
    return {
        "states": STATES, "title": title, "text": text, "place": place, "language": get_language(), "moment": moment,
        "deadlines": _deadlines(moment), "entries": _history(moment, text), "page": Paginator(range(400), 20).get_page(request.GET.get("page", 7)),
        "rates": front_page(moment)["rates"], "cases": [{"title": title, "state": STATES[i], "due": moment + timedelta(hours=h), "start": moment - timedelta(days=4)} for i, h in ((1, -30), (3, 1.2), (2, 20), (4, 120))],
        "bars": [{"label": _("Lighting"), "value": 182}, {"label": _("Water and drains"), "value": 133, "tone": "info"}, {"label": _("Stairs and lifts"), "value": 77}, {"label": _("Green spaces"), "value": 9}],
        "shares": [{"label": "吉福社区", "value": 0.87, "low": 0.81, "high": 0.91, "n": 182}, {"label": "汇泉路社区", "value": 0.74, "low": 0.6, "high": 0.85, "n": 41}, {"label": "花园村", "value": None, "n": 3}],
        "series": {"labels": ["5月", "6月", "7月", "8月", "9月", "10月"], "lines": [{"label": _("Received"), "values": [41, 52, 60, 48, 55, 63]}, {"label": _("Confirmed solved"), "values": [30, 41, None, 44, 49, 58]}]},
        "form": SampleForm(), "failed": SampleForm({"title": "", "kind": "x", "phone": "12"}, prefix="failed"), "judge": JudgeForm(), "position": PlaceForm(), "filters": FilterForm(request.GET or None), "steps": [_("What"), _("Where"), _("How to reach you"), _("Check and send")],
    }  # fmt: skip


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("open", _("Open")), ("solved", _("Solved"))],
    )
    place = forms.ChoiceField(label=_("Place"), required=False, choices=[("", _("All")), ("1", "吉福社区")])


def _deadlines(moment):
    day = timedelta(days=1)
    return [
        {"due": moment + 5 * day, "start": moment - 2 * day}, {"due": moment + 1 * day, "start": moment - 6 * day},
        {"due": moment + timedelta(minutes=40), "start": moment - day}, {"due": moment - 2 * day, "start": moment - 9 * day},
        {"due": moment, "start": moment - day, "met": moment - day}, {"due": moment - 3 * day, "start": moment - 9 * day, "met": moment},
        {"due": moment + day, "start": moment - day, "paused": True},
    ]  # fmt: skip


def _history(moment, text):
    day = timedelta(days=1)
    return [
        {"when": moment - 6 * day, "title": _("Received"), "who": _("Neighbour"), "text": text, "language": get_language(), "tone": "neutral", "icon": "inbox"},
        {"when": moment - 5 * day, "title": _("Sent to the unit"), "who": "吉福物业", "details": _("Because building 3 lies in cell 07, and lamps belong to the property company."), "tone": "info", "icon": "send"},
        {"when": moment - 2 * day, "title": _("Answered"), "who": "吉福物业", "text": "您好，灯具已更换，请再看看。", "language": "zh-hans", "tone": "info", "icon": "message-square-text"},
        {"when": moment - day, "title": _("Not solved, the resident says"), "who": _("Neighbour"), "tone": "warn", "icon": "rotate-ccw"},
        {"when": moment - timedelta(hours=3), "title": _("Confirmed solved"), "who": _("Neighbour"), "tone": "good", "icon": "check-check"},
    ]  # fmt: skip


def front_page(moment):
    """Stand-in for the front page's numbers."""
    title, _text, place = WORDS.get(get_language(), WORDS["en"])
    rates = [
        {"label": _("Answered in time"), "count": 412, "n": 440, "low": 0.91, "high": 0.955, "excluded": 12, "about": _("Of all matters whose time has run out.")},
        {"label": _("Solved, says the resident"), "count": 301, "n": 366, "low": 0.78, "high": 0.86, "excluded": 74, "about": _("Of those who were asked and answered.")},
        {"label": _("Satisfied, of those who judged"), "count": 318, "n": 366, "low": 0.83, "high": 0.90, "excluded": 74, "about": _("Very satisfied, satisfied or rather satisfied.")},
    ]  # fmt: skip
    recent = [{"title": title, "language": get_language(), "url": "#", "place": place, "solved_at": moment - timedelta(hours=h), "state_label": _("Confirmed solved"), "tone": "good", "icon": "check-check"} for h in (3, 26, 70)]  # fmt: skip
    return {
        "rates": rates,
        "recent": recent,
        "counts": {"open": 44, "solved": 301, "since": moment - timedelta(days=90)},
    }
