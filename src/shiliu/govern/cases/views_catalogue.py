"""Editing the dispatch catalogue: versions, one draft, its entries, upload, publication."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import OrganisationKind
from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.govern.cases import catalogue, catalogue_csv, queries
from shiliu.govern.cases.models import CatalogueEntry, CatalogueVersion, Category, UrgencyTier
from shiliu.platform.permissions import needs
from shiliu.platform.presentation.widgets import MomentInput
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


class EntryForm(forms.Form):
    """One matter: who leads, who helps, how fast, on what basis."""

    category = forms.ModelChoiceField(
        Category.objects.filter(group__isnull=False, retired=False),
        label=gettext_lazy("Matter"),
        empty_label=gettext_lazy("Please choose"),
    )
    lead_kind = forms.ModelChoiceField(
        OrganisationKind.objects.all(), label=gettext_lazy("Responsible kind of unit"),
        empty_label=gettext_lazy("Please choose"),
    )  # fmt: skip
    helper_kinds = forms.ModelMultipleChoiceField(
        OrganisationKind.objects.all(), required=False, label=gettext_lazy("Kinds of unit that help"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    duty = forms.ChoiceField(choices=CatalogueEntry.Duty.choices, label=gettext_lazy("Whose duty it is"))
    tier = forms.ModelChoiceField(
        UrgencyTier.objects.all(), label=gettext_lazy("How fast"), empty_label=gettext_lazy("Please choose")
    )
    legal_basis = forms.CharField(max_length=300, required=False, label=gettext_lazy("Legal basis"))

    def __init__(self, *args, texts=None, **kwargs):
        """`texts` are the refusal texts of the entry: {reason code: names by language}."""
        super().__init__(*args, **kwargs)
        self.texts = texts or {}
        self.reasons = list(queries.refusal_reasons())
        for reason in self.reasons:
            self.fields[f"refusal_{reason.code}"] = forms.CharField(
                label=_("Instead, for: %(reason)s") % {"reason": reason.name}, required=False, max_length=300,
                initial=name_in(self.texts.get(reason.code, {})), widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Where the resident should go, in words of this matter. Left empty: %(channel)s")
                % {"channel": reason.channel},
            )  # fmt: skip

    @property
    def own(self):
        """The fields above the fold."""
        return [bound for bound in self if not bound.name.startswith("refusal_")]

    @property
    def instead(self):
        """The fields below the fold, one for each refusal reason."""
        return [bound for bound in self if bound.name.startswith("refusal_")]

    @property
    def says_instead(self):
        """Whether something to read or to mend stands below the fold."""
        return any(bound.errors or bound.value() for bound in self.instead)

    def entry(self):
        """What set_entry takes; a text given anew speaks Chinese until it is translated, an unchanged one keeps its languages."""
        data = dict(self.cleaned_data)
        given = {reason.code: data.pop(f"refusal_{reason.code}").strip() for reason in self.reasons}
        known = {code: name_in(names) for code, names in self.texts.items()}
        data["refusal_texts"] = {
            code: self.texts[code] if text == known.get(code) else {SOURCE_LANGUAGE: text}
            for code, text in given.items()
            if text
        }
        return data


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Catalogue as CSV"),
        help_text=gettext_lazy("The file replaces every entry of the draft. Nothing changes if a line is wrong."),
    )


class PublishForm(forms.Form):
    effective_from = forms.DateTimeField(
        required=False, label=gettext_lazy("In force from"), help_text=gettext_lazy("Leave empty for: at once."),
        widget=MomentInput(),
    )  # fmt: skip
    note = forms.CharField(max_length=200, required=False, label=gettext_lazy("What changed"))


@require_GET
@needs("cases.edit_catalogue")
def versions(request):
    found = CatalogueVersion.objects.annotate(entry_count=Count("entries")).order_by("-number")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/catalogue_versions.html", {"page": page, "draft": catalogue.draft_now()})


@require_POST
@needs("cases.edit_catalogue")
def begin(request):
    catalogue.begin_draft(by=request.actor)
    return redirect("cases:catalogue_draft")


def the_draft():
    version = catalogue.draft_now()
    if version is None:
        raise Http404
    return version


@require_GET
@needs("cases.edit_catalogue")
def draft(request):
    return draft_page(request)


def draft_page(request, *, upload=None, publish_form=None, problems=(), status=200):
    version = the_draft()
    text = request.GET.get("text", "")
    entries = version.entries.select_related("category__group", "lead_kind", "tier")
    if text:
        entries = [
            entry
            for entry in entries
            if text.lower() in " ".join([entry.category.code, *entry.category.names.values()]).lower()
        ]
    context = {
        "version": version,
        "page": Paginator(entries, PER_PAGE).get_page(request.GET.get("page")),
        "text": text,
        "upload": upload or UploadForm(),
        "publish_form": publish_form or PublishForm(),
        "problems": problems,
    }
    return render(request, "cases/catalogue_draft.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs("cases.edit_catalogue")
def entry(request, category=None):
    version = the_draft()
    # Asked for by its own number first: one too large for the database is not found there, instead of breaking it.
    matter = get_object_or_404(Category, pk=category) if category is not None else None
    known = CatalogueEntry.objects.filter(version=version, category=matter).first() if matter else None
    initial = known and {
        "category": known.category_id, "lead_kind": known.lead_kind_id, "duty": known.duty, "tier": known.tier_id,
        "legal_basis": known.legal_basis, "helper_kinds": [kind.pk for kind in known.helper_kinds.all()],
    }  # fmt: skip
    form = EntryForm(request.POST or None, initial=initial, texts=known.refusal_texts if known else None)
    if request.method == "POST" and form.is_valid():
        try:
            catalogue.set_entry(by=request.actor, version=version, **form.entry())
        except NotPossible as error:
            for field, problem in error.fields.items() or [(None, str(error))]:
                form.add_error(field if field in form.fields else None, problem)
        else:
            messages.success(
                request, _("The entry was saved in the draft. It takes effect when the draft is published.")
            )
            return redirect("cases:catalogue_draft")
    return render(
        request,
        "cases/catalogue_entry.html",
        {"form": form, "version": version, "entry": known},
        status=422 if form.errors else 200,
    )


@require_POST
@needs("cases.edit_catalogue")
def remove(request, category):
    catalogue.remove_entry(by=request.actor, version=the_draft(), category=get_object_or_404(Category, pk=category))
    messages.success(request, _("The entry was taken out of the draft. Discard the draft to undo this."))
    return redirect("cases:catalogue_draft")


@require_POST
@needs("cases.edit_catalogue")
def upload(request):
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return draft_page(request, upload=form, status=422)
    try:
        count = catalogue_csv.read(by=request.actor, version=the_draft(), content=form.cleaned_data["file"].read())
    except catalogue_csv.WrongFile as error:
        form.add_error("file", str(error))
        return draft_page(request, upload=form, problems=error.rows, status=422)
    messages.success(request, _("%(count)s entries were read into the draft.") % {"count": count})
    return redirect("cases:catalogue_draft")


@require_POST
@needs("cases.edit_catalogue")
def publish(request):
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            version = catalogue.publish(by=request.actor, version=the_draft(), **form.cleaned_data)
        except NotPossible as error:
            for field, problem in error.fields.items() or [(None, str(error))]:
                form.add_error(field, problem)
        else:
            messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
            return redirect("cases:catalogue_versions")
    return draft_page(request, publish_form=form, status=422)


@require_POST
@needs("cases.edit_catalogue")
def discard(request):
    catalogue.discard(by=request.actor, version=the_draft())
    messages.success(request, _("The draft was discarded. The version in force is unchanged."))
    return redirect("cases:catalogue_versions")
