"""A small share of the long fuzzing run: the whole is `tests/benchmarks/fuzzing.py`."""

from __future__ import annotations

import pytest

from tests.benchmarks.fuzzing import share


@pytest.mark.parametrize("seed", range(4))
def test_any_text_gets_a_verdict_or_a_typed_refusal(seed: int) -> None:
    found = share(seed, 1500)
    assert [failure for failure in found.failures if not failure.endswith(" ms")] == []
    assert sum(found.verdicts.values()) == 1500
