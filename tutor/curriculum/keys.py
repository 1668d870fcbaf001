"""Keys and known mistakes: what an author wrote as a `value`, made ready to be worked out for a variant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tutor.curriculum.answers import (
    Answer,
    ChoiceAnswer,
    ChoicesAnswer,
    FlawAnswer,
    MatchAnswer,
    OrderAnswer,
    OwnWordsAnswer,
    PredictAnswer,
    TextAnswer,
    WrittenAnswer,
)
from tutor.curriculum.placeholders import expression, template
from tutor.curriculum.spelling import listed, meant
from tutor.curriculum.written import readable
from tutor.errors import NotationError
from tutor.notation.evaluation import evaluate, truth
from tutor.notation.tree import Name, Node, Number, Text, free_names

Key = Node | str | tuple[str, ...] | frozenset[str] | None
Values = Mapping[str, Node]
Written = str | tuple[str, ...] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """`bind` gives the value for drawn numbers; `names` are the letters that it depends on."""

    bind: Callable[[Values], Key]
    names: frozenset[str] = frozenset()


def key_of(answer: Answer) -> KeyPlan:
    """The plan of an answer's key. Raises NotationError like `value_of`."""
    if isinstance(answer, PredictAnswer | OwnWordsAnswer):
        return KeyPlan(lambda _: None)
    if isinstance(answer, ChoicesAnswer) and isinstance(answer.value, dict):
        return _conditions(answer.value, answer.options)
    if isinstance(answer, MatchAnswer):
        return value_of(answer, _matched(answer))
    return value_of(answer, answer.value)


def value_of(answer: Answer, written: Written) -> KeyPlan:
    """The plan of a value of the answer's kind: a key, or a mistake's value.

    Raises NotationError for an expression that can't be read, an option that doesn't exist, or the wrong form.
    """
    match answer:
        case ChoiceAnswer(options=options):
            return _option(_text(written), options)
        case ChoicesAnswer(options=options):
            ids = frozenset(_known(_ids(written), options))
            return KeyPlan(lambda _: ids)
        case OrderAnswer(options=options):
            order = tuple(_known(_ids(written), options))
            if sorted(order) != sorted(options):
                raise UnfitValueError(
                    "C041", f"{listed(order)} isn't an order of all options", f"name each of {listed(options)} once"
                )
            return KeyPlan(lambda _: order)
        case MatchAnswer(items=items, options=options):
            matched = tuple(_known(_ids(written), options))
            if len(matched) != len(items):
                raise UnfitValueError(
                    "C042", f"{listed(matched)} isn't an option for each item", f"name one for each of {listed(items)}"
                )
            return KeyPlan(lambda _: matched)
        case FlawAnswer(lines=lines):
            return _line(_text(written), len(lines))
        case TextAnswer() | WrittenAnswer():
            parts = template(_text(written), verbatim=isinstance(answer, WrittenAnswer))
            names = frozenset(name for node in parts.expressions for name in free_names(node))
            plan = KeyPlan(lambda values: readable(answer.kind, parts.fill(lambda node: evaluate(node, values))), names)
            if not names:
                plan.bind({})  # what no drawing changes is read at once, so that a complaint has its place
            return plan
        case PredictAnswer() | OwnWordsAnswer():
            raise UnfitValueError("C042", f"a {answer.kind} question has no wrong answers", "leave the mistakes out")
        case _:
            node = expression(_text(written))
            return KeyPlan(lambda values: evaluate(node, values), free_names(node))


def _matched(answer: MatchAnswer) -> tuple[str, ...]:
    """The options' ids, in the order of the items."""
    if answer.value.keys() != answer.items.keys():
        what = f"{listed(answer.value)} aren't the items"
        raise UnfitValueError("C042", what, f"give an option to each of {listed(answer.items)}")
    return tuple(answer.value[item] for item in answer.items)


class UnfitValueError(NotationError):
    """A value that doesn't fit the kind of answer. `finding`: the code under which `tutor check` lists it."""

    def __init__(self, finding: str, what: str, remedy: str) -> None:
        super().__init__("unreadable", what, remedy=remedy)
        self.finding = finding


def _text(written: Written) -> str:
    if isinstance(written, str):
        return written
    raise UnfitValueError("C042", "the value is a list, not an expression", 'put it in quotes: "[a, b]"')


def _ids(written: Written) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


def _known(ids: Iterable[str], options: Mapping[str, str]) -> Iterable[str]:
    for one in ids:
        if one not in options:
            raise UnfitValueError(
                "C040", f"there's no option `{one}`", meant(one, options, f"one of {listed(options)}")
            )
        yield one


def _option(written: str, options: Mapping[str, str]) -> KeyPlan:
    if written in options:
        return KeyPlan(lambda _: written)
    node = expression(written)

    def bind(values: Values) -> str:
        value = evaluate(node, values)
        if isinstance(value, Text) and value.value in options:
            return value.value
        if isinstance(value, Name):  # a word that is neither an option nor a parameter
            tuple(_known([value.name], options))
        said = value.value if isinstance(value, Text) else written
        otherwise = f"one of {listed(options)}; within an expression in single quotes: if(a > 0, 'yes', 'no')"
        raise UnfitValueError("C040", f"there's no option `{said}`", meant(said, options, otherwise))

    return KeyPlan(bind, free_names(node))


def _conditions(conditions: Mapping[str, str], options: Mapping[str, str]) -> KeyPlan:
    plans = {one: expression(conditions[one]) for one in _known(conditions, options)}
    names = frozenset(name for node in plans.values() for name in free_names(node))
    return KeyPlan(lambda values: frozenset(one for one, node in plans.items() if truth(node, values)), names)


def _line(written: str, count: int) -> KeyPlan:
    node = expression(written)

    def bind(values: Values) -> str:
        value = evaluate(node, values)
        if isinstance(value, Number) and value.value in range(1, count + 1):
            return str(value.value)
        raise UnfitValueError(
            "C042", f"`{written}` isn't the number of a line", f"lines are numbered from 1 to {count}"
        )

    return KeyPlan(bind, free_names(node))
