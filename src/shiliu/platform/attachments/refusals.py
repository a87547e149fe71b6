"""Why a file is not taken."""


class Unacceptable(Exception):
    """The file is refused; `message` is a sentence in the reader's language that says what to do instead."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)
