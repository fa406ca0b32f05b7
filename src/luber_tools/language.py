"""The language of the command's sentences: Indonesian is the source, English comes from the compiled
catalogue."""

from __future__ import annotations

import gettext as catalogues
from importlib.resources import as_file, files

from luber.errors import LuberError

LANGUAGES = ("id", "en")
_current: catalogues.NullTranslations = catalogues.NullTranslations()
_name = "id"


def speak(language: str) -> None:
    """Say everything from now on in `language` (`id` or `en`)."""
    global _current, _name
    _name = language
    if language == "id":
        _current = catalogues.NullTranslations()
        return
    with as_file(files("luber") / "locale") as folder:
        _current = catalogues.translation("django", str(folder), [language], fallback=True)


def current() -> str:
    """The language that was chosen."""
    return _name


def say(sentence: str) -> str:
    """`sentence` (Indonesian, a msgid) in the language that was chosen."""
    return _current.gettext(sentence)


def explain(error: LuberError) -> str:
    """The sentence of an error of the core, in the language that was chosen."""
    return error.said(say)
