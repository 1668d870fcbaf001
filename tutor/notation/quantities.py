"""Quantities to trees: `2.5 m/s^2`, `6 ft 2 in`, `kg/(m s^2)`, `5 kilometres per hour`, `\\frac{m}{s^{2}}`.

The tree is the usual one; a unit is a `Text` of its symbol (`km`, `°C`), so letters and units can't be confused. What binds:

- `m s^-1` and `N m` are products, and so are `kgm` and `Nm` where the word isn't a unit itself (`units` decides).
- After a solidus a product without a sign belongs below it: `J/kg K` is J/(kg K), `1/2 mile` is half a mile.
- `m/s/s` is m/s². A product *with* a sign after a solidus (`J/A*m*s`) is what the SI brochure (BIPM 2019, 5.2) warns of as
  ambiguous: it's read from left to right, or with `below` as all below the solidus. `Quantity.ambiguous` tells.
- A number after a unit begins the next part of a sum: `6 ft 2 in`. An exponent may follow at once: `m2`, `s-2`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from tutor.notation.characters import RAISED
from tutor.notation.quantities_lexer import Token, Units, number_of, quantity_tokens, unreadable
from tutor.notation.tree import Binary, Call, Name, Node, Number, Span, Text, Unary, walk

__all__ = ["Quantity", "Units", "read_quantity"]

DEEPEST: Final = 40  # brackets, fractions and exponents inside one another
FUNCTIONS: Final = frozenset({"sqrt", "sin", "cos", "tan", "exp", "ln", "log"})
_DIVIDING: Final = frozenset({"per"})
_BEFORE: Final = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_AFTER: Final = {"squared": 2, "cubed": 3}
_JOINING: Final = frozenset({"and"})
_SMALL: Final = "123456789"
_EXPECTED: Final = "a number and its unit are expected"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What was read. `ambiguous`: a product sign follows a solidus among units, so that `below` makes a difference."""

    tree: Node
    ambiguous: bool


def read_quantity(text: str, units: Units, *, letters: frozenset[str] = frozenset(), below: bool = False) -> Quantity:
    """The tree of a quantity. Raises NotationError with the place and what is expected there."""
    reader = _Reader(quantity_tokens(text, units, letters), below)
    tree = reader.whole()
    return Quantity(tree, reader.ambiguous)


def has_unit(node: Node) -> bool:
    """The tree has a unit in it."""
    return any(isinstance(part, Text) for part in walk(node))


class _Reader:
    """One pass over the tokens (V. Pratt 1973)."""

    def __init__(self, tokens: list[Token], below: bool) -> None:
        self._tokens, self._at, self._depth, self._below = tokens, 0, 0, below
        self.ambiguous = False

    def whole(self) -> Node:
        """All tokens."""
        tree = self._sum()
        if self._token.kind != "stop":
            self._fail("this doesn't belong here", "the unit ends before it")
        return tree

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._token
        self._at += token.kind != "stop"
        return token

    def _is_op(self, *signs: str) -> bool:
        return self._token.kind == "op" and self._token.text in signs

    def _is_word(self, words: frozenset[str] | dict[str, int]) -> bool:
        return self._token.kind == "word" and not self._token.pieces and self._token.text.casefold() in words

    def _fail(self, what: str, remedy: str, token: Token | None = None) -> None:
        place = token or self._token
        raise unreadable(what, remedy, place.start, place.end)

    def _span(self, first: int) -> Span:
        return Span(self._tokens[first].start, self._tokens[max(first, self._at - 1)].end)

    def _sum(self) -> Node:
        first = self._at
        left = self._signed()
        while self._is_op("+", "-"):
            sign = self._take().text
            left = Binary(sign, left, self._signed(), span=self._span(first))
        return left

    def _signed(self) -> Node:
        first = self._at
        if self._is_op("+", "-"):
            self._enter()
            sign = self._take().text
            inner = Unary(sign, self._signed(), self._span(first))
            self._depth -= 1
            return inner
        return self._parts()

    def _parts(self) -> Node:
        """A product, or parts in units of one kind that are added: `6 ft 2 in`, `1 h and 30 min`."""
        first = self._at
        left = last = self._product()
        while self._begins_part(last):
            if self._is_word(_JOINING):
                self._take()
            last = self._product()
            if not _is_part(last):
                self._fail(
                    "a sign is missing before this",
                    "use +, * or /, or give each part its unit",
                    self._tokens[self._at - 1],
                )
            left = Binary("+", left, last, True, self._span(first))
        return left

    def _begins_part(self, last: Node) -> bool:
        if not _is_part(last):
            return False
        token = self._token
        if self._is_word(_JOINING):
            token = self._tokens[self._at + 1]
        return token.kind in ("number", "vulgar")

    def _product(self) -> Node:
        first = self._at
        left = self._power()
        divided = False
        while True:
            if self._is_op("*"):
                self._take()
                right = self._factor()
                if divided and has_unit(right):
                    self.ambiguous = True
                    if self._below:
                        left = Binary("/", left, right, span=self._span(first))
                        continue
                left = Binary("*", left, right, span=self._span(first))
            elif self._is_op("/") or self._is_word(_DIVIDING):
                self._take()
                right = self._denominator(has_unit(left))
                divided = divided or has_unit(right)
                left = Binary("/", left, right, span=self._span(first))
            elif self._begins_factor(left):
                left = Binary("*", left, self._power(), True, self._span(first))
            else:
                return left

    def _factor(self) -> Node:
        """What stands after a product sign: a sign may go before it."""
        if self._is_op("-", "+"):
            first = self._at
            return Unary(self._take().text, self._power(), self._span(first))
        return self._power()

    def _denominator(self, after_unit: bool) -> Node:
        """What stands below a solidus: one factor, and the units that follow without a sign."""
        first = self._at
        bracketed = self._token.kind == "open" and self._token.text == "("
        below = self._factor()
        if bracketed or not (after_unit or has_unit(below)):
            return below
        while self._token.kind == "word" and (self._token.pieces or self._is_word(_BEFORE)):
            below = Binary("*", below, self._power(), True, self._span(first))
        return below

    def _begins_factor(self, left: Node) -> bool:
        token = self._token
        if token.kind == "word":
            if token.pieces or self._is_word(_BEFORE) or token.text in FUNCTIONS:
                return True
            return not (self._is_word(_DIVIDING) or self._is_word(_JOINING))
        if token.kind in ("open", "name", "frac", "sqrt"):
            return True
        # 10 1/s^2: a number before what begins with a one above a solidus
        after = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        return token.kind == "number" and token.text == "1" and after.text == "/" and isinstance(left, Number)

    def _power(self) -> Node:
        first = self._at
        token = self._token
        if self._is_word(_BEFORE):
            self._take()
            exponent = _BEFORE[token.text.casefold()]
            return self._raised(self._unit(), Number(Fraction(exponent)), first)
        left = self._unit() if token.kind == "word" and token.pieces else self._operand()
        exponent_node = self._exponent(token)
        return left if exponent_node is None else self._raised(left, exponent_node, first)

    def _raised(self, node: Node, exponent: Node, first: int) -> Node:
        """The power; of units that were run together, only the last is raised: kgm² is kg m²."""
        if isinstance(node, Binary) and node.op == "*" and isinstance(node.right, Text) and node.span == _RUN:
            return Binary("*", node.left, Binary("^", node.right, exponent), True, self._span(first))
        return Binary("^", node, exponent, span=self._span(first))

    def _exponent(self, base: Token) -> Node | None:
        token = self._token
        if token.kind == "raised":
            return self._scripted(self._take())
        if self._is_op("^"):
            self._take()
            return self._after_caret()
        if self._is_word(_AFTER):
            return Number(Fraction(_AFTER[self._take().text.casefold()]))
        if base.kind != "word" or token.gap or base.end - base.start != len(base.text):  # 6'2" has no exponent
            return None
        after = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        if (
            token.kind == "number" and token.text in _SMALL and (after.kind != "word" or after.gap)
        ):  # m2, cm3; not 6ft2in
            return Number(Fraction(int(self._take().text)))
        if self._is_op("-") and after.kind == "number" and after.text in _SMALL and not after.gap:  # s-2
            beyond = self._tokens[min(self._at + 2, len(self._tokens) - 1)]
            if beyond.text != base.text:  # 5 m-3 m is a difference
                self._at += 2
                return Number(Fraction(-int(after.text)))
        return None

    def _scripted(self, token: Token) -> Node:
        written = "".join(RAISED[character] for character in token.text)
        if not written.lstrip("+-").isdecimal() or len(written) > 6 or not written[-1].isdecimal():
            self._fail("this exponent can't be read", "a whole number is expected here", token)
        return Number(Fraction(int(written)))

    def _after_caret(self) -> Node:
        self._enter()
        first = self._at
        if self._is_op("-", "+"):
            sign = self._take().text
            node: Node = Unary(sign, self._after_caret(), self._span(first))
        else:
            node = self._operand()
            exponent = self._exponent(self._tokens[first]) if self._is_op("^") or self._token.kind == "raised" else None
            node = node if exponent is None else Binary("^", node, exponent, span=self._span(first))
        self._depth -= 1
        return node

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            self._fail("there are too many brackets and exponents within one another", "write it with fewer")

    def _unit(self) -> Node:
        token = self._take()
        if not token.pieces:
            self._no_unit(token)
        nodes = [_power_of(symbol, exponent, token) for symbol, exponent in token.pieces]
        node = nodes[0]
        for one in nodes[1:]:
            node = Binary("*", node, one, True, _RUN)
        return node

    def _no_unit(self, token: Token) -> None:
        if token.kind == "word":
            self._fail("this isn't a unit known here", "check its spelling; capital and small letters matter", token)
        self._fail("a unit is missing here", "a unit such as m or kg is expected", token)

    def _operand(self) -> Node:
        first = self._at
        token = self._take()
        match token.kind:
            case "number" | "vulgar":
                return self._number(token, first)
            case "name":
                return Name(token.text, Span(token.start, token.end))
            case "open":
                return self._bracket(token)
            case "frac":
                above, below = self._group(), self._group()
                return Binary("/", above, below, span=self._span(first))
            case "sqrt":
                return Call("sqrt", (self._group(),), self._span(first))
            case "word" if token.text in FUNCTIONS and self._token.kind == "open":
                return Call(token.text, (self._bracket(self._take()),), self._span(first))
            case "word":
                self._no_unit(token)
            case "stop" if first == 0:
                self._fail("nothing is typed yet", _EXPECTED, token)
            case "stop":
                self._fail("something is missing at the end", _EXPECTED, token)
        raise unreadable("this stands where a number or a unit belongs", _EXPECTED, token.start, token.end)

    def _number(self, token: Token, first: int) -> Node:
        """A number; `1 1/2` and `2½` are mixed numbers."""
        number = Number(number_of(token), token.text, Span(token.start, token.end))
        part, whole = self._token, token.text.isdecimal()
        if whole and part.kind == "vulgar":
            self._take()
            return Number(number.value + number_of(part), "", self._span(first))
        later = self._tokens[self._at + 1 : self._at + 3]
        if whole and part.kind == "number" and part.gap and len(later) == 2 and later[0].text == "/":
            below = later[1]
            if below.kind == "number" and part.text.isdecimal() and below.text.isdecimal() and int(part.text[:20]) > 0:
                fraction = number_of(part) / (number_of(below) or 1)
                if fraction < 1:
                    self._at += 3
                    return Number(number.value + fraction, "", self._span(first))
        return number

    def _group(self) -> Node:
        """What a LaTeX command is given: a bracket or one token."""
        if self._token.kind == "open":
            return self._bracket(self._take())
        self._enter()
        node = self._unit() if self._token.kind == "word" else self._operand()
        self._depth -= 1
        return node

    def _bracket(self, opened: Token) -> Node:
        self._enter()
        inner = self._sum()
        if self._token.kind != "close":
            self._fail("a bracket isn't closed", "add ) here")
        if _CLOSERS[opened.text] != self._take().text:
            self._fail(
                "this bracket closes another kind", f"{_CLOSERS[opened.text]} is expected", self._tokens[self._at - 1]
            )
        self._depth -= 1
        return inner


_CLOSERS: Final = {"(": ")", "[": "]", "{": "}"}
_RUN: Final = Span(-1, -1)  # marks the product of units run together in one word


def _power_of(symbol: str, exponent: int, token: Token) -> Node:
    unit = Text(symbol, Span(token.start, token.end))
    return unit if exponent == 1 else Binary("^", unit, Number(Fraction(exponent)))


def _is_part(node: Node) -> bool:
    """A number with one unit, as in `6 ft`."""
    return (
        isinstance(node, Binary) and node.op == "*" and node.implicit and isinstance(node.right, Text)
        and not has_unit(node.left)
    )  # fmt: skip
