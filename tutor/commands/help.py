"""`tutor help TOPIC`: more on a topic."""

from __future__ import annotations

from typing import Final

import click

from tutor.commands.options import everywhere

TOPICS: Final = {
    "answers": """How to type answers

  numbers      7   -3/4   0.25   1 1/2   1.5e-3   sqrt(2)/2
  expressions  2a + b   x^2   x²   2(x+1)   \\frac{1}{2}x
  vectors      (3, -1)   3, -1   [3; -1]
  matrices     [1 2; 3 4]   [[1,2],[3,4]]   (LaTeX is read too)
  equations    y = 2x + 1      inequalities  2x + y <= 4
  sets         {2, -3}   x = 2 or x = -3   [1, 5)   x < 2   no solution
  quantities   2.5 m/s^2   6 ft 2 in   25 °C
  chemistry    SO4^2-   2 H2 + O2 -> 2 H2O   [Ar] 3d10 4s1   ^14_6C
  logic        not P or Q   P -> Q
  options      their number, or several: 1 3, or none
  order        all numbers in order: 2 1 3
  own words    a sentence or two; then the numbers of the points that it makes, or 0

The study program shows what you type as it is read, before it counts. What can't be read never counts; where
something near it can be, that is offered: Tab takes it there, = in the plain front end.""",
    "session": """What you can do besides answering

  I don't know    an honest answer: the question becomes smaller
  hint            one more hint, as long as there are any
  why             down to what the question rests on, and back
  I see it        leave the small steps for the question itself
  show me         the solution; a fresh question comes later, and nobody minds
  ask             a question back; it is never graded
  I know this     /know CONCEPT: two questions without help settle it, and the question waits; /notyet CONCEPT: not yet

Answers quicker than the text can be read, repeats, and what can't be read cost nothing.
A session can be left at any moment; it goes on where it was.
What you mastered a while ago comes back as a single question, marked "due for a look"; tutor review asks for that alone.""",
    "keys": """How to call them

  In the study program each has a key, shown at the bottom when it applies; F1 lists them all.
  There and in `tutor plain` they can be typed instead of an answer:

  /dont (or ?)   /hint   /why   /back   /see   /show   /ask WORDS   /sources   /open N   /reason   /end   /help
  /know CONCEPT   /notyet CONCEPT   (what is believed of it is wrong)

  Other keys: a section [keys] in config.toml (tutor doctor --paths says where it is), for example

  [keys]
  hint = "ctrl+t\"""",
    "curricula": """Where curricula come from

  shipped with the program; your own in the folder `curricula` of your data (tutor doctor --paths);
  or any folder named with --curricula.

  tutor new NAME      begins one that works as it stands
  tutor check FILE    says what is wrong with one, and where
  tutor preview       a question as learners see it, with its key, mistakes and steps
  tutor graph         what rests on what
  tutor stats         what one covers, and what to look at next
  tutor schema        the JSON Schema, so that an editor completes while you type
  docs/authoring.md   how to write one""",
    "library": """Documents behind the questions

  tutor library add FOLDER     Markdown, text, transcripts, HTML and PDF; yours alone, or --shared with everybody who studies here
                               Add it again when it has changed: what's new, changed or gone is brought up to date.
  tutor library search WORDS   the passages that fit best; a question in plain words will do
  tutor library show ID        a document, or the lines around a passage
  tutor library check          is every document as it was written? rebuild mends what isn't

  The library keeps the whole text: your files may move or go. It's in library/ of your data; tutor store backup doesn't copy it.""",
    "data": """Where your data is

  tutor doctor --paths shows the folders. Everything you answered is in journal.sqlite3; nothing leaves this machine.
  TUTOR_HOME=FOLDER keeps everything below that folder instead. To remove everything, delete the folders.

  tutor learner show          what is believed about you, and the answers behind it
  tutor learner dispute       it's wrong: two questions settle it
  tutor learner export        all that is stored about you
  tutor learner forget NAME   all of it gone, down to the last byte; older copies still hold it
  tutor store backup          a copy; restore FILE puts one back, without anybody who was forgotten since""",
}


@click.command("help")
@click.argument("topic", required=False)
@everywhere
@click.pass_context
def command(ctx: click.Context, topic: str | None) -> None:
    """More on a TOPIC (answers, session, keys, curricula, library, data), or on a command."""
    program = ctx.find_root()
    group = program.command
    assert isinstance(group, click.Group)
    if topic is None:
        click.echo(f"{program.get_help()}\n\nTopics: {', '.join(TOPICS)}")
    elif topic in TOPICS:
        click.echo(TOPICS[topic])
    elif (other := group.get_command(program, topic)) is not None:
        with click.Context(other, info_name=topic, parent=program) as about:
            click.echo(other.get_help(about))
    else:
        raise click.UsageError(f"there's no topic {topic!r}; topics: {', '.join(TOPICS)}", ctx)
