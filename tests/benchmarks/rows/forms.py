"""The form of an answer: STACK's tests of form and of figures, Khan's, IMathAS's, Numbas's and our own table.

STACK's tests of form alone (`Expanded`, `LowestTerms`, figures without accuracy) have a key that isn't looked at; there the
answer is its own key. Its rules of `EqualComAssRules` are ours under other names.
"""

from __future__ import annotations

import ast
import json
import re
from fractions import Fraction
from typing import Any, Final

from tests.benchmarks.rows.case import Case, Checked, Mapper, Row, Skipped
from tutor.errors import NotationError
from tutor.grading.form_digits import leading, same_digits
from tutor.grading.form_shape import GROUPS, Alike, Rules, same_shape
from tutor.grading.reading import RefusalError, typed_tree
from tutor.notation.function_names import SCHOOL
from tutor.notation.reader import read
from tutor.notation.tree import Binary, Call, Node, Number, Relation, SetOf, Vector, children

WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
NOT_PORTABLE: Final = Skipped("needs STACK's own functions")
RULES: Final[dict[str, Rules]] = {
    "zeroAdd": frozenset({Alike.ZERO_TERM}),
    "zeroMul": frozenset({Alike.ZERO_FACTOR}),
    "oneMul": frozenset({Alike.ONE_FACTOR}),
    "oneDiv": frozenset({Alike.ONE_BELOW}),
    "onePow": frozenset({Alike.ONE_BASE}),
    "idPow": frozenset({Alike.FIRST_POWER}),
    "zeroPow": frozenset({Alike.ZERO_BASE}),
    "zPow": frozenset({Alike.ZERO_POWER}),
    "negNeg": frozenset({Alike.DOUBLE_MINUS}),
    "negDiv": frozenset({Alike.MINUS_BELOW}),
    "negOrd": frozenset({Alike.TURNED_DIFFERENCE, Alike.DOUBLE_MINUS}),
    "recipMul": frozenset({Alike.PRODUCT_BELOW}),
    "divDiv": frozenset({Alike.QUOTIENT_BELOW}),
    "intAdd": frozenset({Alike.WHOLE_SUMS}),
    "intMul": frozenset({Alike.WHOLE_PRODUCTS}),
    "intPow": frozenset({Alike.WHOLE_POWERS}),
    "ratLow": frozenset({Alike.FRACTIONS}),
    "ratAdd": frozenset({Alike.FRACTIONS}),
    "sqrtRem": frozenset({Alike.ROOTS_AS_POWERS}),
    "noncomAdd": frozenset({Alike.SUMS_IN_ORDER}),
    "noncomMul": frozenset({Alike.PRODUCTS_IN_ORDER}),
    "noncomEq": frozenset({Alike.SIDES_IN_ORDER}),
    "comNeg": frozenset({Alike.MINUS_ANYWHERE}),
    "comMulNum": frozenset({Alike.NUMBERS_ANYWHERE}),
    "ID_TRANS": GROUPS["identities"],
    "NEG_TRANS": GROUPS["signs"],
}


def _names(*texts: str) -> tuple[str, ...]:
    """The words of the texts that are no functions: names of more than one letter must be declared."""
    words = dict.fromkeys(word for text in texts for word in WORD.findall(text))
    return tuple(word for word in words if len(word) > 1 and word not in SCHOOL and word not in ("pi", "e"))


def _norm(row: Row) -> tuple[str, str]:
    return str(row.get("student_norm", row["student"])), str(row.get("teacher_norm", row["teacher"]))


def _in_letter(name: str, letter: str) -> str:
    return f"{name} {letter}" if re.fullmatch(r"[A-Za-z]", letter) else name


def formed(*forms: str, own_key: bool = False, in_letter: bool = False) -> Mapper:
    """An expression of that form. `own_key`: the row's key isn't looked at."""

    def mapped(row: Row) -> Case | Skipped:
        if row.get("portable") is False:
            return NOT_PORTABLE
        student, teacher = _norm(row)
        key = student if own_key else teacher
        asked = tuple(_in_letter(form, str(row["option"])) if in_letter else form for form in forms)
        return Case("expression", key, student, row["expected"], _names(key), {"form": asked})

    return mapped


def as_written(row: Row) -> Case | Checked | Skipped:
    """Equal up to order and brackets; of expressions by the grader, of lists, sets and statements by their shapes."""
    if row.get("portable") is False:
        return NOT_PORTABLE
    student, teacher = _norm(row)
    if re.search(r"[{\[<>]|matrix|\b(and|or|not)\b", student + teacher):
        return _compared(row, frozenset())
    kind = "equation" if "=" in teacher else "expression"
    return Case(kind, teacher, student, row["expected"], _names(teacher), {"form": ("as-written",)})


def by_rules(row: Row) -> Checked | Skipped:
    """The same with differences that are passed over."""
    if row.get("portable") is False:
        return NOT_PORTABLE
    option = str(row["option"])
    left_out = re.match(r"delete\((\w+),", option)
    words = re.findall(r"\w+", option.partition(",")[2] if left_out else option)
    rules = frozenset[Alike]().union(*(RULES.get(word, frozenset()) for word in words))
    return _compared(row, rules - (RULES[left_out[1]] if left_out else frozenset()))


def verbatim(row: Row) -> Checked | Skipped:
    """Equal as trees, without any calculation."""
    if row.get("portable") is False:
        return NOT_PORTABLE
    trees = _trees(row)
    return Checked(trees is not None and trees[0] == trees[1], row["expected"])


def cosmetic(row: Row) -> Checked:
    """IMathAS removes what changes nothing."""
    try:
        a, b = (read(str(row[side]), names=frozenset({"h_0"})) for side in ("student", "teacher"))
    except NotationError:
        return Checked(None, row["expected"])
    return Checked(same_shape(a, b, GROUPS["identities"]), row["expected"])


def _compared(row: Row, rules: Rules) -> Checked:
    trees = _trees(row)
    return Checked(trees is not None and same_shape(*trees, rules), row["expected"])


def _trees(row: Row) -> tuple[Node, Node] | None:
    try:
        a, b = (read(_in_our_words(text), expression_language=True) for text in _norm(row))
    except NotationError:
        return None
    return a, b


def _in_our_words(text: str) -> str:
    return re.sub(r"\bmatrix\(", "rows(", re.sub(r"\bnounor\b", "or", text))


def same_type(row: Row) -> Checked | Skipped:
    """Whether both are read as things of one kind; matrices entry by entry."""
    if row.get("portable") is False:
        return NOT_PORTABLE
    trees = _trees(row)
    return Checked(trees is not None and _alike(*trees), row["expected"])


def _alike(a: Node, b: Node) -> bool:
    if isinstance(a, Call) and isinstance(b, Call) and a.function == b.function == "rows":
        pairs = zip(a.args, b.args, strict=False)
        return all(_alike(x, y) for one, other in pairs for x, y in zip(children(one), children(other), strict=False))
    return _kind(a) == _kind(b)


def _kind(node: Node) -> str:
    if isinstance(node, Relation):
        return "equation" if set(node.ops) == {"="} else "statement"
    if isinstance(node, Vector | SetOf) or (isinstance(node, Call) and node.function == "rows"):
        return type(node).__name__
    return "statement" if isinstance(node, Binary) and node.op in ("and", "or") else "expression"


def figures(row: Row) -> Case | Skipped:
    """STACK: figures, or [figures, those that must agree]: 0 for none, -1 for at least so many figures."""
    if row.get("portable") is False:
        return NOT_PORTABLE
    student, teacher = _norm(row)
    wanted, accurate = _figures_option(str(row["option"]))
    options: dict[str, Any] = {"form": (f"significant-figures {wanted}",)}
    key = teacher
    if accurate == 0:
        key = student
    elif accurate is not None:
        options["form"] = (f"significant-figures {wanted}..40",) if accurate < 0 else options["form"]
        key, options["tolerance"] = _rounded(teacher, wanted if accurate < 0 else accurate)
    return Case("number", key, student, row["expected"], (), options)


def _figures_option(option: str) -> tuple[int, int | None]:
    if option.startswith("["):
        wanted, accurate = ast.literal_eval(option)
        return int(wanted), int(accurate)
    return int(option), None


def _rounded(teacher: str, figures: int) -> tuple[str, str]:
    """The key rounded to that many figures, and half a unit of the last."""
    value = Fraction(teacher)
    rounded = Fraction(f"{float(value):.{figures - 1}e}")
    unit = Fraction(10) ** (int(f"{float(value):e}".partition("e")[2]) - figures + 1)
    return str(rounded), str(unit / 2)


def strict_figures(row: Row) -> Checked:
    """The number of figures alone, of the number that a quantity begins with."""
    student, _ = _norm(row)
    found = leading(typed_tree(student, frozenset(_names(student)), keep_point=True))
    return Checked(found is not None and found.least == int(row["option"]), row["expected"])


def counted(row: Row) -> Checked:
    """How many figures and places there are; None for what has none."""
    wanted = None if row["error"] else (row["sigfigs_min"], row["sigfigs_max"], row["decimal_places"])
    try:
        found = leading(typed_tree(str(row["student"]), keep_point=True))
    except RefusalError:
        found = None
    return Checked(found and (found.least, found.most, found.places), wanted)


def places(row: Row) -> Case | Skipped:
    """STACK: decimal places."""
    if row.get("portable") is False:
        return NOT_PORTABLE
    student, teacher = _norm(row)
    return Case("number", teacher, student, row["expected"], (), {"form": (f"decimal-places {row['option']}",)})


def misplaced_point(row: Row) -> Checked | Skipped:
    """STACK: the same digits, wherever the point is."""
    if row.get("portable") is False:
        return NOT_PORTABLE
    values = [_number(text) for text in _norm(row)]
    found = None not in values and same_digits(values[0] or Fraction(), values[1] or Fraction(), int(row["option"]))
    return Checked(found, row["expected"])


def _number(text: str) -> Fraction | None:
    tree = read(text)
    return tree.value if isinstance(tree, Number) else None


def khan_expression(row: Row) -> Case:
    """Khan: the same form, up to signs."""
    student, teacher = str(row["student"]), str(row["teacher"])
    kind = "equation" if "=" in teacher else "expression"
    return Case(kind, teacher, student, row["expected"], (), {"form": ("as-written identities signs",)})


def number_formed(*forms: str) -> Mapper:
    """A number of that form; without a key, of its own value."""

    def mapped(row: Row) -> Case:
        key = str(row["teacher"]) or str(row["student"])
        return Case("number", key, str(row["student"]), row["expected"], (), {"form": forms})

    return mapped


def numbas_number(row: Row) -> Case:
    """Numbas: precision, reduced fractions, scientific notation."""
    option = {name: str(value) for name, value in json.loads(row["option"]).items()}
    forms: list[str] = []
    if option.get("precisionType") in ("dp", "sigfig"):
        name = "decimal-places" if option["precisionType"] == "dp" else "significant-figures"
        forms.append(f"{name} {option['precision']}")
    if option.get("mustBeReduced") == "true":
        forms.append("lowest-terms")
    if "'scientific'" in option.get("notationStyles", ""):
        forms.append("scientific")
    return Case("number", str(row["teacher"]), str(row["student"]), row["expected"], (), {"form": tuple(forms)})


def numbas_expression(row: Row) -> Case | Skipped:
    """Numbas: equal expressions."""
    teacher = str(row["teacher"])
    if teacher.startswith("{"):
        return Skipped("the key is written in Numbas's own language")
    kind = "equation" if "=" in teacher else "expression"
    return Case(kind, teacher, str(row["student"]), row["expected"])


def pattern(row: Row) -> Case:
    """Numbas: a regular expression, which is no kind of answer here; a pattern without signs is a text."""
    return Case("text", str(row["teacher"]), str(row["student"]), row["expected"])


OWN: Final = {"factored": "factored", "expanded": "expanded", "lowest": "lowest-terms", "simplified": "simplified",
              "rationalised": "rationalised"}  # fmt: skip


def own(row: Row) -> Case:
    """Our own table: `form|key`."""
    name, _, key = str(row["teacher"]).partition("|")
    form = OWN.get(name) or f"significant-figures {name.removeprefix('sf')}"
    kind = "number" if re.fullmatch(r"[-+0-9./e]*", key) else "expression"
    return Case(kind, key, str(row["student"]), row["expected"], (), {"form": (form,)})


STACK: Final = "STACK answertestfixtures"
MAPPINGS: Final[dict[tuple[str, str], Mapper]] = {
    (STACK, "FacForm"): formed("factored"),
    (STACK, "Expanded"): formed("expanded", own_key=True),
    (STACK, "LowestTerms"): formed("lowest-terms", "rationalised", own_key=True),
    (STACK, "SingleFrac"): formed("single-fraction"),
    (STACK, "PartFrac"): formed("partial-fractions", in_letter=True),
    (STACK, "CompSquare"): formed("completed-square", in_letter=True),
    (STACK, "EqualComAss"): as_written,
    (STACK, "EqualComAssRules"): by_rules,
    (STACK, "CasEqual"): verbatim,
    (STACK, "SameType"): same_type,
    (STACK, "NumSigFigs"): figures,
    (STACK, "SigFigsStrict"): strict_figures,
    (STACK, "NumDecPlaces"): places,
    (STACK, "NumDecPlacesWrong"): misplaced_point,
    ("STACK numbersfixtures", "sigfig_count"): counted,
    ("Khan KAS tests", "algebra+form"): khan_expression,
    ("Khan perseus-score tests", "number+improper"): number_formed("improper"),
    ("Khan perseus-score tests", "number+lowest_terms"): number_formed("fraction", "lowest-terms"),
    ("IMathAS unit tests", "form:reducedfraction"): number_formed("fraction", "lowest-terms"),
    ("IMathAS unit tests", "form:fraction"): number_formed("improper"),
    ("IMathAS unit tests", "form:mixednumber"): number_formed("mixed", "lowest-terms"),
    ("IMathAS unit tests", "form:scinot"): number_formed("scientific"),
    ("IMathAS unit tests", "form:decimal"): number_formed("decimal"),
    ("IMathAS unit tests", "cosmetic_simplify_equal"): cosmetic,
    ("Numbas part tests", "numbas_numberentry"): numbas_number,
    ("Numbas part tests", "numbas_jme"): numbas_expression,
    ("Numbas part tests", "numbas_patternmatch"): pattern,
    ("own table", "form"): own,
}
