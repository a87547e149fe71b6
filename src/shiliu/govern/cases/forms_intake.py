"""The form of the window: a need filed for somebody who came or called."""

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Area
from shiliu.govern.cases import actions, placing
from shiliu.govern.cases.forms_desk import ChosenRow, grouped_categories
from shiliu.govern.cases.models import Case, Category
from shiliu.platform import maps
from shiliu.platform.permissions import places_of
from shiliu.platform.presentation.languages import apart
from shiliu.platform.presentation.marking import marks_in
from shiliu.platform.presentation.widgets import ChoiceCards, FilesField

BEFORE_PLACE = ("channel", "kind", "category", "title", "text")
SHOWN = 8


class IntakeForm(forms.Form):
    """Only what is needed; nothing is typed twice."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How they came"), widget=ChoiceCards, initial=Case.Channel.WINDOW,
        choices=[(Case.Channel.WINDOW, gettext_lazy("At the window")), (Case.Channel.PHONE, gettext_lazy("By phone"))],
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Case.Kind.choices)
    title = forms.CharField(label=gettext_lazy("In a few words"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("What they say"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    find = forms.CharField(
        label=gettext_lazy("Building, compound or community"), required=False, max_length=60, help_text=gettext_lazy("For example: a compound and a building number."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )  # fmt: skip
    area = forms.ModelChoiceField(
        Area.objects.none(), label=gettext_lazy("Where it is"), required=False, empty_label=None, widget=ChoiceCards
    )
    place_note = forms.CharField(label=gettext_lazy("Where exactly"), max_length=120, required=False)
    address_as = forms.CharField(label=gettext_lazy("How to address them"), max_length=40, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of letters"), choices=settings.LANGUAGES)
    may_publish = forms.BooleanField(
        label=gettext_lazy("Neighbours may read a redacted text"), required=False, initial=True,
        help_text=gettext_lazy("Ask the person. A moderator reads it before anything is public."),
    )  # fmt: skip
    files = FilesField(label=gettext_lazy("Photos of the place or thing"), required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"] = ChosenRow(
            Category, choices=[("", _("Not sure: a dispatcher decides")), *grouped_categories()], required=False,
            label=_("Matter"),
        )  # fmt: skip
        _everywhere, paths, _units = places_of(actor, "cases.intake")
        areas = Area.objects.none()
        for path in paths:
            areas |= Area.inside(path).filter(active=True)
        self.fields["area"].queryset = areas
        self.offer(areas, widest=areas.filter(Q(path__in=paths) | Q(parent__path__in=paths)))
        self.marks = marks_in(*(self.data.get(name, "") for name in ("title", "text", "place_note")))
        if self.marks:
            self.fields["looked"] = forms.BooleanField(
                label=_("I have looked at the marked words and they may stay"),
                error_messages={"required": _("Change the marked words, or say that they may stay.")},
            )
        self.order_fields(BEFORE_PLACE)

    def offer(self, areas, widest):
        """Cards of the places found for what was typed; before anything is typed, the widest of this desk. The chosen one stays."""
        typed, chosen = ((self[name].value() or "") for name in ("find", "area"))
        self.typed = str(typed).strip()[:60]
        found = maps.find(self.typed, areas) if self.typed else widest.defer("boundary").order_by("path")[: SHOWN + 1]
        found = list(found)
        self.found, self.more = found[:SHOWN], len(found) > SHOWN
        if str(chosen).isdecimal() and int(chosen) not in {area.pk for area in self.found}:
            self.found = [*areas.filter(pk=int(chosen)), *self.found]
        cards = placing.with_surroundings(self.found)
        # "1号楼" alone is in every compound: each card says what it lies in.
        self.fields["area"].widget = ChoiceCards(
            details={one.area.pk: (" · ".join(map(apart, one.inside)), "map-pin") for one in cards}
        )
        self.fields["area"].choices = [(one.area.pk, apart(one.area.name)) for one in cards]

    def clean(self):
        data = super().clean()
        if not data.get("area") and not self.has_error("area"):
            # One match is meant when somebody typed a place and went on; several are offered.
            if self.typed and len(self.found) == 1:
                data["area"] = self.found[0]
            else:
                self.add_error("find", _("Search for the place and choose it from the list."))
        data.pop("find", None)
        return data

    def shown(self):
        """Ready for its page: the place is needed one way or the other, so neither way says that it is optional."""
        bool(self.errors)  # checked with what is needed for checking, before the labels change
        for name in ("find", "area"):
            self.fields[name].required = True
            self.fields[name].widget.use_required_attribute = lambda initial: False  # the browser would want both
        return self

    @property
    def before_place(self):
        return [self[name] for name in BEFORE_PLACE]

    @property
    def after_place(self):
        shown = {*BEFORE_PLACE, "find", "area"}
        return [bound for bound in self.visible_fields() if bound.name not in shown]

    def said(self):
        """The keyword arguments of actions.file_on_behalf."""
        data = dict(self.cleaned_data)
        data.pop("looked", None)
        contact = actions.Contact(**{name: data.pop(name) for name in ("address_as", "phone", "email", "language")})
        return {**data, "contact": contact if contact or contact.address_as else None}
