"""Form widgets with a look of their own; everything else is Django's widget in our style."""

from django import forms


class ChoiceCards(forms.RadioSelect):
    """Radio buttons as cards. `details` maps a value to (description, icon name)."""

    template_name = "ui/widgets/choice_cards.html"

    def __init__(self, attrs=None, choices=(), details=None):
        super().__init__(attrs, choices)
        self.details = details or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["description"], option["icon"] = self.details.get(value, ("", ""))
        return option


class DayInput(forms.DateInput):
    """A day as the browser's own calendar asks for it; `attrs` such as min and max are ISO days."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """Hours and minutes as the browser asks for them."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """A day and a time, in the time zone that is active."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PhotoInput(forms.FileInput):
    """Several files with a preview; the value is a list. A browser without script shows its plain control."""

    template_name = "ui/widgets/photo_input.html"
    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"multiple": True, "accept": "image/*,application/pdf", **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])

    def value_omitted_from_data(self, data, files, name):
        return name not in files


class FilesField(forms.FileField):
    """A list of uploaded files; each is checked like a single one."""

    widget = PhotoInput

    def clean(self, data, initial=None):
        single = super().clean
        files = [single(item, initial) for item in data or []]
        return files if files else [item for item in [single(None, initial)] if item]


class CodeInput(forms.TextInput):
    """Tracking codes and one-time codes: large, fixed width, never remembered by the draft keeper."""

    def __init__(self, attrs=None):
        code = {"class": "code-input", "autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        super().__init__({**code, "data-no-draft": True, **(attrs or {})})
