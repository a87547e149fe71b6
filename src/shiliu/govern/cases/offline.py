"""What a phone without a signal needs to know, and what becomes of a need that waited on it (docs/decisions/0012)."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from shiliu.foundation.names import name_in
from shiliu.govern.cases import emergencies
from shiliu.govern.cases.forms_submit import WhatForm, WhereForm, WordsForm

LONGEST_NOTE = 120


def mark_of(actor):
    """Tells one account from another on a shared phone and says nothing else; '' for a guest."""
    return salted_hmac("cases.offline", str(actor.person.pk)).hexdigest()[:20] if actor.signed_in else ""


def places():
    """Addresses the script and the worker use; `days` is how long a need may wait on a phone."""
    return {
        "form": reverse("cases:submit"),
        "token": reverse("cases:offline_token"),
        "send": reverse("cases:offline_send"),
        "leave": reverse("account_logout"),
        "days": settings.OFFLINE_KEEP_DAYS,
    }


def around_form(actor):
    """What the usual form tells the script beside it."""
    worker = reverse("worker") if settings.OFFLINE_FORM else ""
    return {"offline": places(), "owner": mark_of(actor), "worker": worker}


def shell():
    """The form of one page that is kept on a phone: matters, emergencies and their words. Nothing in it is about anybody."""
    alarms, calm = emergencies.words_known()
    return {
        "offline": places(),
        "what": WhatForm(),
        "where": WhereForm(),
        "words": WordsForm(),
        "alarms": [(*emergencies.help_for(code), code) for code in dict.fromkeys(alarms.values())],
        "urgent": [
            (matter.emergency_number, matter.name, name_in(matter.emergency_texts), matter.code)
            for matter in emergencies.matters()
        ],
        "alarm_words": json.dumps(alarms, ensure_ascii=False),
        "calm_words": json.dumps(calm, ensure_ascii=False),
        "most_photos": settings.ATTACHMENT_MAX_COUNT,
    }


def place_in_words(need, choose):
    """Offline nobody could look a place up. One place of that name is meant; otherwise its words go to the dispatcher."""
    data = need.data
    choose(need)
    typed = data["find"].strip()
    if not typed or data["area"] or data["latitude"] or data["nowhere"]:
        return
    note = " · ".join(filter(None, [typed, data["place_note"].strip()]))
    if len(note) <= LONGEST_NOTE:
        data["place_note"], data["nowhere"] = note, "on"


def problems_of(form):
    """The sentences of a form's errors, each once."""
    return list(dict.fromkeys(str(sentence) for sentences in form.errors.values() for sentence in sentences))
