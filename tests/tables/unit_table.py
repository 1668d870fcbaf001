"""The frozen table of units, made from pint's definitions in exact fractions.

    python -m tests.tables.unit_table [--write]

Prints `tutor/grading/unit_table.py`, or writes it. pint is needed here only; the program never imports it. What pint
defines otherwise than schools and standards do is written as an expression: the gauss in SI, the international acre, the
parsec and the light year of the IAU, the atomic mass unit of CODATA 2022, which another release of pint has otherwise.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

TARGET: Final = Path(__file__).resolve().parents[2] / "tutor" / "grading" / "unit_table.py"
BASE: Final = ("meter", "kilogram", "second", "ampere", "kelvin", "mole", "candela", "bit")
PLAIN: Final = frozenset({"radian", "count", "steradian"})  # what the SI counts as the number one
AFFINE: Final = {"degree_Celsius": "delta_degree_Celsius", "degree_Fahrenheit": "delta_degree_Fahrenheit"}

PREFIXES: Final = """
Q quetta | R ronna | Y yotta | Z zetta | E exa | P peta | T tera | G giga | M mega | k kilo | h hecto | da deca deka | d deci
c centi | m milli | μ,u,mc micro | n nano | p pico | f femto | a atto | z zepto | y yocto | r ronto | q quecto
"""

# symbols, the first of them shown | names without the plural's s | definition for pint; `pi` before it: a multiple of pi,
# `1/pi`: a multiple of 1/pi. The marks: * takes SI prefixes, + may also be run together with others, as Nm and kWh.
UNITS: Final = """
m *+ | metre, meter | meter
g *+ | gram, gramme | gram
s *+ | second, sec | second
A *+ | ampere, amp | ampere
K,degK *+ | kelvin | kelvin
mol *+ | mole, mol | mole
cd *+ | candela, candelas | candela
Hz *+ | hertz | 1/second
N *+ | newton | newton
Pa *+ | pascal | pascal
J *+ | joule | joule
W *+ | watt | watt
C *+ | coulomb | coulomb
V *+ | volt | volt
F *+ | farad | farad
Ω,ohm,ohms *+ | ohm | ohm
S *+ | siemens | siemens
Wb *+ | weber | weber
T *+ | tesla | tesla
H * | henry, henries | henry
lm * | lumen | lumen
lx * | lux | lux
Bq * | becquerel | becquerel
Gy * | gray | gray
Sv * | sievert | sievert
kat * | katal | katal
rad *+ | radian | radian
sr * | steradian | steradian
L,l,ℓ *+ | litre, liter | liter
t * | tonne, metric ton, metricton | metric_ton
bar * | bar | bar
eV *+ | electronvolt, electron volt | electron_volt
u,amu * | atomic mass unit, amu | 1.66053906892e-27*kilogram
Da * | dalton | 1.66053906892e-27*kilogram
cal * | calorie | calorie
Cal | food calorie, large calorie | 1000*calorie
h,hr,hrs + | hour, hr | hour
min,mins | minute, min | minute
d | day | day
wk,wks | week | week
mo | month | year/12
fortnight | fortnight | fortnight
decade | decade | 10*year
century | century, centuries | 100*year
yr,yrs *  | year, annum | year
Wh * | watt hour, watt-hour | watt*hour
M * | molar | mole/liter
b * | barn | barn
G,Gs * | gauss | 1e-4*tesla
Oe * | oersted | 1/pi 250*ampere/meter
Mx * | maxwell | 1e-8*weber
Ci * | curie | curie
roentgen | roentgen | roentgen
rem * | rem | rem
dyn * | dyne | dyne
erg * | erg | erg
P * | poise | poise
St | stokes | stokes
galileo | galileo | centimeter/second**2
Np | neper | radian
B * | byte | byte
bit * | bit | bit
pc * | parsec | 1/pi 648000*astronomical_unit
au,AU | astronomical unit | astronomical_unit
ly,lyr * | light year, light-year, lightyear | light_year
c | speed of light | speed_of_light
Å | angstrom, ångström, ångstrom, ångstroms | angstrom
ha | hectare | hectare
a | are | are
ac | acre | 43560*foot**2
in | inch, inches | inch
ft | foot, feet | foot
yd,yds | yard | yard
mi | mile | mile
nmi,NM | nautical mile | nautical_mile
mil | mil, thou | inch/1000
fur | furlong | 660*foot
fathom,ftm | fathom | 6*foot
rod | rod, perch | 33*foot/2
chain | chain | 66*foot
league | league | 3*mile
lb,lbs,lbm | pound | pound
oz,ozs | ounce | ounce
st | stone, stones | stone
ton,tons | short ton | short_ton
long ton | long ton | long_ton
slug | slug | slug
grain | grain | grain
ct | carat | gram/5
lbf | pound force, pound-force | pound_force
kgf,kp | kilogram force, kilogram-force | kilogram_force
kip | kip | kip
pdl | poundal | pound*foot/second**2
psi | psi | psi
ksi | ksi | 1000*psi
atm | atmosphere, atm | standard_atmosphere
mmHg | millimetre of mercury, millimeter of mercury, millimetres of mercury, millimeters of mercury, mm hg | mmHg
inHg | inch of mercury, inches of mercury, in hg | inch_Hg
Torr,torr * | torr | torr
hp | horsepower, horse power | horsepower
Btu,BTU | british thermal unit, btu | british_thermal_unit
kn,kt | knot | knot
gal | gallon | gallon
qt | quart | quart
pt | pint | pint
cup | cup | cup
floz | fluid ounce, fl oz | fluid_ounce
gill | gill | pint/4
imp gill | imperial gill | imperial_pint/4
tbsp | tablespoon | tablespoon
tsp | teaspoon | teaspoon
bbl | barrel | 42*gallon
imp gal | imperial gallon | imperial_gallon
imp qt | imperial quart | imperial_quart
imp pt | imperial pint | imperial_pint
imp floz | imperial fluid ounce | imperial_fluid_ounce
imp ton | imperial ton | long_ton
°C,degC | degree celsius, degrees celsius, celsius, degree centigrade, degrees centigrade | degree_Celsius
°F,degF | degree fahrenheit, degrees fahrenheit, fahrenheit | degree_Fahrenheit
°R,degR | degree rankine, degrees rankine, rankine | degree_Rankine
°,deg | degree | pi degree
arcmin,′ | arcminute, minute of arc, minutes of arc | pi arcminute
arcsec,″ | arcsecond, second of arc, seconds of arc | pi arcsecond
gon,grad | gradian, gon | pi grade
rev | revolution, turn, cycle, rev | pi turn
rpm | rpm | pi turn/minute
% | percent, per cent | percent
‰ | per mille, permille, per mil | 1/1000
ppm | part per million, parts per million, ppm | ppm
ppb | part per billion, parts per billion, ppb | 1e-9
k | kilo | 1000
"""
# spelling -> unit symbols with their exponents
COMPOUNDS: Final = {
    "mph": "mi/h", "kph": "km/h", "kmh": "km/h", "kmph": "km/h", "fps": "ft/s", "mps": "m/s", "gpm": "gal/min", "cc": "cm3",
    "kWh": "kW h", "ft-lb": "ft lbf", "ft-lbs": "ft lbf", "ft-lbf": "ft lbf", "foot-pound": "ft lbf", "foot pound": "ft lbf",
    "in-lb": "in lbf", "lb-ft": "lbf ft", "lbf-ft": "lbf ft", "pound-foot": "lbf ft", "mcg": "μg", "gm": "g", "gms": "g", "micron": "μm",
}  # fmt: skip


def units() -> list[tuple[tuple[str, ...], str, tuple[str, ...], str]]:
    """The lines of UNITS: symbols, marks, names, definition."""
    found = []
    for line in UNITS.strip().splitlines():
        head, names, definition = (part.strip() for part in line.split("|"))
        marks = "".join(sorted(set(head) & set("*+")))
        symbols = tuple(head.removesuffix("*+").removesuffix("*").removesuffix("+").strip().split(","))
        found.append((symbols, marks, tuple(name.strip() for name in names.split(",")), definition))
    return found


def table() -> str:
    """The text of the module."""
    import pint

    registry: Any = pint.UnitRegistry(non_int_type=Fraction)
    lines, spellings, names, prefixed, joined = [], {}, {}, [], []
    for symbols, marks, words, definition in units():
        shown = symbols[0]
        lines.append(f"    {shown!r}: {_row(registry, definition)},")
        spellings.update(dict.fromkeys(symbols, shown))
        names.update(dict.fromkeys((word.casefold() for word in words), shown))
        prefixed += [shown] if "*" in marks else []
        joined += [shown] if "+" in marks else []
    short, long, powers = _prefixes(registry)
    compounds = {one: _pieces(whole) for one, whole in COMPOUNDS.items() if one not in spellings}
    return "\n".join([
        HEAD, "UNITS: Final[Mapping[str, Row]] = {", *lines, "}  # fmt: skip", "",
        *_dictionary("SYMBOLS", "str", spellings), *_dictionary("NAMES", "str", names),
        *_dictionary("COMPOUNDS", "tuple[tuple[str, int], ...]", compounds),
        *_set("PREFIXED", prefixed), *_set("JOINED", joined),
        *_dictionary("SHORT_PREFIXES", "str", short), *_dictionary("LONG_PREFIXES", "str", long),
        *_dictionary("POWERS", "int", powers),
    ])  # fmt: skip


def _row(registry: Any, definition: str) -> str:
    power, _, rest = definition.partition(" ")
    pi = {"pi": 1, "1/pi": -1}.get(power, 0)
    written = rest if pi else definition
    offset = Fraction(0)
    if written in AFFINE:
        offset = registry.Quantity(Fraction(0), written).to("kelvin").magnitude
        written = AFFINE[written]
    found = registry.Quantity(Fraction(1), "dimensionless") * registry.parse_expression(written)
    found = found.to_base_units()
    factor = Fraction(found.magnitude)
    if pi == 1:
        factor /= registry.Quantity(Fraction(1), "pi").to_base_units().magnitude
    exponents = dict(found.unit_items())
    assert exponents.keys() <= {*BASE, *PLAIN}, (definition, exponents)
    dimension = tuple(int(exponents.get(name, 0)) for name in BASE)
    assert factor.denominator < 10**60, definition
    return f"({factor.numerator}, {factor.denominator}, {pi}, {dimension}, {offset.numerator}, {offset.denominator})"


def _prefixes(registry: Any) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    short, long, powers = {}, {}, {}
    for entry in PREFIXES.replace("\n", "|").split("|"):
        if not entry.strip():
            continue
        symbols, *words = entry.split()
        shown = symbols.split(",")[0]
        short.update(dict.fromkeys(symbols.split(","), shown))
        long.update(dict.fromkeys(words, shown))
        factor = Fraction(registry.Quantity(Fraction(1), f"{words[-1]}meter").to("meter").magnitude)
        powers[shown] = len(str(factor.numerator)) - len(str(factor.denominator))
        assert Fraction(10) ** powers[shown] == factor, entry
    return short, long, powers


def _pieces(whole: str) -> tuple[tuple[str, int], ...]:
    above, _, below = whole.partition("/")
    pieces = [(piece, 1) for piece in above.split()] + [(piece, -1) for piece in below.split()]
    return tuple((piece[:-1], 3) if piece.endswith("3") else (piece, power) for piece, power in pieces)


def _dictionary(name: str, kind: str, entries: dict[str, Any]) -> list[str]:
    lines = [f"    {key!r}: {value!r}," for key, value in entries.items()]
    return [f"{name}: Final[Mapping[str, {kind}]] = {{", *lines, "}  # fmt: skip"]


def _set(name: str, entries: list[str]) -> list[str]:
    return [f"{name}: Final = frozenset({{", *(f"    {entry!r}," for entry in entries), "})  # fmt: skip"]


HEAD: Final = '''\
"""Units of measurement in exact numbers. Written by tests/tables/unit_table.py from pint's definitions; not by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Row = tuple[int, int, int, tuple[int, int, int, int, int, int, int, int], int, int]

# symbol: numerator and denominator of the factor to SI units, its power of pi, the exponents of (m, kg, s, A, K, mol, cd, bit),
# numerator and denominator of what is added after the factor (temperatures)'''


def main() -> None:
    """Print or write the table."""
    if "--write" in sys.argv:
        TARGET.write_text(table() + "\n", "utf-8")
    else:
        print(table())


if __name__ == "__main__":
    main()
