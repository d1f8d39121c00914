"""What goes wrong, in the reader's words.

::

    ModelError              anything a user can mend
    ├── InputError          a value, key or range is wrong            (cell: #VALUE!)
    │   └── TermsError      contract terms contradict or are missing
    ├── NoSolutionError     a solve has no answer, and why            (cell: #NUM!)
    └── NotApplicableError  the figure does not exist here            (cell: #N/A)

Every message names the place, the value found and the cure; where several things are wrong at once, it has a line
for each. Anything else that is raised is a defect.
"""


class ModelError(ValueError):
    """A fault the user can mend; the message says where and how."""


class InputError(ModelError):
    """A value that cannot be used: wrong kind, out of range, missing, or of the wrong length."""


class TermsError(InputError):
    """Contract terms that contradict each other or leave something open."""


class NoSolutionError(ModelError):
    """An equation without an answer in its valid range."""


class NotApplicableError(ModelError):
    """A figure that does not exist for these inputs, such as a rate on no revenue."""


def one_line(text: object) -> str:
    """Text from a user as a line to print: white space is single, and what has no sign of its own is written out."""
    words = " ".join(str(text).split())
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in words)
