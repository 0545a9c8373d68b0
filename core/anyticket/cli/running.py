"""Running the command: arguments in, an exit code out, one line on standard error where something went wrong."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from ..errors import Error
from . import demo, export, reading, searching, simulate, writing
from .exits import ExitCode, exit_code, sentence
from .screen import one_line, settle_streams
from .state import State

#: What typer raises for wrong usage. It is click's own class, of which typer has sometimes its own copy.
_UsageProblem: Final[Any] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
_WITH_VALUE: Final = frozenset({"--config", "-c"})


def run(arguments: Sequence[str]) -> int:
    """Run the command with these arguments; return its exit code."""
    settle_streams()
    debug = "--debug" in arguments
    try:
        result = _app(arguments)(args=list(arguments), prog_name="anyticket", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        return _unread()
    except SystemExit as exc:
        if isinstance(exc.__context__, BrokenPipeError):  # typer and rich make this of it
            return _unread()
        raise
    except typer.Abort:
        result = ExitCode.INTERRUPTED
    except _UsageProblem as exc:
        return _told(f"{exc.format_message()} (--help shows the usage)", ExitCode.USAGE)
    except Exception as exc:  # noqa: BLE001 - the last stop: whatever it is, it gets a line and an exit code
        if debug:
            traceback.print_exc()
        return _told(sentence(exc), exit_code(exc))
    if result == ExitCode.INTERRUPTED:
        return _told("interrupted", ExitCode.INTERRUPTED)
    return result if isinstance(result, int) else ExitCode.OK


def _unread() -> ExitCode:
    """Whoever read has enough. What python would still flush at its end must not fail a second time."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.OK


def _told(text: str, code: ExitCode) -> ExitCode:
    print(f"anyticket: {one_line(text)}", file=sys.stderr)  # noqa: T201 - rich is not needed for one line
    return code


def _app(arguments: Sequence[str]) -> typer.Typer:
    app = typer.Typer(
        help="One interface to every ticket tracker.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    for module in (demo, reading, searching, writing, export, simulate):
        module.add_to(app)
    name = _command(arguments)
    if name not in {command.name for command in app.registered_commands}:
        # who only asks for help gets it, whatever is wrong with the configuration
        with suppress(Error) if name is None else nullcontext():
            for group in State(config=_config(arguments)).manager().commands():
                app.add_typer(group)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"anyticket {metadata.version('anyticket')}")
        raise typer.Exit


def _options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="The plugins.toml to use; else ANYTICKET_CONFIG, ./plugins.toml."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show each request on standard error.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    context.obj = State(config=config, verbose=verbose)


def _command(arguments: Sequence[str]) -> str | None:
    """Return the name of the command: the first argument that is no option and no value of one."""
    words = iter(arguments)
    for word in words:
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _config(arguments: Sequence[str]) -> Path | None:
    for option, value in pairwise(arguments):
        if option in _WITH_VALUE:
            return Path(value)
    return None
