"""Two people who enter the same code at the same moment: the check before has found it free for both, the table knows better."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shiliu.platform.workflow import NotPossible


@contextmanager
def taken(sentence, field="code"):
    """What is saved inside stands alone under its `field`; where somebody else was faster, NotPossible says `sentence` beside it
    and the transaction around goes on. Every constraint broken inside counts as this one."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise NotPossible(_("Something is not right yet."), {field: sentence}) from None
