"""The methods on the command line."""

import sys
from types import ModuleType

import pytest

from shiliu.methods import command
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once


@pytest.fixture
def doubling(monkeypatch):
    module = ModuleType("shiliu.methods.command.doubling", "It doubles.")

    def run(given):
        if given.number < 0:
            raise BadInput("negative", "must not be negative", file="x.csv", row=3, column="n")
        print(2 * given.number)

    module.add_arguments = lambda parser: parser.add_argument("number", type=int)
    module.run = run
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(command, "COMMANDS", {"two times": ("doubling", "Double a number")})


def test_two_words_may_name_one_command(doubling, capsys):
    assert command.named(["two", "times", "4"]) == "two times"
    assert command.named(["two"]) is None
    assert command.run(["two", "times", "4"]) == 0
    assert capsys.readouterr().out == "8\n"


def test_bad_input_ends_with_one_line_that_says_where(doubling, capsys):
    assert command.run(["two", "times", "--", "-1"]) == 2
    assert capsys.readouterr().err == "shiliu two times: x.csv, row 3, column n: must not be negative\n"


def test_every_command_explains_itself(capsys):
    for name in command.COMMANDS:
        with pytest.raises(SystemExit) as ended:
            command.run([*name.split(), "--help"])
        assert ended.value.code == 0
        assert f"usage: shiliu {name}" in capsys.readouterr().out
    assert all(name in command.overview() for name in command.COMMANDS)
