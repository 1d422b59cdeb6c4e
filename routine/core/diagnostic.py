"""Knows what is wrong in something a person wrote, and where; must not know how it was read."""

# annotations are values here: as texts, each would be compiled when the first message is read
from msgspec import Struct


class Diagnostic(Struct, frozen=True, order=True, array_like=True, gc=False):
    """One thing to mend. Line and column count from 1; 0 is the file as a whole."""

    file: str
    line: int
    column: int
    what: str
    fix: str = ""
    instead: tuple[str, ...] = ()
    """What could stand there, most likely first, where that is known: a name, or a value without its quotes."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.what} {self.fix}".rstrip()
