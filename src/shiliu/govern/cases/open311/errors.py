"""What a caller did wrong, with the status the specification names for it: 403 the key, 404 nothing there, 400 anything else."""


class Problem(Exception):
    """`status` of the answer, one sentence for each thing that is wrong, and after how many seconds to come again, if that helps."""

    def __init__(self, status, *descriptions, retry_after=None):
        super().__init__(*descriptions)
        self.status, self.descriptions, self.retry_after = status, descriptions, retry_after

    def rows(self):
        return [{"code": self.status, "description": str(words)} for words in self.descriptions]
