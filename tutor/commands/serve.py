"""`tutor serve`: the sessions over HTTP."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import InputError


@click.command("serve")
@click.option(
    "--host", metavar="ADDRESS", help="Where to listen (default: the setting serve.host, this machine alone)."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), help="0 takes any that is free (default: the setting serve.port)."
)
@everywhere
@click.pass_obj
def command(said: Said, host: str | None, port: int | None) -> None:
    """Offer the same sessions to other front ends, over HTTP, until Ctrl-C or SIGTERM.

    Every request needs a token: tutor token create --learner NAME makes one. docs/api.md has examples. One line a request is
    written to standard error, as JSON, without answers or secrets.
    """
    asyncio.run(_serve(said, host, port))


async def _serve(said: Said, host: str | None, port: int | None) -> None:
    from tutor.api.app import application
    from tutor.api.serving import address_of, is_loopback, listening, serve
    from tutor.commands.serving import alone, service
    from tutor.commands.wiring import surroundings

    around = surroundings(said.options)
    wanted = around.settings.serve
    wanted = replace(wanted, host=wanted.host if host is None else host, port=wanted.port if port is None else port)
    if not is_loopback(wanted.host) and not wanted.public:
        raise InputError(
            "bad-argument", f"{wanted.host[:80]} may be reached from other machines, over a line that isn't encrypted",
            remedy="set serve.public = true if that's meant, with something before it that encrypts; else use 127.0.0.1",
        )  # fmt: skip
    with alone(around.home), listening(wanted.host, wanted.port) as at:
        async with service(around, wanted) as parts:
            has_token = bool(await parts.store.all()) and bool(await parts.tokens())
            if said.as_json:
                print_json({"address": address_of(at)})
            else:
                click.echo(f"Listening on {address_of(at)} (Ctrl-C stops)")
                if not has_token:
                    click.echo("Nobody has a token yet: tutor token create --learner NAME makes one.")
            await serve(application(parts.service), at, parts.service.stop)
    if not said.as_json:
        click.echo("Stopped.")
