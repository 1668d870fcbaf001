"""The benchmark of ten thousand documents measures what it says; here at a hundredth of its size."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.benchmarks.shelf import measure


def test_a_passage_is_found_by_its_words_in_every_kind_of_question(tmp_path: Path) -> None:
    found = measure(tmp_path, argparse.Namespace(documents=100, size=3_000, queries=60, seed=3))
    assert found["documents"] == 100
    assert found["passages"] > 300
    assert found["found"] >= 0.95
    assert 0 < found["ms_p50"] <= found["ms_p99"] <= found["ms_max"]
    assert found["memory_mb"] >= found["imports_mb"] > 0
