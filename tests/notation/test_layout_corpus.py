"""A corpus of formulas of the subjects taught: each is laid out with every visible symbol of its source."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest

from tutor.errors import NotationError
from tutor.notation.latex_layout import inline, layout
from tutor.notation.latex_words import spoken

CORPUS = r"""
2x + 3y = 12
a\vec v + b\vec w = \begin{pmatrix} 3 \\ -1 \end{pmatrix}
\begin{pmatrix} 1 & -2 \\ 13 & 4 \end{pmatrix} \begin{pmatrix} x \\ y \end{pmatrix}
A\vec x = \vec b
(AB)\vec x = A(B\vec x)
(AB)^{-1} = B^{-1}A^{-1}
(A^T)^T = A
A^\top A \hat{x} = A^\top b
\det A = \begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc
\left(\begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array}\right)
\left[\begin{array}{ccc} 1 & 0 & 0 \\ 0 & 1 & 0 \end{array}\right]
\begin{bmatrix} \frac{1}{2} & 0 \\ 0 & \frac{\sqrt{2}}{2} \end{bmatrix}
\begin{pmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{pmatrix}
\begin{pmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \cdots & a_{mn} \end{pmatrix}
\operatorname{span}\{\vec v_1, \dots, \vec v_k\}
\operatorname{rank} A + \dim \ker A = n
\operatorname{proj}_{\vec u} \vec v = \frac{\vec u \cdot \vec v}{\|\vec u\|^2} \vec u
\|\vec v\| = \sqrt{v_1^2 + v_2^2 + \dots + v_n^2}
\left\| \frac{\vec v}{\|\vec v\|} \right\| = 1
|\vec u \cdot \vec v| \le \|\vec u\| \, \|\vec v\|
\vec u \times \vec v \perp \vec u
\lambda^2 - \operatorname{tr}(A)\lambda + \det A = 0
A\vec v = \lambda\vec v
P D P^{-1}
T \colon \mathbb{R}^n \to \mathbb{R}^m
\mathbf{A}\mathbf{x} = \mathbf{b}
U \oplus W = V, \quad U \cap W = \{0\}
\langle u, v \rangle = \overline{\langle v, u \rangle}
\begin{cases} 2x + y = 5 \\ x - 3y = -1 \end{cases}
\begin{aligned} 2x + y &= 5 \\ x - 3y &= -1 \end{aligned}
R_2 \to R_2 - 2R_1
\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \xrightarrow{R_2 - 3R_1} \begin{pmatrix} 1 & 2 \\ 0 & -2 \end{pmatrix}
c_1\vec v_1 + c_2\vec v_2 = \vec 0 \implies c_1 = c_2 = 0
\overrightarrow{AB} = \vec b - \vec a
\det(AB) = \det A \cdot \det B
e_i \otimes e_j
A \in \mathbb{R}^{m \times n}
x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
f(x) = \begin{cases} x^2 & \text{if } x > 0 \\ -\frac{1}{2}x & \text{otherwise} \end{cases}
\lim_{x \to 0} \frac{\sin x}{x} = 1
\lim_{h \to 0} \frac{f(x+h) - f(x)}{h} = f'(x)
\frac{d}{dx} \left( x^n \right) = n x^{n-1}
\frac{dy}{dx} = \frac{dy}{du} \cdot \frac{du}{dx}
\frac{\partial^2 f}{\partial x \, \partial y}
\int_0^1 \frac{x^2}{\sqrt{1+x^2}} \, dx
\int_{-\infty}^{\infty} e^{-x^2} \, dx = \sqrt{\pi}
\int f(x) \, dx = F(x) + C
\left. \frac{x^3}{3} \right|_0^1
\iint_D f \, dA = \oint_{\partial D} \vec F \cdot d\vec r
\nabla \times \vec{E} = -\frac{\partial \vec B}{\partial t}
\sum_{i=1}^{n} i = \frac{n(n+1)}{2}
\sum_{k=0}^{\infty} \frac{x^k}{k!} = e^x
\prod_{k=1}^{n} \left(1 + \frac{1}{k}\right)
\binom{n}{k} = \frac{n!}{k!(n-k)!}
\frac{1}{1 + \frac{1}{1 + \frac{1}{x}}}
\sqrt[3]{\frac{a}{b}} + \sqrt[n]{x+1}
e^{i\pi} + 1 = 0
e^{-\frac{x^2}{2\sigma^2}}
a_{n_k} + x^{y^z} + 2^{2^n}
f''(x) - f'(x) = 0
\ln(ab) = \ln a + \ln b
\log_2 8 = 3
\sin^2 x + \cos^2 x = 1
\max_{x \in [0, 1]} f(x)
\forall \varepsilon > 0 \; \exists \delta > 0
|x - a| < \delta \Rightarrow |f(x) - L| < \varepsilon
\left\lfloor \frac{n}{2} \right\rfloor + \lceil x \rceil
\underbrace{a + a + \dots + a}_{n} = na
\overbrace{x + y}^{2}
\{ x \in \mathbb{Z} \mid x \ne 0 \}
\left\{ x \in \mathbb{R} \middle| \frac{1}{x} > 2 \right\}
A \cup B \subseteq C \setminus D
P(A|B) = \frac{P(B|A) P(A)}{P(B)}
\neg(p \land q) \iff \neg p \lor \neg q
x \equiv 3 \pmod{7}
10{,}000 + 1.5 \times 10^{-3}
30^\circ = \frac{\pi}{6}
\boxed{E = mc^2}
F = G\frac{m_1 m_2}{r^2}
v = v_0 + at, \quad s = \tfrac{1}{2} a t^2
p = \rho g h
v_{\text{max}} = 3\,\text{m/s}
\hat{\imath} + \bar z + \dot x + \ddot y + \tilde f
\overline{z + w} = \bar z + \bar w
\Delta G^\circ = -RT \ln K
\psi(x) = A e^{ikx}, \hbar \omega
\ce{2H2 + O2 -> 2H2O}
\ce{Fe^3+ + SCN- <=> FeSCN^2+}
\ce{CuSO4*5H2O}
\ce{^{14}_{6}C}
\ce{Ca(OH)2 + CO2 -> CaCO3 v + H2O}
\ce{CH3COOH <=>[K] CH3COO- + H+}
\ce{A ->[\Delta] B}
\mathrm{H_2O}, \mathrm{Na^{+}}
x \not= y, a \notin B
A \xleftarrow{g} B \xrightarrow[u]{t} C
\begin{matrix} a & b \\ c & d \end{matrix}
\bigl( x + \frac{1}{2} \bigr)^2
x \mapsto \frac{x + 1}{x - 1}
\overset{!}{=} \underset{n}{X}
2\frac{1}{2} + \frac12
a \circ b \bullet c \ast d
(1, 2, 3) + [0, 1) + ]2, 3]
x := 3; y \propto z \approx w \sim u \cong v
\vec{v_1} + \vec{AB}
\frac{a}{b} \Big/ \frac{c}{d}
\cancel{x} + \phantom{y}z
1 \\ 2 \\ 3
""".strip().splitlines()

# What the commands of the corpus are seen as; those not listed here show nothing or only arrange.
SEEN = {
    "pm": "±",
    "cdot": "·",
    "times": "×",
    "le": "≤",
    "ne": "≠",
    "not": "",
    "notin": "∉",
    "in": "∈",
    "infty": "∞",
    "to": "→",
    "mapsto": "↦",
    "implies": "⟹",
    "iff": "⟺",
    "Rightarrow": "⇒",
    "perp": "⊥",
    "oplus": "⊕",
    "otimes": "⊗",
    "cap": "∩",
    "cup": "∪",
    "subseteq": "⊆",
    "setminus": "∖",
    "forall": "∀",
    "exists": "∃",
    "nabla": "∇",
    "partial": "∂",
    "sum": "∑",
    "prod": "∏",
    "int": "∫",
    "iint": "∬",
    "oint": "∮",
    "dots": "…",
    "cdots": "⋯",
    "vdots": "⋮",
    "ddots": "⋱",
    "neg": "¬",
    "land": "∧",
    "lor": "∨",
    "equiv": "≡",
    "propto": "∝",
    "approx": "≈",
    "sim": "∼",
    "cong": "≅",
    "circ": "∘",
    "bullet": "•",
    "ast": "∗",
    "imath": "ı",
    "hbar": "ℏ",
    "mid": "∣",
    "pmod": "mod",
    "top": "⊤",
    "colon": ":",
    **{name: name for name in ("sin", "cos", "lim", "det", "dim", "ker", "ln", "log", "max")},
    "lambda": "λ",
    "theta": "θ",
    "pi": "π",
    "sigma": "σ",
    "varepsilon": "ε",
    "delta": "δ",
    "Delta": "Δ",
    "psi": "ψ",
    "omega": "ω",
    "rho": "ρ",
}
SILENT = {
    "vec",
    "frac",
    "tfrac",
    "sqrt",
    "left",
    "right",
    "middle",
    "begin",
    "end",
    "text",
    "mathbb",
    "mathbf",
    "mathrm",
    "operatorname",
    "overrightarrow",
    "overline",
    "hat",
    "bar",
    "dot",
    "ddot",
    "tilde",
    "underbrace",
    "overbrace",
    "quad",
    "langle",
    "rangle",
    "lfloor",
    "rfloor",
    "lceil",
    "rceil",
    "binom",
    "boxed",
    "xrightarrow",
    "xleftarrow",
    "ce",
    "overset",
    "underset",
    "bigl",
    "bigr",
    "Big",
    "cancel",
    "phantom",
}


def seen(text: str) -> Counter[str]:
    """The letters, digits and operators in a text, whatever their position or style."""
    text = unicodedata.normalize("NFKD", text.replace("°", "∘").replace("⌠", "∫").replace("ᵀ", "T"))
    return Counter(char for char in text if (char.isalnum() or char in OPERATORS) and not unicodedata.combining(char))


OPERATORS = set("+−=<>·×±≤∈∞→↦⟹⟺⇒⊥⊕⊗∩∪⊆∖∀∃∇∂∑∏∫∮⋯⋮⋱¬∧∨≡∝≈∼∘•∗∣!′,;")


def expected(source: str) -> Counter[str]:
    source = re.sub(r"\\begin\{[a-z]+\}(\{[lcr|]+\})?|\\end\{[a-z]+\}", " ", source)
    source = re.sub(r"\\phantom\{[a-z]\}", " ", source)
    visible = ""
    for match in re.finditer(r"\\([A-Za-z]+)|\\.|([^\\])", source):
        if match[1]:
            assert match[1] in SEEN or match[1] in SILENT, match[1]
            visible += SEEN.get(match[1], "")
        elif match[2]:
            visible += {"-": "−", "'": "′"}.get(match[2], match[2])
    visible = visible.replace(":=", "≔").replace("⊤", "T")
    if "\\ce" in source:
        # The arrows of chemistry are typed with signs that aren't shown, a lone v is an arrow, a star a dot.
        visible = re.sub(r"<=>|−>|->", "→", visible).replace("<=→", "").replace(" v ", " ").replace("*", "·")
        visible = visible.replace("<=>", "")
    return seen(visible)


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 80


def test_nearly_all_of_the_corpus_is_laid_out() -> None:
    failed = []
    for source in CORPUS:
        try:
            layout(source)
            inline(source)
            spoken(source)
        except NotationError as error:
            failed.append((source, str(error)))
    assert len(failed) <= 0.02 * len(CORPUS), failed


@pytest.mark.parametrize("source", CORPUS)
@pytest.mark.parametrize("show", [lambda source: "".join(layout(source).rows), inline], ids=["tall", "line"])
def test_every_visible_symbol_of_the_source_is_shown(source: str, show) -> None:
    missing = expected(source) - seen(show(source))
    if "\\ce" in source:
        missing = Counter({char: count for char, count in missing.items() if char.isalnum()})
    assert not missing


@pytest.mark.parametrize("source", CORPUS)
def test_nothing_is_shown_twice(source: str) -> None:
    letters = Counter({char: count for char, count in seen("".join(layout(source).rows)).items() if char.isalnum()})
    assert letters <= Counter({char: count for char, count in expected(source).items() if char.isalnum()})


@pytest.mark.parametrize("source", CORPUS)
def test_ascii_is_pure_and_keeps_letters_and_digits(source: str) -> None:
    for text in ("".join(layout(source, ascii=True).rows), inline(source, ascii=True)):
        assert text.isascii()
        latin = Counter({char: count for char, count in expected(source).items() if char.isalnum() and char.isascii()})
        assert not latin - seen(text)


@pytest.mark.parametrize("source", CORPUS)
def test_words_are_only_words_and_numbers(source: str) -> None:
    assert re.fullmatch(r"[\w .,;:/-]+", spoken(source)), spoken(source)
