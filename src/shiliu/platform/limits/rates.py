"""What a limit is: three whole numbers from the settings."""

from dataclasses import dataclass

from django.conf import settings

HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Rate:
    """`soft` times at once are free, up to `hard` a challenge is asked, and `an_hour` come back every hour."""

    soft: int
    hard: int
    an_hour: int

    @property
    def token_ms(self):
        """Milliseconds in which one token comes back."""
        return max(1, HOUR_MS // self.an_hour)


def rate_of(name):
    """The Rate of the limit `name`; KeyError for one the settings do not know."""
    return Rate(*settings.LIMITS[name])
