"""What other parts of the site may use of cases: journeys and the front page."""

from django.urls import reverse

from shiliu.govern.cases import boards, figures, offline, published

DAYS = 90
SOLVED_SHOWN = 4

__all__ = ["front_page", "offline_places"]
offline_places = offline.places


def front_page():
    """For home.html: `rates` for {% rate %}, `recent` solved needs as neighbours read them, `counts` {open, solved, since}."""
    solved = list(published.solved_lately(SOLVED_SHOWN))
    places = published.Places.around(solved)
    return {
        "rates": boards.labelled(figures.whole(DAYS)),
        "counts": figures.counts(DAYS),
        "recent": [
            {
                "title": case.public_title,
                "language": case.language,
                "url": reverse("cases:public_case", args=[case.pk]),
                "place": places.of(case),
                "solved_at": case.ended_at,
                "state_label": case.state_now.label,
                "tone": case.state_now.tone,
                "icon": case.state_now.icon,
            }
            for case in solved
        ],
    }
