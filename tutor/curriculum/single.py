"""A question that stands alone, for grading an answer outside any session: its key is written as a learner would type it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, get_args

from pydantic import ValidationError

from tutor.curriculum.answers import CHOICE_KINDS, UNGRADED_KINDS, Answer, NumberAnswer, TextAnswer, WrittenAnswer
from tutor.curriculum.keys import Key
from tutor.curriculum.validation import adapter, fields_of
from tutor.curriculum.variants import Variant
from tutor.curriculum.written import readable
from tutor.errors import InputError, NotationError
from tutor.notation.evaluation import evaluate
from tutor.notation.reader import read
from tutor.notation.tree import Node, Relation, free_names

_MODELS: Final = {
    kind: model
    for model in get_args(get_args(Answer)[0])
    for kind in get_args(fields_of(model)["kind"].annotation)
    if kind not in CHOICE_KINDS | UNGRADED_KINDS
}
KINDS: Final = tuple(_MODELS)


def single_variant(
    kind: str, key: str, *, names: Sequence[str] = (), options: Mapping[str, object] = MappingProxyType({})
) -> Variant:
    """The one variant of a question of that kind. `options`: further fields of the kind's answer, as `tolerance`.

    `names`: the letters that an answer may hold beside the key's own; longer ones must be named, or `ab` is a times b.
    Raises InputError("bad-argument") for an unknown kind, a key that can't be read, or an option that the kind hasn't.
    """
    if kind not in _MODELS:
        raise InputError(
            "bad-argument", f"there is no kind {kind!r} to grade", remedy=f"known kinds are {', '.join(KINDS)}"
        )
    fields: dict[str, object] = {"kind": kind, "value": key, **options}
    model = _MODELS[kind]
    where = next((field for field in ("letters", "names") if field in fields_of(model)), None)
    letters = tuple(names)
    try:
        readable(kind, key)
        made = _key(model, key, frozenset(letters), settle=options.get("domain") != "complex")
        if where is not None:
            allowed = dict.fromkeys((*letters, *sorted(free_names(made) if isinstance(made, Node) else ())))
            fields[where] = tuple(name for name in allowed if name not in ("pi", "e") or name in letters)
        answer = adapter(model).validate_python(fields)
        if model is NumberAnswer and fields.get("tolerance") is not None:
            evaluate(read(str(fields["tolerance"]), expression_language=True), {})  # it can be read and has a value
    except NotationError as error:
        raise InputError("bad-argument", f"the key can't be read: {error.what}", remedy=error.remedy) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(
            "bad-argument",
            f"this doesn't fit the kind {kind}: {place}: {first['msg']}",
            remedy="look at the options of the kind",
        ) from error
    return Variant(
        ref="single/concept/question", hash="", n=0, kind=kind, answer=answer, key=made, values=MappingProxyType({}), ask="?",
        options=(), mistakes=(), hints=(), solution=None, shows=None, tests=(),
    )  # fmt: skip


def _key(model: type, key: str, letters: frozenset[str], *, settle: bool) -> Key:
    if issubclass(model, WrittenAnswer | TextAnswer):
        return key
    tree = read(key, names=letters)
    return evaluate(tree, {}) if settle and not isinstance(tree, Relation) else tree
