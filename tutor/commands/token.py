"""`tutor token`: who may use what `tutor serve` offers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import AccessError

if TYPE_CHECKING:
    from tutor.store.tokens import Token

SCOPE_NAMES: Final = ("learn", "author", "export", "admin")  # `tutor.api.access.SCOPES` says what each allows
LONGEST: Final = 3660  # days


@click.group("token")
def command() -> None:
    """Who may use what `tutor serve` offers. A token is for one learner; whoever has it is taken for them."""


@command.command("create")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPE_NAMES),
    help="What it allows; several times for several. Default: learn.",
)
@click.option(
    "--days", type=click.IntRange(1, LONGEST), help="It ends after so many days; without it, when it's revoked."
)
@everywhere
@click.pass_obj
def create(said: Said, scopes: tuple[str, ...], days: int | None) -> None:
    """Make a token for the learner (--learner NAME, who is entered if new), and print it: it's shown once and never again.

    Scopes: learn (study), author (curricula with their keys), export (all that is stored; take all of it away), admin (the server's
    metrics, and all of the others).
    """
    asyncio.run(_create(said, scopes or ("learn",), days))


@command.command("list")
@everywhere
@click.pass_obj
def list_tokens(said: Said) -> None:
    """All tokens, without their secrets; with --learner NAME, those of one learner."""
    asyncio.run(_list(said))


@command.command("revoke")
@click.argument("token", metavar="ID")
@everywhere
@click.pass_obj
def revoke(said: Said, token: str) -> None:
    """Take a token away, by the id that `tutor token list` shows. It's refused from its next use on."""
    asyncio.run(_revoke(said, token))


async def _create(said: Said, scopes: tuple[str, ...], days: int | None) -> None:
    import secrets

    from tutor.api.access import checked_scopes, digest_of, made
    from tutor.commands.wiring import learner_id, surroundings
    from tutor.session.ids import uuid7
    from tutor.session.moments import rfc3339
    from tutor.store.files import SystemClock
    from tutor.store.sqlite import SqliteStore
    from tutor.store.tokens import Token

    around = surroundings(said.options)
    learner = await learner_id(around, enter=True)
    assert learner is not None
    text, now = made(secrets.token_urlsafe), SystemClock().now()
    expires = None if days is None else now + days * 86_400_000_000
    token = Token(
        uuid7(now, secrets.SystemRandom()), learner, digest_of(text), checked_scopes(scopes), now, expires
    )  # fmt: skip
    async with SqliteStore(around.home.journal) as store:
        await store.keep_token(token)
    if said.as_json:
        print_json(
            {
                "token": text, "id": token.id, "learner": around.learner, "scopes": list(token.scopes),
                "created": rfc3339(now), "expires": None if expires is None else rfc3339(expires),
            }
        )  # fmt: skip
        return
    until = "until it's revoked" if expires is None else f"for {days} day{'s' * (days != 1)}"
    click.echo(
        f"For {_line(around.learner)}, {', '.join(token.scopes)}, {until}. Keep it: it isn't shown again.", err=True
    )
    click.echo(text)


async def _list(said: Said) -> None:
    from tutor.commands.moments import day
    from tutor.commands.wiring import surroundings
    from tutor.session.moments import rfc3339
    from tutor.store.sqlite import SqliteStore

    around = surroundings(said.options)
    rows: list[tuple[str, Token]] = []
    if around.home.journal.exists():
        async with SqliteStore(around.home.journal) as store:
            names = {one.id: one.name for one in await store.all()}
            rows = [(names.get(token.learner, token.learner), token) for token in await store.tokens()]
    if said.learner is not None:
        rows = [row for row in rows if row[0] == around.learner]
    for name, one in rows:
        if said.as_json:
            print_json(
                {
                    "id": one.id, "learner": name, "scopes": list(one.scopes), "created": rfc3339(one.created),
                    "expires": None if one.expires is None else rfc3339(one.expires),
                    "used": None if one.used is None else rfc3339(one.used),
                }
            )  # fmt: skip
            continue
        ends = "" if one.expires is None else f", ends {day(one.expires)}"
        used = "never used" if one.used is None else f"used {day(one.used)}"
        click.echo(f"{one.id}  {_line(name)}: {', '.join(one.scopes)} ({used}{ends})")
    if not rows and not said.as_json:
        click.echo("No tokens. tutor token create --learner NAME makes one.", err=True)


async def _revoke(said: Said, token: str) -> None:
    from tutor.commands.wiring import surroundings
    from tutor.store.sqlite import SqliteStore

    around = surroundings(said.options)
    there = False
    if around.home.journal.exists():
        async with SqliteStore(around.home.journal) as store:
            there = await store.revoke_token(token)
    if not there:
        raise AccessError("unknown-token", f"there's no token {token[:64]!r}", remedy="tutor token list shows the ids")
    if said.as_json:
        print_json({"id": token})
    else:
        click.echo("It's refused from now on.")


def _line(text: str) -> str:
    from tutor.notation.untrusted import clean

    return clean(text, newlines=False)
