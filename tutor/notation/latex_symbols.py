"""The symbols of LaTeX: for each command its glyph, its ASCII form and its name in words.

Names of commands follow LaTeX, amsmath and amssymb. Tables are grouped by TeX's class of atom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tutor.notation.latex_tree import Kind, Symbol

Names = Mapping[str, tuple[str, str, str]]

_GREEK: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "varkappa": "ϰ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "omicron": "ο", "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς",
    "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω", "digamma": "ϝ",
}
_ORDINARY: Final[Names] = {
    "infty": ("∞", "oo", "infinity"), "partial": ("∂", "d", "partial"), "nabla": ("∇", "nabla", "nabla"),
    "emptyset": ("∅", "{}", "the empty set"), "varnothing": ("∅", "{}", "the empty set"),
    "forall": ("∀", "for all", "for all"), "exists": ("∃", "exists", "there exists"),
    "nexists": ("∄", "exists no", "there is no"), "neg": ("¬", "not", "not"), "lnot": ("¬", "not", "not"),
    "hbar": ("ℏ", "hbar", "h bar"), "ell": ("ℓ", "l", "l"), "imath": ("ı", "i", "i"), "jmath": ("ȷ", "j", "j"),
    "Re": ("ℜ", "Re", "real part"), "Im": ("ℑ", "Im", "imaginary part"), "aleph": ("ℵ", "aleph", "aleph"),
    "wp": ("℘", "wp", "Weierstrass p"), "angle": ("∠", "angle", "angle"),
    "measuredangle": ("∡", "angle", "measured angle"), "triangle": ("△", "triangle", "triangle"),
    "square": ("□", "[]", "square"), "Box": ("□", "[]", "box"), "blacksquare": ("■", "[]", "end of proof"),
    "qed": ("∎", "QED", "end of proof"), "top": ("⊤", "T", "top"), "bot": ("⊥", "_|_", "bottom"),
    "prime": ("′", "'", "prime"), "backslash": ("\\", "\\", "backslash"), "degree": ("°", "deg", "degrees"),
    "ldots": ("…", "...", "and so on"), "dots": ("…", "...", "and so on"), "cdots": ("⋯", "...", "and so on"),
    "dotsc": ("…", "...", "and so on"), "dotsb": ("⋯", "...", "and so on"), "dotso": ("…", "...", "and so on"),
    "vdots": ("⋮", ":", "and so on down"), "ddots": ("⋱", "...", "and so on diagonally"),
    "iddots": ("⋰", "...", "and so on diagonally"), "therefore": ("∴", "therefore", "therefore"),
    "because": ("∵", "because", "because"), "checkmark": ("✓", "ok", "check mark"), "star": ("⋆", "*", "star"),
    "dag": ("†", "+", "dagger"), "ddag": ("‡", "++", "double dagger"), "pounds": ("£", "GBP", "pounds"),
    "euro": ("€", "EUR", "euros"), "copyright": ("©", "(c)", "copyright"), "S": ("§", "S.", "section"),
    "complement": ("∁", "complement", "complement"), "eth": ("ð", "d", "eth"), "surd": ("√", "sqrt", "root"),
    "flat": ("♭", "b", "flat"), "sharp": ("♯", "#", "sharp"), "natural": ("♮", "natural", "natural"),
    "clubsuit": ("♣", "clubs", "clubs"), "diamondsuit": ("♢", "diamonds", "diamonds"),
    "heartsuit": ("♡", "hearts", "hearts"), "spadesuit": ("♠", "spades", "spades"), "AA": ("Å", "A", "angstrom"),
    "aa": ("å", "a", "a ring"), "ss": ("ß", "ss", "sharp s"), "o": ("ø", "o", "o slash"), "ae": ("æ", "ae", "a e"),
}
_BINARY: Final[Names] = {
    "cdot": ("·", "*", "times"), "times": ("×", "x", "times"), "div": ("÷", "/", "divided by"),
    "pm": ("±", "+-", "plus or minus"), "mp": ("∓", "-+", "minus or plus"), "ast": ("∗", "*", "star"),
    "circ": ("∘", "o", "composed with"), "bullet": ("•", "*", "bullet"), "cup": ("∪", "union", "union"),
    "cap": ("∩", "intersect", "intersected with"), "setminus": ("∖", "\\", "without"),
    "smallsetminus": ("∖", "\\", "without"), "oplus": ("⊕", "(+)", "direct sum"),
    "ominus": ("⊖", "(-)", "circled minus"), "otimes": ("⊗", "(x)", "tensor"), "oslash": ("⊘", "(/)", "circled slash"),
    "odot": ("⊙", "(.)", "circled dot"), "wedge": ("∧", "and", "and"), "land": ("∧", "and", "and"),
    "vee": ("∨", "or", "or"), "lor": ("∨", "or", "or"), "uplus": ("⊎", "(u+)", "disjoint union"),
    "sqcup": ("⊔", "union", "disjoint union"), "sqcap": ("⊓", "meet", "meet"), "veebar": ("⊻", "xor", "exclusive or"),
    "amalg": ("⨿", "coproduct", "coproduct"), "diamond": ("⋄", "<>", "diamond"),
    "triangleleft": ("◁", "<|", "triangle left"), "triangleright": ("▷", "|>", "triangle right"),
    "ltimes": ("⋉", "|x", "left semidirect product"), "rtimes": ("⋊", "x|", "right semidirect product"),
    "dagger": ("†", "+", "dagger"), "ddagger": ("‡", "++", "double dagger"), "bmod": ("mod", "mod", "modulo"),
    "boxplus": ("⊞", "[+]", "boxed plus"), "boxtimes": ("⊠", "[x]", "boxed times"), "dotplus": ("∔", ".+", "dot plus"),
}
_RELATIONS: Final[Names] = {
    "leq": ("≤", "<=", "is at most"), "le": ("≤", "<=", "is at most"), "geq": ("≥", ">=", "is at least"),
    "ge": ("≥", ">=", "is at least"), "leqslant": ("⩽", "<=", "is at most"), "geqslant": ("⩾", ">=", "is at least"),
    "lt": ("<", "<", "is less than"), "gt": (">", ">", "is greater than"), "neq": ("≠", "!=", "is not equal to"),
    "ne": ("≠", "!=", "is not equal to"), "ll": ("≪", "<<", "is much less than"),
    "gg": ("≫", ">>", "is much greater than"), "equiv": ("≡", "==", "is identical to"),
    "approx": ("≈", "~=", "is about"), "sim": ("∼", "~", "is similar to"),
    "simeq": ("≃", "~=", "is asymptotically equal to"), "cong": ("≅", "~=", "is congruent to"),
    "propto": ("∝", "~", "is proportional to"), "in": ("∈", "in", "in"), "notin": ("∉", "not in", "not in"),
    "ni": ("∋", "contains", "contains"), "subset": ("⊂", "subset of", "is a subset of"),
    "supset": ("⊃", "superset of", "contains"),
    "subseteq": ("⊆", "subset of or equal to", "is a subset of or equal to"),
    "supseteq": ("⊇", "superset of or equal to", "contains or equals"),
    "subsetneq": ("⊊", "proper subset of", "is a proper subset of"),
    "supsetneq": ("⊋", "proper superset of", "properly contains"),
    "nsubseteq": ("⊈", "not subset of", "is not a subset of"), "sqsubseteq": ("⊑", "[=", "is below"),
    "sqsupseteq": ("⊒", "=]", "is above"), "mid": ("∣", "|", "divides"),
    "nmid": ("∤", "does not divide", "does not divide"), "parallel": ("∥", "||", "is parallel to"),
    "nparallel": ("∦", "not ||", "is not parallel to"), "perp": ("⊥", "_|_", "is perpendicular to"),
    "vdash": ("⊢", "|-", "proves"), "models": ("⊨", "|=", "models"), "vDash": ("⊨", "|=", "models"),
    "dashv": ("⊣", "-|", "is left adjoint to"), "prec": ("≺", "precedes", "precedes"),
    "succ": ("≻", "succeeds", "succeeds"), "preceq": ("⪯", "precedes or equals", "precedes or equals"),
    "succeq": ("⪰", "succeeds or equals", "succeeds or equals"), "asymp": ("≍", "~=", "is of the order of"),
    "doteq": ("≐", ".=", "approaches"), "triangleq": ("≜", ":=", "is defined as"),
    "coloneqq": ("≔", ":=", "is defined as"), "eqqcolon": ("≕", "=:", "defines"),
    "lesssim": ("≲", "<~", "is less than or about"), "gtrsim": ("≳", ">~", "is greater than or about"),
    "bowtie": ("⋈", "|><|", "bow tie"), "smile": ("⌣", "smile", "smile"), "frown": ("⌢", "frown", "frown"),
    "lll": ("⋘", "<<<", "is very much less than"), "ggg": ("⋙", ">>>", "is very much greater than"),
    "nless": ("≮", "not <", "is not less than"), "ngtr": ("≯", "not >", "is not greater than"),
    "nleq": ("≰", "not <=", "is not at most"), "ngeq": ("≱", "not >=", "is not at least"),
    "approxeq": ("≊", "~=", "is about or equal to"), "risingdotseq": ("≓", ".=", "is about"),
    "triangleqq": ("≜", ":=", "is defined as"),
}
_ARROWS: Final[Names] = {
    "to": ("→", "->", "to"), "rightarrow": ("→", "->", "to"), "leftarrow": ("←", "<-", "from"),
    "gets": ("←", "<-", "gets"), "leftrightarrow": ("↔", "<->", "corresponds to"), "Rightarrow": ("⇒", "=>", "implies"),
    "Leftarrow": ("⇐", "<==", "is implied by"), "Leftrightarrow": ("⇔", "<=>", "is equivalent to"),
    "implies": ("⟹", "==>", "implies"), "impliedby": ("⟸", "<==", "is implied by"),
    "iff": ("⟺", "<=>", "if and only if"), "longrightarrow": ("⟶", "-->", "to"), "longleftarrow": ("⟵", "<--", "from"),
    "longleftrightarrow": ("⟷", "<-->", "corresponds to"), "Longrightarrow": ("⟹", "==>", "implies"),
    "Longleftarrow": ("⟸", "<==", "is implied by"), "Longleftrightarrow": ("⟺", "<=>", "is equivalent to"),
    "mapsto": ("↦", "|->", "maps to"), "longmapsto": ("⟼", "|-->", "maps to"), "uparrow": ("↑", "^", "up"),
    "downarrow": ("↓", "v", "down"), "updownarrow": ("↕", "|", "up and down"), "Uparrow": ("⇑", "^", "up"),
    "Downarrow": ("⇓", "v", "down"), "hookrightarrow": ("↪", "c->", "embeds in"),
    "hookleftarrow": ("↩", "<-c", "has embedded"), "nearrow": ("↗", "/>", "up to the right"),
    "searrow": ("↘", "\\>", "down to the right"), "swarrow": ("↙", "</", "down to the left"),
    "nwarrow": ("↖", "<\\", "up to the left"), "rightharpoonup": ("⇀", "->", "to"),
    "leftharpoonup": ("↼", "<-", "from"), "rightleftharpoons": ("⇌", "<=>", "in equilibrium with"),
    "leftrightharpoons": ("⇋", "<=>", "in equilibrium with"), "rightsquigarrow": ("⇝", "~>", "leads to"),
    "leadsto": ("⇝", "~>", "leads to"), "twoheadrightarrow": ("↠", "->>", "onto"),
    "rightarrowtail": ("↣", ">->", "into"), "rightrightarrows": ("⇉", "=>", "twice to"),
    "leftrightarrows": ("⇆", "<=>", "back and forth with"), "rightleftarrows": ("⇄", "<=>", "back and forth with"),
    "nrightarrow": ("↛", "-/->", "not to"), "nRightarrow": ("⇏", "=/=>", "does not imply"),
    "circlearrowleft": ("↺", "<-o", "turned left"), "circlearrowright": ("↻", "o->", "turned right"),
    "curvearrowright": ("↷", "~>", "turned right"),
}
_BIG: Final[Names] = {
    "sum": ("∑", "sum", "the sum"), "prod": ("∏", "prod", "the product"), "coprod": ("∐", "coprod", "the coproduct"),
    "bigcup": ("⋃", "union", "the union"), "bigcap": ("⋂", "intersection", "the intersection"),
    "bigoplus": ("⨁", "(+)", "the direct sum"), "bigotimes": ("⨂", "(x)", "the tensor product"),
    "bigvee": ("⋁", "or", "the disjunction"), "bigwedge": ("⋀", "and", "the conjunction"),
    "bigsqcup": ("⨆", "union", "the disjoint union"), "biguplus": ("⨄", "union", "the disjoint union"),
    "bigodot": ("⨀", "(.)", "the circled dot product"),
}
_INTEGRALS: Final[Names] = {
    "int": ("∫", "int", "the integral"), "iint": ("∬", "iint", "the double integral"),
    "iiint": ("∭", "iiint", "the triple integral"), "oint": ("∮", "oint", "the contour integral"),
    "oiint": ("∯", "oiint", "the surface integral"),
}
_LIMITS: Final = {
    "lim": "the limit", "max": "the maximum", "min": "the minimum", "sup": "the supremum", "inf": "the infimum",
    "limsup": "the limit superior", "liminf": "the limit inferior", "argmax": "the argument of the maximum",
    "argmin": "the argument of the minimum",
}
_FUNCTIONS: Final = {
    "sin": "sine", "cos": "cosine", "tan": "tangent", "cot": "cotangent", "sec": "secant", "csc": "cosecant",
    "arcsin": "arc sine", "arccos": "arc cosine", "arctan": "arc tangent", "arccot": "arc cotangent",
    "sinh": "hyperbolic sine", "cosh": "hyperbolic cosine", "tanh": "hyperbolic tangent",
    "coth": "hyperbolic cotangent", "log": "log", "ln": "natural log", "lg": "log", "exp": "exponential",
    "det": "determinant", "dim": "dimension", "ker": "kernel", "deg": "degree", "gcd": "greatest common divisor",
    "lcm": "least common multiple", "arg": "argument", "hom": "homomorphisms", "Pr": "probability", "rank": "rank",
    "tr": "trace", "span": "span", "im": "image", "sgn": "sign", "adj": "adjugate", "diag": "diagonal",
    "proj": "projection", "rref": "reduced row echelon form",
}
DELIMITERS: Final[Names] = {
    "langle": ("⟨", "<", "open angle"), "rangle": ("⟩", ">", "close angle"), "lfloor": ("⌊", "floor(", "floor of"),
    "rfloor": ("⌋", ")", "end floor"), "lceil": ("⌈", "ceil(", "ceiling of"), "rceil": ("⌉", ")", "end ceiling"),
    "lbrace": ("{", "{", "open brace"), "rbrace": ("}", "}", "close brace"), "{": ("{", "{", "open brace"),
    "}": ("}", "}", "close brace"), "lbrack": ("[", "[", "open bracket"), "rbrack": ("]", "]", "close bracket"),
    "lvert": ("|", "|", "bar"), "rvert": ("|", "|", "bar"), "lVert": ("‖", "||", "norm bar"),
    "rVert": ("‖", "||", "norm bar"), "vert": ("|", "|", "bar"), "|": ("‖", "||", "norm bar"),
    "Vert": ("‖", "||", "norm bar"), "lparen": ("(", "(", "open"), "rparen": (")", ")", "close"),
}
_ESCAPED: Final = {"%": "per cent", "$": "dollars", "#": "number", "&": "and", "_": "underscore"}
OPENING: Final = frozenset("([{⟨⌊⌈")
CLOSING: Final = frozenset(")]}⟩⌋⌉")


def _table() -> Iterator[tuple[str, Symbol]]:
    for name, glyph in _GREEK.items():
        yield name, Symbol(glyph, name.removeprefix("var"), _greek_words(name))
    kinds: Mapping[Kind, tuple[Names, ...]] = {"ord": (_ORDINARY,), "bin": (_BINARY,), "rel": (_RELATIONS, _ARROWS)}
    for kind, names in ((kind, names) for kind, tables in kinds.items() for names in tables):
        for name, (glyph, plain, words) in names.items():
            yield name, Symbol(glyph, plain, words, kind)
    for name, (glyph, plain, words) in _BIG.items():
        yield name, Symbol(glyph, plain, words, "op", "limits")
    for name, (glyph, plain, words) in _INTEGRALS.items():
        yield name, Symbol(glyph, plain, words, "op", "integral")
    for name, words in _LIMITS.items():
        glyph = {"limsup": "lim sup", "liminf": "lim inf", "argmax": "arg max", "argmin": "arg min"}.get(name, name)
        yield name, Symbol(glyph, glyph, words, "op", "limits")
    for name, words in _FUNCTIONS.items():
        yield name, Symbol(name, name, words, "op")
    yield "colon", Symbol(":", ":", ":", "punct")
    for name, words in _ESCAPED.items():
        yield name, Symbol(name, name, words)


def _greek_words(name: str) -> str:
    plain = name.removeprefix("var")
    return f"capital {plain.lower()}" if plain[0].isupper() else plain


SYMBOLS: Final[Mapping[str, Symbol]] = dict(_table())

# Characters typed as themselves.
_TYPED: Final[Mapping[str, Symbol]] = {
    "-": Symbol("−", "-", "minus", "bin"), "−": Symbol("−", "-", "minus", "bin"), "+": Symbol("+", "+", "plus", "bin"),
    "*": Symbol("∗", "*", "times", "bin"), "=": Symbol("=", "=", "equals", "rel"),
    "<": Symbol("<", "<", "is less than", "rel"), ">": Symbol(">", ">", "is greater than", "rel"),
    ":": Symbol(":", ":", "such that", "rel"), "/": Symbol("/", "/", "over"), ",": Symbol(",", ",", ",", "punct"),
    ";": Symbol(";", ";", ";", "punct"), "!": Symbol("!", "!", "factorial", "close"),
    "?": Symbol("?", "?", "?", "close"), "|": Symbol("|", "|", "bar"), "⋅": Symbol("·", "*", "times", "bin"),
    "½": Symbol("½", "1/2", "one half"), "²": Symbol("²", "^2", "squared"), "³": Symbol("³", "^3", "cubed"),
    "¼": Symbol("¼", "1/4", "one quarter"), "¾": Symbol("¾", "3/4", "three quarters"),
    "∆": Symbol("Δ", "Delta", "delta"), "µ": Symbol("μ", "mu", "micro"),
    "⊥": Symbol("⊥", "_|_", "is perpendicular to", "rel"), "@": Symbol("@", "@", "at"),
    '"': Symbol('"', '"', "double prime"),
}


def _glyphs() -> dict[str, Symbol]:
    known: dict[str, Symbol] = {}
    for symbol in SYMBOLS.values():
        if len(symbol.glyph) == 1 and not symbol.glyph.isascii():
            known.setdefault(symbol.glyph, symbol)
    for glyph, plain, words in DELIMITERS.values():
        kind: Kind = "open" if glyph in OPENING else "close" if glyph in CLOSING else "ord"
        known.setdefault(glyph, Symbol(glyph, plain, words, kind))
    return {**known, "(": Symbol("(", "(", "open", "open"), ")": Symbol(")", ")", "close", "close"), **_TYPED}


# What a character of the source stands for, where it isn't an ordinary letter or digit.
CHARACTERS: Final[Mapping[str, Symbol]] = _glyphs()
