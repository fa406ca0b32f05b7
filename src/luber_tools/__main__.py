"""The command `luber` and its sub-commands.

Exit status everywhere: 0 done (or: holds), 1 refused (or: does not hold), 2 could not be done (bad usage, a
file that is not there). What goes wrong is one sentence on standard error.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from luber.errors import LuberError
from luber_tools import language
from luber_tools.language import say as _

# In the order of an election. Each module has `add_parser(subparsers)`, which sets `run`.
COMMANDS = (
    "credentials",
    "trustee",
    "election",
    "ballot",
    "archive",
    "tally",
    "result",
    "verify",
    "log",
    "serve",
    "demo",
)


def build(wanted: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of these commands; a call that names its command loads no other."""
    parser = argparse.ArgumentParser(
        prog="luber",
        description=_("Luber: pemilihan yang dapat diperiksa siapa saja."),
        epilog=_("Setiap perintah menerima --lang id atau --lang en, dan --help."),
    )
    subparsers = parser.add_subparsers(title=_("perintah"), metavar=_("PERINTAH"), required=True)
    for name in wanted:
        importlib.import_module(f"luber_tools.{name}").add_parser(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    wanted, given = _take_language(list(sys.argv[1:] if arguments is None else arguments))
    language.speak(wanted)
    named = given[:1] if given[:1] and given[0] in COMMANDS else COMMANDS
    args = build(named).parse_args(given)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except LuberError as error:
        return _complain(language.explain(error), status=1)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except FileNotFoundError as error:
        return _complain(_("Berkas %s tidak ditemukan.") % error.filename, status=2)
    except OSError as error:
        facts = {"file": error.filename or "-", "why": error.strerror or error}
        return _complain(_("%(file)s tidak dapat dibaca atau ditulis: %(why)s.") % facts, status=2)
    except KeyboardInterrupt:
        return 130
    return status


def _complain(sentence: str, *, status: int) -> int:
    print(f"luber: {sentence}", file=sys.stderr)
    return status


def _take_language(arguments: list[str]) -> tuple[str, list[str]]:
    """`--lang` may stand anywhere: it is taken out before the parser, whose own help it sets, is built."""
    wanted, rest = "id", []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if name != "--lang":
            rest.append(argument)
            continue
        wanted = value if equals else next(waiting, "")
        if wanted not in language.LANGUAGES:
            sys.exit(_complain("--lang: id, en", status=2))
    return wanted, rest


if __name__ == "__main__":
    sys.exit(main())
