"""One family of faults, so that a border can tell what a user can mend from a defect."""

from __future__ import annotations

import pytest

from revshare import errors


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        (errors.ModelError, ValueError),
        (errors.InputError, errors.ModelError),
        (errors.TermsError, errors.InputError),
        (errors.NoSolutionError, errors.ModelError),
        (errors.NotApplicableError, errors.ModelError),
    ],
)
def test_every_fault_belongs_to_the_family(kind: type[Exception], parent: type[Exception]) -> None:
    assert issubclass(kind, parent)


def test_what_has_no_answer_is_not_a_bad_input() -> None:
    assert not issubclass(errors.NoSolutionError, errors.InputError)
    assert not issubclass(errors.NotApplicableError, errors.InputError)
