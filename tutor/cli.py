"""`tutor`: one command for each thing a user does. Commands load when they're called, so that help is instant."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final, NoReturn

import click

from tutor.commands.options import Said, everywhere
from tutor.errors import InputError, TutorError

COMMANDS: Final = {
    "plain": "study line by line: for screen readers, logs and scripts",
    "review": "look again at what has faded since you mastered it",
    "path": "the least you need to know for a goal, in order, and why",
    "notebook": "what you derived, with your own answers and what you read, as Markdown",
    "check": "check curricula: structure, keys, mistakes, mathematics",
    "new": "begin a curriculum: files that work as they stand, to be changed",
    "preview": "a question as a learner sees it, and all that lies behind it",
    "graph": "what rests on what in a curriculum, as text, a diagram or a picture",
    "stats": "what a curriculum covers, and what an author would look at next",
    "simulate": "send simulated learners through real sessions",
    "learner": "what the tutor believes about you, and your rights over it",
    "library": "documents behind the questions: add, search and open them",
    "store": "back up, restore and verify what is stored",
    "serve": "the same sessions over HTTP, for other front ends",
    "token": "who may use what tutor serve offers",
    "grade": "grade one answer",
    "calibrate": "learn from the answers given here how hard each question is",
    "config": "show the settings and where each comes from",
    "doctor": "check this installation, and say what to do",
    "import": "bring in questions of OATutor, GSM8K, Moodle (GIFT) or Anki",
    "export": "take a curriculum out, for Anki, Moodle (GIFT) or as Markdown",
    "schema": "the JSON Schema of curricula, for editors",
    "help": "more on a topic",
}
MODULES: Final = {"import": "importing", "export": "exporting"}  # `import` can't be a module's name


class Lazy(click.Group):
    """A group whose commands are imported when they're called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of the command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tutor.commands.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; a name that isn't known is answered with the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(f"there's no command {args[0]!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@everywhere
@click.pass_context
def tutor(ctx: click.Context) -> None:
    """Derive results from first principles, through a chain of questions that fit you.

    Without a command: the study program.
    """
    said = ctx.ensure_object(Said)
    if ctx.invoked_subcommand is None:
        from tutor.commands.study import study

        ctx.exit(study(said.options))


def main() -> NoReturn:
    """Run the command line. Exit codes: 0, 1 (input, surroundings), 2 (usage), 70 (our fault), 130 (Ctrl-C)."""
    sys.exit(_run())


def _run() -> int:
    as_json = "--json" in sys.argv[1:]
    try:
        code = tutor.main(standalone_mode=False, prog_name="tutor")
        sys.stdout.flush()  # a pipe that was closed shows here, not after the last exit code was decided
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        _refuse(error, as_json=as_json)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except TutorError as error:
        from tutor.commands.reporting import report

        report(error, as_json=as_json)
        return error.exit_code
    except Exception as error:
        if os.environ.get("TUTOR_DEBUG"):
            raise
        from tutor.commands.reporting import report_fault

        return report_fault(error, as_json=as_json)


def _refuse(error: click.ClickException, *, as_json: bool) -> None:
    """Wrong usage, in click's words."""
    if not as_json:
        error.show(file=sys.stderr)
        return
    from tutor.commands.reporting import report

    ctx = getattr(error, "ctx", None)
    remedy = f"{ctx.command_path if ctx else 'tutor'} --help"
    report(InputError("bad-argument", error.format_message(), remedy=remedy), as_json=True)
