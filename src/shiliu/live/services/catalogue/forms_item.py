"""The form of an item: what people fill in, and from there to the plain values that actions take."""

import re

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shiliu.foundation.models import OrganisationKind
from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.catalogue import rules
from shiliu.live.services.catalogue.models import HandOff, ItemCategory, ItemPaper, Level, LifeStage, Paper, ServiceItem
from shiliu.platform.names_form import NamesForm
from shiliu.platform.texts import LANGUAGE_NAMES

TEXTS = {
    "summary": (_("In a sentence"), 2), "conditions": (_("Who it is for"), 3), "steps": (_("Steps, one a line"), 4),
    "proxy_note": (_("Who may come, in words"), 2), "alert": (_("Warning for the next days"), 2),
}  # fmt: skip
CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
BETWEEN = re.compile(r"[\s,;，；、]+")
NOT_SAID = [("", _("Not entered yet"))]


class PaperForm(forms.Form):
    paper = forms.ChoiceField(label=_("Paper"), required=False)
    asked = forms.ChoiceField(label=_("Asked for?"), choices=ItemPaper.Asked.choices, required=False)
    held_by = forms.ChoiceField(label=_("Held by"), required=False)
    form = forms.ChoiceField(label=_("As"), choices=ItemPaper.Form.choices, required=False)
    number = forms.IntegerField(label=_("Sheets"), min_value=1, max_value=20, initial=1, required=False)
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args, papers=(), kinds=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = [("", _("none")), *papers]
        self.fields["held_by"].choices = [("", _("–")), *kinds]

    def values(self, before):
        """Plain values; `before` the remark's texts in all languages, of which this form shows the Chinese one."""
        data = self.cleaned_data
        note = {tag: text for tag, text in before.items() if tag != SOURCE_LANGUAGE}
        if data["note"]:
            note[SOURCE_LANGUAGE] = data["note"]
        return {
            "paper": data["paper"], "asked": data["asked"] or "bring", "held_by": data["held_by"] if data["asked"] == "held" else "",
            "form": data["form"] or "original", "number": data["number"] or 1, "note": note,
        }  # fmt: skip


PaperForms = forms.formset_factory(PaperForm, extra=3, max_num=rules.MOST_PAPERS, absolute_max=rules.MOST_PAPERS)


class ItemForm(NamesForm):
    """`present`: the plain values that stand now. `papers` is a formset of its own in the same page."""

    category = forms.ChoiceField(label=_("About"))
    stages = forms.MultipleChoiceField(label=_("Time of life"), required=False, widget=forms.CheckboxSelectMultiple)
    organisation = forms.CharField(
        label=_("Code of the unit that answers for it"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=CODE),
    )
    areas = forms.CharField(
        label=_("Codes of the places where it is offered"), required=False, widget=forms.TextInput(attrs=CODE),
        help_text=_("Spaces between. Empty: wherever the unit serves."),
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Decided at"), choices=Level.choices)
    decided_by = forms.ChoiceField(label=_("Kind of unit that decides"), required=False)
    minimum_age = forms.IntegerField(label=_("From the age of"), required=False, min_value=0, max_value=rules.OLDEST)
    maximum_age = forms.IntegerField(label=_("Up to the age of"), required=False, min_value=0, max_value=rules.OLDEST)
    legal_basis = forms.CharField(
        label=_("Basis"), required=False, max_length=rules.LONGEST_BASIS, widget=forms.Textarea(attrs={"rows": 2})
    )
    basis_checked = forms.BooleanField(
        label=_("I have compared the basis, the limit and the fee with the published text"), required=False,
        help_text=_("Until somebody has, the public reads that the basis is not checked yet."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Takes (days)"),
        required=False,
        min_value=0,
        max_value=rules.MOST_DAYS,
        help_text=_("0 is on the spot."),
    )
    days_working = forms.BooleanField(label=_("These are working days"), required=False)
    statutory_days = forms.IntegerField(
        label=_("Limit of the law (days)"), required=False, min_value=0, max_value=rules.MOST_DAYS
    )
    statutory_working = forms.BooleanField(label=_("The limit is in working days"), required=False)
    fee = forms.ChoiceField(label=_("Fee"), choices=ServiceItem.Fee.choices, required=False)
    fee_amount = forms.CharField(
        label=_("Amount in yuan"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )
    fee_basis = forms.CharField(label=_("Basis of the fee"), required=False, max_length=rules.LONGEST_LINE)
    proxy = forms.ChoiceField(label=_("Who may come"), choices=ServiceItem.Proxy.choices, required=False)
    appointment = forms.ChoiceField(label=_("Appointment"), choices=ServiceItem.Appointment.choices, required=False)
    window = forms.BooleanField(label=_("At the counter"), required=False)
    phones = forms.CharField(
        label=_("Telephones"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Semicolons between."),
    )
    webs = forms.CharField(
        label=_("Web addresses"),
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Semicolons between."),
    )
    home_visit = forms.BooleanField(label=_("At your home"), required=False)
    post = forms.CharField(label=_("Address for the post"), required=False, max_length=rules.LONGEST_LINE)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(LANGUAGE_NAMES.items()),
    )
    accessibility = forms.MultipleChoiceField(
        label=_("Access"), required=False, widget=forms.CheckboxSelectMultiple, choices=list(rules.ACCESS.items())
    )
    keywords = forms.CharField(label=_("Other words for it"), required=False, max_length=rules.LONGEST_LINE)
    confirms = forms.BooleanField(
        label=_("I have read the whole entry and it holds today"), required=False, initial=True
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *args, present, is_new=False, **kwargs):
        super().__init__(
            data, *args, names=present["names"], initial={**_initial(present), **kwargs.pop("initial", {})}, **kwargs
        )
        self.present = present
        kinds = [(kind.code, kind.name) for kind in OrganisationKind.objects.all()]
        self.fields["category"].choices = _offered(ItemCategory, [present["category"]])
        self.fields["stages"].choices = _offered(LifeStage, present["stages"])
        self.fields["decided_by"].choices = [*NOT_SAID, *kinds]
        for level in Level:
            self.fields[f"part_{level}"] = forms.ChoiceField(
                label=level.label, required=False, choices=[("", _("nothing")), *HandOff.Part.choices]
            )
            self.fields[f"kind_{level}"] = forms.ChoiceField(
                label=_("by which kind of unit"), required=False, choices=[("", _("–")), *kinds]
            )
        for stem, (label, rows) in TEXTS.items():
            for tag in self.tags:
                self.fields[f"{stem}_{tag}"] = forms.CharField(
                    label=label, required=False, max_length=rules.LONGEST_TEXT * (3 if stem == "steps" else 1),
                    widget=forms.Textarea(attrs={"rows": rows, "lang": tag, "dir": "auto"}),
                )  # fmt: skip
        if is_new:
            self.fields["code"] = forms.CharField(
                label=pgettext_lazy("of a place or unit", "Code"),
                max_length=40,
                widget=forms.TextInput(attrs=CODE),
                help_text=_("Addresses and files name the item by it; it never changes."),
            )
            self.fields["offered"] = forms.BooleanField(label=_("Show it to the public at once"), required=False)
        papers = _offered(Paper, [paper["paper"] for paper in present["papers"]])
        first = [{**paper, "note": paper["note"].get(SOURCE_LANGUAGE, "")} for paper in present["papers"]]
        self.papers = PaperForms(data, initial=first, prefix="papers", form_kwargs={"papers": papers, "kinds": kinds})

    @property
    def text_fields(self):
        """[(language, fields of the texts in it)], simplified Chinese first."""
        return [(tag, [self[f"name_{tag}"], *(self[f"{stem}_{tag}"] for stem in TEXTS)]) for tag in self.tags]

    @property
    def level_fields(self):
        return [(self[f"part_{level}"], self[f"kind_{level}"]) for level in Level]

    def is_valid(self):
        return all([super().is_valid(), self.papers.is_valid()])

    def values(self):
        """What actions take."""
        data = self.cleaned_data
        plain = {name: data[name] for name in (
            "category", "stages", "organisation", "level", "decided_by", "minimum_age", "maximum_age", "legal_basis", "basis_checked", "days", "days_working", "statutory_days",
            "statutory_working", "fee", "fee_basis", "proxy", "appointment", "languages", "accessibility", "keywords",
        )}  # fmt: skip
        texts = {stem: self._texts(stem) for stem in TEXTS if stem != "steps"}
        amount = data["fee_amount"].strip()
        return {
            **plain, **texts, "names": self.cleaned_names(), "stages": sorted(data["stages"]), "steps": self._steps(),
            "areas": sorted(set(BETWEEN.split(data["areas"])) - {""}), "channels": self._channels(),
            "fee_amount": f"{float(amount):.2f}" if re.fullmatch(r"\d{1,8}(\.\d{1,2})?", amount) else amount,
            "papers": self._papers(), "hand_offs": self._hand_offs(),
        }  # fmt: skip

    def _texts(self, stem):
        found = {
            tag: text for tag in self.tags if (text := self.cleaned_data[f"{stem}_{tag}"].replace("\r", "").strip())
        }
        return {tag: found[tag] for tag in [*self.present[stem], *found] if tag in found}

    def _steps(self):
        lines = {tag: self.cleaned_data[f"steps_{tag}"].replace("\r", "").split("\n") for tag in self.tags}
        count = max(map(len, lines.values()))
        steps = [
            {tag: all_[place].strip() for tag, all_ in lines.items() if place < len(all_) and all_[place].strip(" -")}
            for place in range(count)
        ]
        return [step for step in steps if step]

    def _channels(self):
        data, parted = self.cleaned_data, re.compile(r"\s*[;；]\s*")
        found = [{"kind": "window"}] if data["window"] else []
        found += [{"kind": "phone", "value": one} for one in parted.split(data["phones"]) if one]
        found += [{"kind": "web", "value": one} for one in parted.split(data["webs"]) if one]
        found += [{"kind": "home_visit"}] if data["home_visit"] else []
        return found + ([{"kind": "post", "value": data["post"]}] if data["post"] else [])

    def _papers(self):
        notes = {paper["paper"]: paper["note"] for paper in self.present["papers"]}
        chosen = [form for form in self.papers if form.cleaned_data.get("paper")]
        return [form.values(notes.get(form.cleaned_data["paper"], {})) for form in chosen]

    def _hand_offs(self):
        rows = [
            {
                "level": str(level),
                "kind": self.cleaned_data[f"kind_{level}"],
                "part": self.cleaned_data[f"part_{level}"],
            }
            for level in Level
            if self.cleaned_data[f"part_{level}"] and str(level) != self.cleaned_data["level"]
        ]
        return sorted(rows, key=lambda row: row["level"])


def _offered(model, chosen):
    """Choices of the rows in use, and of retired ones that the item still has."""
    return [(row.code, row.name) for row in model.objects.filter(Q(active=True) | Q(code__in=chosen))]


def _initial(present):
    """The values as the form shows them."""
    first = {**present, "areas": " ".join(present["areas"])}
    for kind in ("window", "home_visit"):
        first[kind] = any(one["kind"] == kind for one in present["channels"])
    for field, kind in (("phones", "phone"), ("webs", "web"), ("post", "post")):
        first[field] = "; ".join(one.get("value", "") for one in present["channels"] if one["kind"] == kind)
    for row in present["hand_offs"]:
        first[f"part_{row['level']}"], first[f"kind_{row['level']}"] = row["part"], row["kind"]
    for stem in TEXTS:
        if stem == "steps":
            tags = dict.fromkeys(tag for step in present["steps"] for tag in step)
            first |= {f"steps_{tag}": "\n".join(step.get(tag, "-") for step in present["steps"]) for tag in tags}
        else:
            first |= {f"{stem}_{tag}": text for tag, text in present[stem].items()}
    return first
