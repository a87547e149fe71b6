"""Another program, as tests want it: it takes what it is sent, or answers otherwise when told to."""

from types import SimpleNamespace

from shiliu.platform.webhooks.contract import NotSent

heard = []
answers = []  # what it does next, then 200: a status, or the problem of NotSent


def post(url, body, headers):
    heard.append(SimpleNamespace(url=url, body=body, headers=headers))
    answer = answers.pop(0) if answers else 200
    if isinstance(answer, str):
        raise NotSent(answer)
    return answer
