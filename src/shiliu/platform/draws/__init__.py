"""Drawing people by lot in the open: tickets are numbers, the seed comes from words nobody knew when the list was closed.

    draw = drawing.announce(kind="works.acceptance", places=5, closes_at=…, words_from="closing number of … on …")
    drawing.put_in(draw, person)      drawing.take_out(draw, person)      until `closes_at`
    drawing.close(draw)               the list of tickets stands and is published with its fingerprint
    drawing.draw(draw, "3,214.56")    the words; the order follows (methods.drawing), anybody can draw again
    drawing.decline(draw, person)     the next reserve moves up

These functions ask for no permission and write no audit row: the action of the app that calls them does."""
