"""The page on which a wish becomes a candidate of the pool: three questions, and whatever the journey does with the answers."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.projects import public as projects
from shiliu.platform.presentation.words import Words
from shiliu.platform.workflow import NotPossible


class WordsForm(forms.Form):
    name = Words(label=gettext_lazy("Name in the pool, in simplified Chinese"), max_length=80)
    summary = Words(
        label=gettext_lazy("In short, in simplified Chinese"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = projects.candidate_kinds()

    def words(self):
        """Names and summary, as the pool takes them."""
        given = self.cleaned_data
        return {"names": {SOURCE_LANGUAGE: given["name"]}, "summary": {SOURCE_LANGUAGE: given["summary"]}}


def page(request, form, title, action):
    """`action()` returns the candidate; NotPossible stands beside the field it is about."""
    if request.method == "POST" and form.is_valid():
        try:
            made = action()
            messages.success(request, _("It is in the pool now. Ask the units that know whether it can be done."))
            return redirect(projects.address_of(made))
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "title": title}
    return render(request, "journeys/take_up_wish.html", context, status=422 if form.errors else 200)
