"""Ballots that nobody can join to a person: secrets outside the database, boxes that take sealed ballots and are counted at the close.

    kinds.register("proposals.support", needed=ids, lost=…)    from registers.py: until when keys of this kind are needed
    secrets.make("proposals.support", 7)                       a key of one thing, in a file of its own
    secrets.token("proposals.support", 7, "support", person)   the same person gives the same token, and nobody can tell whose it is
    secrets.destroy("proposals.support", 7)                    afterwards no token can be made or compared any more

    from shiliu.platform.ballots import boxes
    box = boxes.open_box("votes.vote", 7, length=1200, by=actor)
    ballot = boxes.save(box, person, {"choices": [1, 4]})      ballot.receipt(box)
    boxes.close(box, by=SYSTEM)

README.md says what an insider can and cannot find out.
"""
