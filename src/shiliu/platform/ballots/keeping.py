"""Keys that are needed no more go by themselves, and the doctor names those that are lost or left over.

Whoever ends a thing destroys its key right after the commit. `destroy_unneeded` is for what a crash, a transaction that was rolled
back or a restored database left behind."""

from datetime import timedelta

from django.utils.translation import gettext

from shiliu.platform.ballots import kinds, secrets
from shiliu.platform.clock import now
from shiliu.platform.operations import error, fine, warning

# A key is made before the transaction that needs it commits; no transaction runs this long.
MARGIN = timedelta(hours=1)


def destroy_unneeded(margin=MARGIN):
    """The job. Keys of a kind nobody registers are left alone: another version of the program may know it. Returns how many went."""
    before = now().timestamp() - margin.total_seconds()
    # Looked at again right before it goes: a thing may begin in between, and making its key anew gives the file its moment.
    return sum(
        secrets.made_at(kind, id) <= before and secrets.destroy(kind, id)
        for kind, ids in unneeded(before).items()
        for id in ids
    )


def unneeded(before):
    """{kind: [id]} of keys of registered kinds that lie there since `before` (seconds since 1970) and are not needed."""
    old = [(kind, id) for kind, id in secrets.known() if secrets.made_at(kind, id) <= before]
    found = {}
    for name, kind in kinds.registered().items():
        ids = [id for one, id in old if one == name]
        needed = kind.needed_now() if ids else ()
        if left := [id for id in ids if id not in needed]:
            found[name] = left
    return found


def check():
    """The doctor: every key that is needed is there, no other, and nobody else on the machine can read one."""
    lost = {}
    for name, kind in kinds.registered().items():
        ids = sorted((id for id in kind.needed_now() if not secrets.exists(name, id)), key=lambda id: (len(id), id))
        if ids:
            lost[name] = ids
            yield (error if kind.grave else warning)(kind.lost % {"numbers": ", ".join(ids), "count": len(ids)})
    left = unneeded((now() - timedelta(days=1)).timestamp())
    left |= {name: [id for kind, id in secrets.known() if kind == name]
             for name in {kind for kind, _id in secrets.known()} - set(kinds.registered())}  # fmt: skip
    if left:
        names = ", ".join(f"{name}-{id}" for name, ids in sorted(left.items()) for id in ids)
        yield warning(
            gettext("Keys lie in %(folder)s that nothing needs any more: %(names)s. The background worker destroys those it knows; see that it runs, and delete the others once no vote is open.")
            % {"folder": secrets.FOLDER, "names": names}
        )  # fmt: skip
    for path in secrets.open_to_others():
        yield error(
            gettext("%(file)s can be read by other accounts of this machine. Run: chmod go-rwx %(file)s")
            % {"file": path}
        )
    if not lost:
        yield fine(gettext("Every vote, proposal, question and project has the key it needs."))
