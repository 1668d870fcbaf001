"""A key as different people would type it: other signs, other spaces, another order, LaTeX out of a document.

Nothing here knows how an answer is read; it only rewrites text that means the same to anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from tutor.curriculum.variants import Variant
from tutor.grading.spellings import spellings
from tutor.notation.printing import to_latex, to_text
from tutor.notation.tree import Binary, Matrix, Node, Number, Relation, Vector

SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
PLAIN: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
LETTERS: Final = "abcdefghijklmnop"


def variants_of(variant: Variant) -> tuple[str, ...]:
    """Honest ways to type the key, each once. Empty where nothing is right or wrong."""
    if variant.key is None:
        return ()
    plain = spellings(variant, variant.key)
    found = dict.fromkeys(text for text in (*plain, *_others(variant, plain)) if text)
    return tuple(found)


def _others(variant: Variant, plain: tuple[str, ...]) -> Iterator[str]:
    first = plain[0] if plain else ""
    if getattr(variant.answer, "form", ()):
        yield from (f"  {first} ", f"${first}$")
        yield from _signs(first)
        return
    match variant.kind:
        case "choice" | "flaw" | "choices" | "order" | "match":
            yield from _places(variant)
        case "number":
            yield from _number(variant.key)
        case "expression":
            yield from _expression(variant.key)
        case "equation":
            yield from _equation(variant.key)
        case "vector" | "matrix":
            yield from _rows(variant.key)
        case "quantity":
            yield from _quantity(first)
        case "formula":
            yield from _chemistry(first)
        case "reaction" | "nuclear":
            yield from _reaction(first, turned=variant.kind == "reaction")
        case "configuration":
            yield from _configuration(first)
        case "set" | "span" | "inequality" | "logic":
            yield from _written(first)
        case "text":
            yield from (first.title(), f"{first}.", f'"{first}"', f"the {first}")


def _places(variant: Variant) -> Iterator[str]:
    ids = [option.id for option in variant.options]
    key = variant.key
    if isinstance(key, Number):
        key = str(key.value)
    chosen = [str(key)] if isinstance(key, str | int) else [str(one) for one in key]  # type: ignore[union-attr]
    if not chosen or not set(chosen) <= set(ids):
        return
    places = [ids.index(one) for one in chosen]
    if variant.kind == "choices":
        places.sort()
    letters, numbers = [LETTERS[place] for place in places], [str(place + 1) for place in places]
    if variant.kind == "flaw":
        yield from (f"line {numbers[0]}", f" {numbers[0]} ", f"{numbers[0]}.", f"({numbers[0]})", f"Line {numbers[0]}.")
        return
    yield from (" ".join(numbers), ",".join(numbers), f" {', '.join(numbers)} ")
    named = any(
        len(re.findall(r"[^\W\d_]", option.text)) == 1 for option in variant.options
    )  # a letter is an option's own name
    if not named:
        yield from (", ".join(letters), " ".join(letters).upper())
    if len(places) == 1:
        yield from (f"({numbers[0]})", f"{numbers[0]}.", *(() if named else (f"{letters[0]})",)))
    elif variant.kind == "choices":
        yield f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    else:
        yield from (", ".join(numbers), " then ".join(numbers))


def _number(key: object) -> Iterator[str]:
    assert isinstance(key, Node)
    text, latex = to_text(key), to_latex(key)
    yield from (f"  {text}  ", f"= {text}", f"${latex}$", f"({text})")
    yield from _signs(text)
    value = _rational(key)
    if value is not None:
        yield f"\\frac{{{value.numerator}}}{{{value.denominator}}}"
        yield f"{value.numerator}/{value.denominator}"
        if value > 0:
            yield f"+{text}"
        below = value.denominator
        for prime in (2, 5):
            while below % prime == 0:
                below //= prime
        places = len(str(value.denominator)) + 3
        if below == 1 and Fraction(str(round(float(value), places))) == value:
            decimal = f"{float(value):.{places}f}".rstrip("0")
            if Fraction(decimal + "0") != value:  # more digits than a float has
                return
            yield decimal + "0"
            yield (decimal + "0" * (1 + (len(decimal.partition(".")[2]) == 2))).replace(
                ".", ","
            )  # 1,250 may be a thousand


def _rational(key: Node) -> Fraction | None:
    if isinstance(key, Number):
        return key.value
    return None


def _signs(text: str) -> Iterator[str]:
    """The same with the signs of print: a real minus, a dot for times, raised exponents, no white space."""
    yield text.replace("-", "−")
    yield re.sub(r"\^(\d)(?![\d.])", lambda found: found[1].translate(SUPERSCRIPTS), text)
    yield text.replace("*", "·")
    yield re.sub(r"\s*([-+*/=<>,;])\s*", r"\1", text)


def _expression(key: object) -> Iterator[str]:
    assert isinstance(key, Node)
    text, latex = to_text(key), to_latex(key)
    yield from (f"${latex}$", f"= {text}", f"( {text} )")
    yield from _signs(text)
    if isinstance(key, Binary) and key.op in ("+", "*"):
        yield to_text(Binary(key.op, key.right, key.left))
    elif isinstance(key, Binary) and key.op == "-":
        yield f"-({to_text(key.right)}) + {to_text(key.left)}"


def _equation(key: object) -> Iterator[str]:
    assert isinstance(key, Relation)
    left, right = map(to_text, key.terms)
    yield from (f"{left}={right}", f"{right} = {left}", f"{left} - ({right}) = 0", f"${to_latex(key)}$")
    yield from (f"0 = {left} - ({right})", f"-({left}) = -({right})")
    yield from _signs(f"{left} = {right}")


def _rows(key: object) -> Iterator[str]:
    assert isinstance(key, Node)
    if isinstance(key, Vector):
        items = [to_text(item) for item in key.items]
        one, across = ", ".join(items), " \\\\ ".join(to_latex(item) for item in key.items)
        yield from (f"({one})", f"[{one}]", one, f"⟨{one}⟩", f"( {';'.join(items)} )", f"({','.join(items)})^T")
        yield from (f"\\begin{{pmatrix}} {across} \\end{{pmatrix}}", f"$\\begin{{bmatrix}}{across}\\end{{bmatrix}}$")
    elif isinstance(key, Matrix):
        rows = [[to_text(item) for item in row] for row in key.rows]
        across = " \\\\ ".join(" & ".join(to_latex(item) for item in row) for row in key.rows)
        yield from (
            "[" + "; ".join(", ".join(row) for row in rows) + "]",
            "[" + ",".join("[" + ",".join(row) + "]" for row in rows) + "]",
            "; ".join(", ".join(row) for row in rows),
            "(" + "; ".join(", ".join(row) for row in rows) + ")",
            f"\\begin{{pmatrix}} {across} \\end{{pmatrix}}",
            f"$\\begin{{bmatrix}}{across}\\end{{bmatrix}}$",
        )
        if not any(re.search(r"[\s+]|(?<!^)-", item) for row in rows for item in row):
            yield "; ".join(" ".join(row) for row in rows)


def _quantity(text: str) -> Iterator[str]:
    number, _, unit = text.partition(" ")
    yield from (f" {text} ", f"= {text}", f"{number}{unit}" if unit else text)
    yield from _signs(text)
    yield from (f"{number}  {unit}", f"{text}.")
    if re.fullmatch(r"[A-Za-z]+", unit):
        yield f"{number}\\,\\text{{{unit}}}"
    if unit and "/" in unit:
        above, _, below = unit.partition("/")
        yield f"{number} {above} / {below}"
    if re.fullmatch(r"-?\d+", number):
        yield f"{number}.0 {unit}"
        yield f"{number},0 {unit}"


def _chemistry(text: str) -> Iterator[str]:
    yield f"\\ce{{{text}}}"
    yield f" {text} "
    yield re.sub(r"(?<=[A-Za-z)])\d+", lambda found: found[0].translate(SUBSCRIPTS), text)
    yield re.sub(r"(?<=[A-Za-z)])(\d+)", r"_\1", text)
    yield f"${text}$" if "^" not in text else text
    yield re.sub(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]*)([⁺⁻])$", lambda found: "^" + found[0].translate(PLAIN), text)


def _reaction(text: str, *, turned: bool) -> Iterator[str]:
    left, _, right = text.partition("->")
    yield from (
        text.replace("->", "→"),
        f"\\ce{{{text}}}",
        re.sub(r"(?<![-+⁻⁺]) -> ", "->", text),
        text.replace("->", "=>"),
    )
    yield f"  {text}"
    if turned:
        ends = [" + ".join(reversed(side.strip().split(" + "))) for side in (left, right)]
        yield " -> ".join(ends)


def _configuration(text: str) -> Iterator[str]:
    parts = text.split()
    yield from (" ".join(reversed(parts)), "".join(parts), "  ".join(parts))
    yield " ".join(re.sub(r"^(\d[spdf])(\d+)$", r"\1^\2", part) for part in parts)
    yield " ".join(re.sub(r"^(\d[spdf])(\d+)$", lambda got: got[1] + got[2].translate(SUPERSCRIPTS), p) for p in parts)


def _written(text: str) -> Iterator[str]:
    yield from (f"  {text} ", f"${text}$" if "$" not in text and "{" not in text else text)
    yield from _signs(text)
    yield re.sub(r"\s*<=\s*", " ≤ ", re.sub(r"\s*>=\s*", " ≥ ", text))
    yield text.replace(" and ", " ∧ ").replace(" or ", " ∨ ").replace("not ", "¬")
    yield text.replace(",", " , ")
