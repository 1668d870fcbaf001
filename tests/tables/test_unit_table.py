"""The table of units is what its script makes of pint's definitions, and says what the standards say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.tables import unit_table
from tutor.grading import unit_table as frozen
from tutor.grading.units import pieces, unit


def test_the_frozen_table_is_what_the_script_makes() -> None:
    pytest.importorskip("pint")
    assert unit_table.TARGET.read_text("utf-8") == unit_table.table() + "\n"


@pytest.mark.parametrize(
    ("word", "factor"),
    [
        ("in", "0.0254"), ("ft", "0.3048"), ("mi", "1609.344"), ("nautical mile", "1852"), ("lb", "0.45359237"), ("L", "0.001"),
        ("atm", "101325"), ("bar", "100000"), ("eV", "1.602176634e-19"), ("cal", "4.184"), ("kWh", "3600000"), ("G", "0.0001"),
        ("ha", "10000"), ("acre", "4046.8564224"), ("d", "86400"), ("year", "31557600"), ("c", "299792458"), ("Å", "1e-10"),
        ("t", "1000"), ("μm", "1e-6"), ("GHz", "1e9"), ("Torr", "101325/760"), ("gallon", "0.003785411784"),
    ],
)  # fmt: skip
def test_factors_are_those_of_the_definitions(word: str, factor: str) -> None:
    above, _, below = factor.partition("/")
    found = Fraction(1)
    for symbol, power in pieces(word) or ():
        found *= unit(symbol).factor ** power
    assert found == Fraction(above) / Fraction(below or 1)


def test_every_symbol_and_name_means_the_unit_it_is_listed_for() -> None:
    for spelling, symbol in {**frozen.NAMES, **frozen.SYMBOLS}.items():
        assert pieces(spelling) == ((symbol, 1),)
        assert unit(symbol).factor > 0


def test_every_prefixed_unit_is_its_power_of_ten() -> None:
    for prefix, power in frozen.POWERS.items():
        for symbol in frozen.PREFIXED:
            found = pieces(prefix + symbol)
            if found == ((prefix + symbol, 1),) and prefix + symbol not in frozen.UNITS:
                assert unit(prefix + symbol).factor == unit(symbol).factor * Fraction(10) ** power


@pytest.mark.parametrize(
    ("word", "units"),
    [
        ("min", "min"), ("cd", "cd"), ("ft", "ft"), ("Pa", "Pa"), ("ms", "ms"), ("nm", "nm"), ("mT", "mT"), ("kilometres", "km"),
        ("Kilogram", "kg"), ("feet", "ft"), ("Kg", "kg"), ("microfarads", "μF"), ("Nm", "N m"), ("kgm", "kg m"), ("sm", "s m"),
        ("VAs", "V A s"), ("metresecond", "m s"), ("daA", "daA"),
    ],
)  # fmt: skip
def test_the_longest_meaning_of_a_word_wins(word: str, units: str) -> None:
    assert " ".join(symbol for symbol, _ in pieces(word) or ()) == units


@pytest.mark.parametrize("word", ["foo", "j", "hello", "mass", "banana", "x", "Q" * 100])
def test_what_is_no_unit_is_none(word: str) -> None:
    assert pieces(word) is None
