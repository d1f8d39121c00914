"""``revshare facts``: what is publicly said."""

from __future__ import annotations

import pytest

from revshare_workbooks import cli


def test_facts_finds_by_word_by_number_and_by_conflict(capsys: pytest.CaptureFixture[str]) -> None:
    for text, words in (
        ("F047", ("F047", "3,907")),
        ("c12", ("C12",)),
        ("gross margin", ("F071",)),
        ("", ("F001",)),
    ):
        assert cli.main(["facts", text] if text else ["facts"]) == 0
        said = capsys.readouterr().out.replace("3907", "3,907")
        assert all(word in said for word in words), text


def test_facts_that_match_nothing_say_what_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["facts", "zeppelin"]) == 2
    said = capsys.readouterr().err
    assert said.startswith('revshare: no fact contains "zeppelin"; try')
    assert said.count("\n") == 1
