"""The form on the phone: pages of questions that carry everything said so far along, so that nothing is kept on the server."""

import uuid

from django.utils.translation import gettext as _

from shiliu.govern.surveys import rules
from shiliu.govern.surveys.forms import AnswerForm, EndForm

END = "end"
BESIDE = ("part", "code")


class Filling:
    """One form being filled, read from what a page sent. `step` is the code of the first question of a page, or END."""

    def __init__(self, round, data=None):
        self.round, self.data = round, data
        self.questions = rules.questions_of(round.question_set.questions)
        self.given = {one.code: data.getlist(one.code) for one in self.questions} if data else {}
        self.key = _uuid(data.get("key") if data else "")
        self.said = rules.read(self.questions, self.given)

    @property
    def pages(self):
        """Pages with the questions that are to be asked after what was said; pages without any are left out."""
        asked = [[one for one in page if one.asked_of(self.said.values)] for page in rules.pages(self.questions)]
        return [page for page in asked if page]

    @property
    def steps(self):
        return [*(page[0].code for page in self.pages), END]

    def step_after(self, step, go):
        """Where a press leads: next, back, or the first step for what nobody can have sent."""
        order = [one.code for one in self.questions] + [END]
        if step not in order:
            return self.steps[0]
        at, open_steps = order.index(step), self.steps
        if go == "back":
            return next((one for one in reversed(open_steps) if order.index(one) < at), open_steps[0])
        return next((one for one in open_steps if order.index(one) > at), END)

    def problems_on(self, step):
        page = next((page for page in self.pages if page[0].code == step), [])
        return {one.code: self.said.problems[one.code] for one in page if one.code in self.said.problems}

    def form(self, step, problems=None):
        if step == END:
            form = EndForm(self.round, self.data if problems is not None else None, initial=self._beside())
        else:
            page = next(page for page in self.pages if page[0].code == step)
            form = AnswerForm(page, self.given, bound=problems is not None)
        for name, sentence in (problems or {}).items():
            form.add_error(name if name in form.fields else None, sentence)
        return form

    def hidden(self, step):
        """(name, value) of everything that is not on the page of this step."""
        here = set() if step == END else {one.code for page in self.pages if page[0].code == step for one in page}
        carried = [
            (code, value) for code, values in self.given.items() if code not in here for value in values if value
        ]
        beside = [] if step == END else [(name, value) for name, value in self._beside().items() if value]
        return [("key", str(self.key)), ("step", step), *carried, *beside]

    def told(self):
        """[(question, what was said in words)] for the last look before sending."""
        lines = []
        for one in self.questions:
            value = self.said.texts.get(one.code) or self.said.values.get(one.code)
            if value and one.kind != rules.TEXT:
                value = [
                    option.text
                    for option in one.options
                    if option.code in ([value] if isinstance(value, str) else value)
                ]
            if value:
                lines.append((one, [value] if isinstance(value, str) else value))
        return lines

    def _beside(self):
        return {name: self.data.get(name, "")[:60] for name in BESIDE} if self.data else {}


def _uuid(text):
    try:
        return uuid.UUID(text)
    except (ValueError, TypeError):
        return uuid.uuid4()


def heading(page):
    """What a page of questions is about."""
    from shiliu.govern.surveys import needs

    return needs.label(page[0].need) if page else _("Check and send")
