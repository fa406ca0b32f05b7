"""The three ways in which the core says no, and nothing else.

    LuberError
    ├── Malformed    not of the form: bytes, letters or numbers that cannot be what they should be
    ├── Refused      well formed, but a rule says no (closed, not listed, too many, out of order)
    └── Unverified   well formed and allowed, but a proof or a signature does not hold

Anything else that is raised is a bug. An error carries a sentence in Bahasa Indonesia (the source language,
to be translated where a person reads it) and a stable `code` that programs may compare. Sentences are
marked with `_`, which leaves them as they are: the core does not know the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogues and return it unchanged."""
    return sentence


class LuberError(Exception):
    """Root of every refusal of the core: a sentence, the facts that fill it, and a code."""

    def __init__(
        self, sentence: str, *, code: str = "", facts: Mapping[str, str | int | LuberError] | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.facts: dict[str, str | int | LuberError] = dict(facts or {})

    def __str__(self) -> str:
        return self.said(gettext_noop)

    def said(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language that `gettext` speaks. A fact that is an error itself is said in it too."""
        sentence = gettext(self.sentence)
        if not self.facts:
            return sentence
        return sentence % {
            name: fact.said(gettext) if isinstance(fact, LuberError) else fact
            for name, fact in self.facts.items()
        }

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between processes when many ballots are checked at once.
        return _again, (type(self), self.sentence, self.code, self.facts)


def _again(
    kind: type[LuberError], sentence: str, code: str, facts: Mapping[str, str | int | LuberError]
) -> LuberError:
    return kind(sentence, code=code, facts=facts)


class Malformed(LuberError):  # noqa: N818
    """Not of the form. Nothing was decided about its content."""


class Refused(LuberError):  # noqa: N818
    """Well formed, but a rule says no. Nothing was changed."""


class Unverified(LuberError):  # noqa: N818
    """Well formed, but a proof, a signature or a hash does not hold."""
