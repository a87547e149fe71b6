"""How often something may be done from one network, by one account or with one key: token buckets in the database.

    limits.spend("submit", limits.askers(request))      takes a token of each asker, or raises TooMany
    limits.spend("submit", askers, proved=True)         up to the hard limit, for whoever has answered a challenge

Up to the soft limit nothing is asked. Between soft and hard a challenge is (platform.challenge), so that a whole village
behind one address is never shut out by a few of its people. Beyond the hard limit the answer is when to come again.
"""

from shiliu.platform.limits.askers import Asker, address_of, askers, network_mark
from shiliu.platform.limits.rates import Rate, rate_of
from shiliu.platform.limits.refusal import TooMany

__all__ = ["Asker", "Rate", "TooMany", "address_of", "askers", "give_back", "network_mark", "rate_of", "spend"]


def __getattr__(name):
    """The buckets need the models, which Django loads after this package."""
    if name not in {"give_back", "spend"}:
        raise AttributeError(f"shiliu.platform.limits has no {name!r}")
    from shiliu.platform.limits import buckets

    return getattr(buckets, name)
