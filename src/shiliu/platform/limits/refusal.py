"""What is said when a limit is reached."""

import math
from datetime import timedelta

from django.utils.translation import gettext as _

from shiliu.platform.clock import now
from shiliu.platform.presentation import moments


class TooMany(Exception):
    """Too much in a short time. `seconds` until there is room again; `hard` when no challenge helps before that; `values`
    are the fields its page carries on instead of those of the request."""

    values = None

    def __init__(self, name, seconds, *, hard):
        super().__init__(name)
        self.name, self.seconds, self.hard = name, max(1, math.ceil(seconds)), hard

    @property
    def again_at(self):
        return now() + timedelta(seconds=self.seconds)

    @property
    def sentence(self):
        """Says when to come back, in the reader's language."""
        words = {"span": moments.span(timedelta(seconds=self.seconds)), "time": moments.written(self.again_at, "time")}
        return _("Too much was sent from your network in a short time. Come back in %(span)s, at %(time)s.") % words
