"""What kind of answer a question takes, as an author writes it: one model a kind, told apart by `kind`.

Values are expressions in the language of `tutor.notation`, option ids, or lists of those; they're evaluated per variant
(`tutor.curriculum.variants`), never here.
"""

from __future__ import annotations

from sys import intern
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tutor.curriculum.forms import OF_EXPRESSIONS, OF_NUMBERS, checked
from tutor.curriculum.lightweight import STRICT, light


def unquoted(schema: dict[str, Any]) -> None:
    """In the JSON Schema, text may stand without quotes where an editor takes it for a number or a truth value."""
    schema["type"] = ["string", "number", "boolean"]


# One text is kept of many like it: ids, values and references come again in question after question.
_ONCE: Final[Any] = AfterValidator(intern)
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$", json_schema_extra=unquoted), _ONCE]
Expression = Annotated[str, Field(min_length=1, max_length=500, json_schema_extra=unquoted), _ONCE]
Markdown = Annotated[str, Field(min_length=1, max_length=8000, json_schema_extra=unquoted)]
Reference = Annotated[
    str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}(/[a-z0-9][a-z0-9-]{0,63}){0,7}$", json_schema_extra=unquoted), _ONCE
]
Word = Annotated[str, Field(min_length=1, max_length=200, json_schema_extra=unquoted)]
Letter = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,15}$")]
Label = Annotated[str, Field(min_length=1, max_length=40, json_schema_extra=unquoted)]
Options = Annotated[dict[Slug, Markdown], Field(min_length=2, max_length=10)]

Domain = Literal["real", "positive", "complex"]


def _form_of_number(written: str) -> str:
    return checked(written, OF_NUMBERS, "a number")


def _form_of_expression(written: str) -> str:
    return checked(written, OF_EXPRESSIONS, "an expression")


_FORMS: Final[Any] = Field(max_length=4, description="the form asked for; the right value in another form is told so")
NumberForms = Annotated[tuple[Annotated[str, Field(max_length=80), AfterValidator(_form_of_number)], ...], _FORMS]
ExpressionForms = Annotated[
    tuple[Annotated[str, Field(max_length=80), AfterValidator(_form_of_expression)], ...], _FORMS
]

_UNTRACKED: Final[set[str]] = set()


class Frozen(BaseModel):
    """Values of a curriculum never change, and an unexpected key is an error."""

    model_config = ConfigDict(frozen=True, **STRICT)

    def model_post_init(self, _context: Any) -> None:
        """Forget which fields were written: nobody asks, and the sets would be a tenth of a curriculum's memory."""
        object.__setattr__(self, "__pydantic_fields_set__", _UNTRACKED)


DOMAIN: Final[Any] = Field(
    "real",
    description=(
        "what the letters stand for: any real numbers; only positive ones, such as masses, with acute angles; "
        "or real ones beside the imaginary unit i"
    ),
)


Bound = Annotated[int, Field(ge=-1000, le=1000)]


@light
class Place:
    """Where an answer may be placed by keys and mouse: from one whole number to another, at each whole number or at its parts."""

    low: Bound = Field(alias="from")
    high: Bound = Field(alias="to")
    parts: Annotated[int, Field(ge=1, le=12)] = Field(1, description="2: halves can be placed too; 4: quarters")


@light
class NumberAnswer:
    """One real number."""

    kind: Literal["number"]
    value: Expression
    tolerance: Expression | None = Field(None, description="largest absolute difference that is still right")
    form: NumberForms = ()
    place: Place | None = Field(None, description="the answer is placed on a number line; typing it stays possible")


@light
class ExpressionAnswer:
    """An expression in the letters `names`, right when it is equivalent to `value`."""

    kind: Literal["expression"]
    value: Expression
    names: tuple[Letter, ...] = ()
    domain: Domain = DOMAIN
    antiderivative_in: Letter | None = Field(
        None, description="the letter in which any antiderivative is right that has its constant, as in x^2 + c"
    )
    form: ExpressionForms = ()


@light
class EquationAnswer:
    """An equation in the letters `names`, right when it has the same solutions as `value`."""

    kind: Literal["equation"]
    value: Expression
    names: tuple[Letter, ...] = ()
    domain: Domain = DOMAIN
    form: ExpressionForms = ()


@light
class VectorAnswer:
    """An ordered list of numbers or expressions; `names` labels its entries on the screen."""

    kind: Literal["vector"]
    value: Expression
    names: tuple[Label, ...] = Field((), description="labels of the entries, shown beside the blanks")
    letters: tuple[Letter, ...] = Field((), description="free letters allowed in the entries")
    partial: bool = Field(False, description="whether a wrong answer is told how many of its entries are right")
    place: Place | None = Field(
        None, description="an answer with two entries is placed in a coordinate plane; typing it stays possible"
    )


@light
class MatrixAnswer:
    """A matrix of numbers or expressions."""

    kind: Literal["matrix"]
    value: Expression
    letters: tuple[Letter, ...] = Field((), description="free letters allowed in the entries")
    partial: bool = Field(False, description="whether a wrong answer is told how many of its entries are right")


@light
class ChoiceAnswer:
    """One of several options. `value` is an option's id or an expression that gives one."""

    kind: Literal["choice"]
    options: Options
    value: Expression
    shuffle: bool = True


@light
class ChoicesAnswer:
    """All options that hold. `value` lists their ids, or gives for each id the condition under which it holds."""

    kind: Literal["choices"]
    options: Options
    value: tuple[Slug, ...] | dict[Slug, Expression]
    shuffle: bool = True


@light
class OrderAnswer:
    """All options in the right order (`value`: their ids)."""

    kind: Literal["order"]
    options: Options
    value: tuple[Slug, ...]


@light
class MatchAnswer:
    """An option for each of the items (`value`: by item, the option's id). Options may be left over, or go with several items."""

    kind: Literal["match"]
    items: Options
    options: Options
    value: dict[Slug, Slug]


@light
class PredictAnswer:
    """A commitment before an exhibit is shown: every option is accepted, and `reveal` is shown afterwards."""

    kind: Literal["predict"]
    options: Options
    reveal: Slug


@light
class TextAnswer:
    """A word or a short phrase; case, articles and white space don't matter."""

    kind: Literal["text"]
    value: Word
    accept: tuple[Word, ...] = ()


@light
class WrittenAnswer:
    """An answer whose value is written as a learner would type it; `{=expr}` in it is filled with drawn values as plain text."""

    value: Word


@light
class LogicAnswer(WrittenAnswer):
    """A formula of propositional logic in the statements `names`, right when it has the truth table of `value`."""

    kind: Literal["logic"]
    names: tuple[Letter, ...] = ()


@light
class FormulaAnswer(WrittenAnswer):
    """A chemical formula, also of an ion, a hydrate or an isotope."""

    kind: Literal["formula"]
    by: Literal["structure", "composition"] = Field(
        "structure",
        description="whether the arrangement of atoms counts (CH3COOH), or only how many there are (C2H4O2)",
    )


@light
class ReactionAnswer(WrittenAnswer):
    """A chemical reaction, right in any multiple; with no arrow in `value`, one side of one."""

    kind: Literal["reaction"]
    states: Literal["key", "exact", "ignored"] = Field(
        "key", description="which states (s), (l), (g), (aq) count: those that `value` has, all, or none"
    )
    coefficients: Literal["ratio", "exact"] = Field(
        "ratio", description="whether amounts count up to a factor, or as they are in `value`"
    )
    slots: Word | None = Field(
        None,
        description="the reaction without its amounts, `H2 + O2 -> H2O`: the learner fills in slots before its formulas",
    )
    counted: bool = Field(
        False, description="whether the atoms on both sides are counted while the slots are filled in"
    )


@light
class ConfigurationAnswer(WrittenAnswer):
    """An electron configuration; the order of subshells doesn't matter."""

    kind: Literal["configuration"]
    written: Literal["any", "full", "short"] = Field(
        "any", description="with all subshells (full), with the noble gas core of `value` (short), or either"
    )


@light
class NuclearAnswer(WrittenAnswer):
    """A nuclear symbol or a nuclear equation."""

    kind: Literal["nuclear"]


@light
class QuantityAnswer(WrittenAnswer):
    """A number with its unit, right when it is the same physical quantity as `value`, in whatever unit."""

    kind: Literal["quantity"]
    names: tuple[Letter, ...] = Field((), description="free letters allowed beside the units")
    units: Word | None = Field(None, description="the unit that the answer must be in; else any of the same dimension")
    tolerance: Word | None = Field(
        None, description="largest difference that is still right: 0.05 (in the key's unit), 5 mm, or 2%"
    )
    figures: Annotated[int, Field(ge=1, le=12)] | None = Field(
        None, description="significant figures that the answer must show"
    )
    difference: bool = Field(False, description="degrees are a difference of temperatures: 20 °C is 20 K")
    customary: Literal["us", "imperial"] = Field("us", description="whose gallon, pint, fluid ounce and ton are meant")


@light
class SetAnswer(WrittenAnswer):
    """A set or a solution: `{2, -3}`, `x = 2 or x = -3`, `(1, 5]`, `x < 2`; right when it has the elements of `value`."""

    kind: Literal["set"]
    names: tuple[Letter, ...] = Field((), description="letters of the answer; for points, in the order of coordinates")
    domain: Domain = DOMAIN
    partial: bool = Field(False, description="whether a wrong answer is told how many of its elements are right")


@light
class InequalityAnswer(WrittenAnswer):
    """An inequality in the letters `names`, right when it holds for the same values as `value`."""

    kind: Literal["inequality"]
    names: tuple[Letter, ...] = ()
    domain: Literal["real", "positive"] = "real"


@light
class SpanAnswer(WrittenAnswer):
    """A span, a line or a plane: `span{(1, 2)}`, `(1, 0) + t(2, 1)`; right when it has the points of `value`."""

    kind: Literal["span"]


@light
class FlawAnswer:
    """A flawed argument: which line fails? `value` is its number, counted from 1."""

    kind: Literal["flaw"]
    lines: Annotated[tuple[Markdown, ...], Field(min_length=2, max_length=12)]
    value: Expression


@light
class RubricPoint:
    """One thing a good statement says; `question` is opened when the learner leaves the point unticked."""

    point: Markdown
    question: Reference | None = None


@light
class OwnWordsAnswer:
    """A statement in the learner's own words, which they compare with a rubric themselves. Never graded."""

    kind: Literal["own-words"]
    rubric: Annotated[tuple[RubricPoint, ...], Field(min_length=1, max_length=8)]


Answer = Annotated[
    NumberAnswer
    | ExpressionAnswer
    | EquationAnswer
    | VectorAnswer
    | MatrixAnswer
    | ChoiceAnswer
    | ChoicesAnswer
    | OrderAnswer
    | MatchAnswer
    | PredictAnswer
    | TextAnswer
    | LogicAnswer
    | FormulaAnswer
    | ReactionAnswer
    | ConfigurationAnswer
    | NuclearAnswer
    | QuantityAnswer
    | SetAnswer
    | InequalityAnswer
    | SpanAnswer
    | FlawAnswer
    | OwnWordsAnswer,
    Field(discriminator="kind"),
]

# Their keys are texts, read by the same reader as what is typed.
WRITTEN_KINDS = frozenset(
    {"logic", "formula", "reaction", "configuration", "nuclear", "quantity", "set", "inequality", "span"}
)
WithOptions = ChoiceAnswer | ChoicesAnswer | OrderAnswer | MatchAnswer | PredictAnswer
CHOICE_KINDS = frozenset({"choice", "choices", "order", "match", "flaw", "predict"})
UNGRADED_KINDS = frozenset({"predict", "own-words"})
