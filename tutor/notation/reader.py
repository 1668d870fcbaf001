"""What people type, read to a tree: one Pratt parser for ASCII, Unicode and LaTeX.

Precedence from loose to tight: or, and, not, relations, + and -, * and /, a sign, powers, postfix. A product may be written
without a sign (`2x`, `2(x+1)`) and binds as * does. Inside square brackets white space separates entries (`[3 -1]`).
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from tutor.errors import NotationError
from tutor.notation.brackets import bracketed, environment, shaped
from tutor.notation.lexer import Token, tokens, unreadable
from tutor.notation.limits import DEPTH, NODES, too_much
from tutor.notation.names import CURRICULUM, ELEMENTARY, SYNONYMS, split
from tutor.notation.tree import Binary, Call, Name, Node, Number, Relation, Span, Text, Truth, Unary, Vector, walk

_OR, _AND, _NOT, _RELATION, _SUM, _PRODUCT, _SIGN, _POWER, _POSTFIX = 5, 10, 12, 20, 30, 40, 45, 50, 60
_RELATIONS: Final = frozenset({"=", "==", "!=", "<", "<=", ">", ">="})
_DECIMAL_COMMA: Final = re.compile(r"\s*[+\-−]?\d{1,100},\d{1,100}\s*", re.ASCII)
_THOUSANDS: Final = re.compile(r"\s*[+\-−]?\d{1,3}(?:,\d{3}){2,10}(?:\.\d{1,50})?\s*|\s*[+\-−]?\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,10}(?:\.\d{1,50})?\s*", re.ASCII)


def read(text: str, *, names: frozenset[str] | None = None, expression_language: bool = False) -> Node:
    """The tree of a typed expression.

    `names`: letters that may be longer than one character; with None and `expression_language` every run of letters is one
    name. `expression_language` also reads `==`, `and or not`, 'text', true, false, and any function call. Raises
    NotationError("unreadable" | "limit-exceeded") with the offsets of the place.
    """
    return Reader(_separated(text), names or frozenset(), expression_language).whole()


def _separated(text: str) -> str:
    """Decimal commas and separators of thousands, where only one reading makes sense."""
    if _THOUSANDS.fullmatch(text):
        return re.sub(r"(?<=\d)[, \u00a0\u202f](?=\d)", "", text)
    if _DECIMAL_COMMA.fullmatch(text):
        whole, _, part = text.strip().partition(",")
        if len(part) == 3 and len(whole.lstrip("+-−")) <= 3 and whole.lstrip("+-−") != "0":
            raise unreadable(f"{text.strip()} could be {whole}.{part} or {whole}{part}", 0, len(text), f"type {whole}.{part} or {whole}{part}")
        return text.replace(",", ".")
    return text


class Reader:
    """Reads one text. `loose`: white space doesn't separate entries here."""

    def __init__(self, text: str, names: frozenset[str], words: bool) -> None:
        self.names, self.words = names, words
        self.tokens = tokens(text, words=words) if words else self._split(tokens(text, words=False))
        self.at, self.depth, self.entries, self.bars = 0, 0, False, 0

    def _split(self, raw: list[Token]) -> list[Token]:
        out: list[Token] = []
        for token in raw:
            if token.kind != "name" or len(token.text) == 1 or "\\" in token.text:
                out.append(token)
                continue
            for piece, offset in split(token.text, self.names):
                spaced = token.spaced if offset == 0 else False
                start = token.start + offset
                if piece.isdigit():
                    out.append(Token("number", piece, start, start + len(piece), spaced, Fraction(int(piece))))
                else:
                    out.append(Token("name", piece, start, token.end if len(token.text) == len(piece) else start + len(piece), spaced))
        return out

    # -- the stream ---------------------------------------------------------------------------------------------------

    @property
    def here(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def next(self) -> Token:
        """Take a token."""
        token = self.tokens[self.at]
        self.at += token.kind != "end"
        return token

    def take(self, kind: str, *texts: str) -> Token | None:
        """Take the next token if it's of that kind and one of those texts."""
        token = self.here
        if token.kind == kind and (not texts or token.text in texts):
            return self.next()
        return None

    def expect(self, kind: str, text: str, said: str) -> Token:
        """Take that token, or say that it was expected."""
        token = self.take(kind, text)
        if token is None:
            raise self.surprised(said)
        return token

    def surprised(self, expected: str) -> NotationError:
        """The next token isn't what can stand here."""
        token = self.here
        if token.kind == "end":
            return unreadable(f"something is missing at the end: {expected} expected", token.start, token.end)
        return unreadable(f"{expected} expected here", token.start, token.end)

    def newlines(self) -> None:
        """Skip line breaks where they mean nothing."""
        while self.take("separator", "\n"):
            pass

    # -- the whole ----------------------------------------------------------------------------------------------------

    def whole(self) -> Node:
        """Everything: one expression, or several separated by commas."""
        self.newlines()
        if self.here.kind == "end":
            raise unreadable("nothing was typed", 0, 0)
        items = [self.expression(0)]
        while self.take("separator", ",", ";", "\n"):
            self.newlines()
            if self.here.kind == "end":
                break
            items.append(self.expression(0))
        if self.take("op", "."):
            self.newlines()
        if self.here.kind != "end":
            raise self.surprised("an operator or the end")
        node = items[0] if len(items) == 1 else Vector(tuple(items), "bare", Span(0, self.here.end))
        if sum(1 for _ in walk(node)) > NODES:
            raise too_much("this has too many parts")
        return shaped(node)

    def expression(self, power: int) -> Node:
        """An expression whose operators all bind tighter than `power`."""
        self.depth += 1
        if self.depth > DEPTH:
            raise too_much("brackets are nested too deep", self.here.start, self.here.end)
        left = self.first()
        while True:
            after = self.more(left, power)
            if after is None:
                self.depth -= 1
                return left
            left = after

    # -- what can follow ----------------------------------------------------------------------------------------------

    def more(self, left: Node, power: int) -> Node | None:
        """The expression extended by the next operator, or None when that binds too loosely or ends here."""
        token = self.here
        if self.entries and token.spaced and self._begins_entry(token):
            return None
        if token.kind == "op":
            return self.operator(left, token, power)
        if token.kind == "super" and power < _POWER:
            return self.scripts(left)
        if token.kind == "name" and token.text in ("and", "or"):
            return self.joined(left, token, power)
        if self.begins(token) and power < _PRODUCT:
            return self.product(left, token)
        return None

    def _begins_entry(self, token: Token) -> bool:
        if self.begins(token):
            return True
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else token
        return token.kind == "op" and token.text in ("-", "+") and not following.spaced and self.begins(following)

    def begins(self, token: Token) -> bool:
        """Whether the token can begin a factor."""
        if token.kind == "open":
            return not (token.text in ("|", "||") and self.bars)
        if token.kind == "name":
            return token.text not in ("and", "or")
        return token.kind in ("number", "text") or (token.kind == "op" and token.text == "sqrt") or (token.kind == "command" and token.text != "end")

    def operator(self, left: Node, token: Token, power: int) -> Node | None:
        if token.text in _RELATIONS:
            return self.relation(left) if power < _RELATION else None
        if token.text in ("+", "-", "+-"):
            return self.binary(left, _SUM) if power < _SUM else None
        if token.text in ("*", "/"):
            return self.binary(left, _PRODUCT) if power < _PRODUCT else None
        if token.text == "^":
            return self.raised(left) if power < _POWER else None
        if token.text in ("!", "%"):
            self.next()
            return Unary(token.text, left, Span(_start(left), token.end))
        if token.text == "'":
            self.next()
            if not isinstance(left, Name):
                raise unreadable("a prime belongs to a letter", token.start, token.end)
            return Name(left.name + "'", Span(_start(left), token.end))
        if token.text == "_":
            return self.subscript(left)
        if token.text == "sqrt" and power < _PRODUCT:
            return self.product(left, token)
        return None

    def binary(self, left: Node, power: int) -> Node:
        op = self.next().text
        self.newlines()
        right = self.expression(power)
        return Binary(op, left, right, span=Span(_start(left), _end(right)))

    def product(self, left: Node, token: Token) -> Node:
        mixed = self._mixed(left, token)
        if mixed is not None:
            return mixed
        if isinstance(left, Number) and token.kind == "number" and not left.literal.endswith("½"):
            if token.spaced:
                raise unreadable("between two numbers an operator or a comma is expected", token.start, token.end)
            if token.text[:1].isdigit():
                raise unreadable("two numbers touch each other", token.start, token.end)
        right = self.expression(_PRODUCT)
        return Binary("*", left, right, implicit=True, span=Span(_start(left), _end(right)))

    def _mixed(self, left: Node, token: Token) -> Node | None:
        """`1 1/2` and `1½` are one and a half."""
        if not isinstance(left, Number) or not left.literal.isdigit() or token.kind != "number" or token.value is None:
            return None
        if not token.text[:1].isdigit():
            self.next()
            part: Node = Number(token.value, token.text, Span(token.start, token.end))
            return Binary("+", left, part, implicit=True, span=Span(_start(left), token.end))
        slash, below = (self.tokens[self.at + 1 : self.at + 3] + [token, token])[:2]
        whole = slash.kind == "op" and slash.text == "/" and not slash.spaced and below.kind == "number" and not below.spaced
        if not (token.spaced and whole and token.text.isdigit() and below.text.isdigit() and int(below.text)):
            return None
        if int(token.text) >= int(below.text):
            return None
        self.at += 3
        part = Number(Fraction(int(token.text), int(below.text)), f"{token.text}/{below.text}", Span(token.start, below.end))
        return Binary("+", left, part, implicit=True, span=Span(_start(left), below.end))

    def relation(self, left: Node) -> Node:
        terms, ops = [left], []
        while self.here.kind == "op" and self.here.text in _RELATIONS:
            ops.append(self.next().text)
            self.newlines()
            terms.append(self.expression(_RELATION))
        return Relation(tuple(terms), tuple(ops), Span(_start(left), _end(terms[-1])))

    def joined(self, left: Node, token: Token, power: int) -> Node | None:
        binding = _AND if token.text == "and" else _OR
        if power >= binding:
            return None
        self.next()
        right = self.expression(binding)
        return Binary(token.text, left, right, span=Span(_start(left), _end(right)))

    def raised(self, left: Node) -> Node:
        self.next()
        if (self.here.kind == "name" and self.here.text == "T") and not isinstance(left, Number):
            token = self.next()
            return Unary("T", left, Span(_start(left), token.end))
        if self.here.kind == "open" and self.here.text == "{":
            exponent = self.grouped()
        else:
            exponent = self.expression(_POWER - 1)
        if isinstance(exponent, Name) and exponent.name == "T" and not isinstance(left, Number):
            return Unary("T", left, Span(_start(left), _end(exponent)))
        return Binary("^", left, exponent, span=Span(_start(left), _end(exponent)))

    def scripts(self, left: Node) -> Node:
        token = self.next()
        if token.text.startswith("_"):
            if not isinstance(left, Name):
                raise unreadable("an index belongs to a letter", token.start, token.end)
            return Name(left.name + token.text, Span(_start(left), token.end))
        if token.text == "T":
            return Unary("T", left, Span(_start(left), token.end))
        exponent = Reader(token.text, self.names, self.words).whole()
        return Binary("^", left, exponent, span=Span(_start(left), token.end))

    def subscript(self, left: Node) -> Node:
        token = self.next()
        if not isinstance(left, Name):
            raise unreadable("an index belongs to a letter", token.start, token.end)
        braces = self.take("open", "{")
        parts = []
        while self.here.kind in ("name", "number") and (braces or not parts):
            parts.append(self.next())
            if braces:
                self.take("separator", ",")
        if not parts:
            raise self.surprised("an index")
        if braces:
            self.expect("close", "}", "a closing brace")
        return Name(left.name + "_" + "".join(part.text for part in parts), Span(_start(left), parts[-1].end))

    # -- what can begin -----------------------------------------------------------------------------------------------

    def first(self) -> Node:
        """A factor: a number, a letter, something in brackets, a sign with what follows."""
        token = self.here
        match token.kind:
            case "number":
                self.next()
                assert token.value is not None
                return Number(token.value, token.text, Span(token.start, token.end))
            case "text":
                self.next()
                return Text(token.text, Span(token.start, token.end))
            case "name":
                return self.named(self.next())
            case "open":
                return bracketed(self)
            case "command":
                return self.command(self.next())
            case "op" if token.text in ("-", "+", "+-"):
                self.next()
                arg = self.expression(_SIGN)
                return Unary(token.text, arg, Span(token.start, _end(arg)))
            case "op" if token.text == "sqrt":
                self.next()
                return self.root(token)
            case _:
                raise self.surprised("a number, a letter or a bracket")

    def named(self, token: Token) -> Node:
        name = SYNONYMS.get(token.text, token.text)
        span = Span(token.start, token.end)
        if self.words and name in ("true", "false"):
            return Truth(name == "true", span)
        if self.words and name == "not":
            arg = self.expression(_NOT)
            return Unary("not", arg, Span(token.start, _end(arg)))
        if name == "sqrt":
            return self.root(token)
        called = self.here.kind == "open" and self.here.text == "(" and not (self.here.spaced and self.words)
        if self.words and called and (name in CURRICULUM or name in ELEMENTARY or len(name) > 1) and name not in self.names:
            return self.call(name, token)
        if name in ELEMENTARY and name not in self.names:
            return self.call(name, token) if called else self.function(name, token)
        return Name(name, span)

    def call(self, name: str, token: Token) -> Node:
        self.next()
        args = [self._argument()]
        while self.take("separator", ",", ";"):
            args.append(self._argument())
        close = self.expect("close", ")", "a closing bracket")
        return Call(name, tuple(args), Span(token.start, close.end))

    def _argument(self) -> Node:
        entries, self.entries = self.entries, False
        node = self.expression(0)
        self.entries = entries
        return node

    def function(self, name: str, token: Token) -> Node:
        """A function without brackets: `sin 2x`, `sin^2 x`, `log_2 8`."""
        exponent: Node | None = None
        if self.take("op", "^"):
            exponent = self.grouped() if self.here.text == "{" else self.expression(_POWER)
        elif self.here.kind == "super" and not self.here.text.startswith("_"):
            exponent = Reader(self.next().text, self.names, self.words).whole()
        if self.here.kind == "open" and self.here.text == "(":
            node = self.call(name, token)
        else:
            if not self.begins(self.here) and not (self.here.kind == "op" and self.here.text == "-"):
                raise self.surprised(f"what {name} is taken of")
            arg = self.first()
            while (after := self._factor_of_argument(arg)) is not None:
                arg = after
            node = Call(name, (arg,), Span(token.start, _end(arg)))
        if exponent is None:
            return node
        inverse = isinstance(exponent, Unary) and exponent.op == "-" and exponent.arg == Number(Fraction(1))
        if inverse and name in ("sin", "cos", "tan") and isinstance(node, Call):
            return Call("a" + name, node.args, node.span)
        return Binary("^", node, exponent, span=node.span if isinstance(node, Call) else Span(token.start, token.end))

    def _factor_of_argument(self, arg: Node) -> Node | None:
        token = self.here
        if token.kind == "super" or (token.kind == "op" and token.text in ("^", "_", "'", "!")):
            return self.more(arg, _POWER - 1)
        if token.kind in ("number", "name") and token.text not in ELEMENTARY and self.begins(token):
            right = self.expression(_SIGN)
            return Binary("*", arg, right, implicit=True, span=Span(_start(arg), _end(right)))
        return None

    def root(self, token: Token) -> Node:
        index: Node | None = None
        if token.text == "sqrt" and self.here.kind == "open" and self.here.text == "[":
            self.next()
            index = self._argument()
            self.expect("close", "]", "a closing bracket")
        arg = self.grouped() if self.here.text == "{" else self.expression(_POWER)
        span = Span(token.start, _end(arg))
        return Call("sqrt", (arg,), span) if index is None else Call("root", (arg, index), span)

    def grouped(self) -> Node:
        """Something in LaTeX braces."""
        self.expect("open", "{", "an opening brace")
        node = self._argument()
        self.expect("close", "}", "a closing brace")
        return node

    def command(self, token: Token) -> Node:
        if token.text == "frac":
            above, below = self._part(), self._part()
            return Binary("/", above, below, span=Span(token.start, self.tokens[self.at - 1].end))
        if token.text == "sqrt":
            return self.root(token)
        if token.text == "begin":
            return environment(self, token)
        raise unreadable(f"\\{token.text} can't be read here", token.start, token.end)

    def _part(self) -> Node:
        if self.here.kind == "open" and self.here.text == "{":
            return self.grouped()
        token = self.here
        if token.kind == "number" and token.text.isdigit() and len(token.text) > 1:
            digit, rest = token.text[0], token.text[1:]
            self.tokens[self.at] = Token("number", rest, token.start + 1, token.end, False, Fraction(int(rest)))
            return Number(Fraction(int(digit)), digit, Span(token.start, token.start + 1))
        return self.first()


def _start(node: Node) -> int:
    return node.span.start


def _end(node: Node) -> int:
    return node.span.end
