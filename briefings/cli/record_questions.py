"""Questions for the keys of a new record that are still empty, asked on a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence


def answers(
    blank: Mapping[str, str], choices: Mapping[str, Sequence[str]], ask: Callable[[str], str] = input
) -> dict[str, str]:
    """The answers to one question a key; what is left empty stays so, and Ctrl-D ends the questions.

    `blank` are the keys with their hints; `choices` the words that the tab key completes.
    """
    found: dict[str, str] = {}
    for key, hint in blank.items():
        with _completing(choices.get(key, ())):
            try:
                answer = ask(f"{key} ({hint}): ").strip()
            except EOFError:
                break
        if answer:
            found[key] = answer
    return found


@contextlib.contextmanager
def _completing(words: Sequence[str]) -> Iterator[None]:
    """Let the tab key complete some words while a question is asked, where the terminal can."""
    try:
        import readline
    except ImportError:  # not every build of Python has it
        yield
        return

    def complete(begun: str, state: int) -> str | None:
        fitting = [word for word in words if word.casefold().startswith(begun.casefold())]
        return fitting[state] if state < len(fitting) else None

    before = readline.get_completer()
    readline.set_completer(complete)
    readline.set_completer_delims(" ,[]")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
