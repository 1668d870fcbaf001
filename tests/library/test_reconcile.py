"""The index is brought in line with the catalogue, in steps that can end at any moment."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tutor.errors import LibraryError
from tutor.library.reconcile import Plan, Progress, Wanted, plan, plan_for, reconcile
from tutor.library.vectors import VectorIndex, open_index

SIZE = 8
Ids = st.dictionaries(st.sampled_from(["shared", "ann", "bob"]), st.frozensets(st.integers(0, 9).map(str)))


class Letters:
    """A model that counts letters; it fails after so many texts."""

    name, size = "letters", SIZE

    def __init__(self, most: int = 10_000) -> None:
        self.left = most

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.left -= len(texts)
        if self.left < 0:
            raise LibraryError("embeddings-broken", "it failed", remedy="none")
        rows = np.array([[1 + text.count(chr(97 + n)) for n in range(SIZE)] for text in texts], np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def wanted(owner: str, numbers: range) -> list[Wanted]:
    return [Wanted(f"{n:016x}", owner, f"{'abc'[n % 3] * n} of passage", ("a" * n, "b")) for n in numbers]


def ids(*some: Wanted) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in some:
        found.setdefault(one.owner, set()).add(one.passage)
    return found


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    return open_index(tmp_path / "chroma", "letters", SIZE, "c1")


@given(Ids, Ids)
def test_a_plan_carried_out_makes_the_index_hold_what_the_catalogue_does(
    catalogue: dict[str, frozenset[str]], index: dict[str, frozenset[str]]
) -> None:
    todo = plan(catalogue, index)
    after = {owner: set(ids) for owner, ids in index.items() if owner not in todo.gone}
    for owner, some in todo.remove.items():
        assert some <= after[owner]
        after[owner] -= some
    for owner, some in todo.add.items():
        assert not some & after.get(owner, set())
        after.setdefault(owner, set()).update(some)
    assert after == {owner: set(ids) for owner, ids in catalogue.items() if ids}
    assert bool(todo) == (after != index)
    assert plan(after, after) == Plan({}, {})


def test_steps_add_what_is_missing_and_remove_what_is_gone(index: VectorIndex) -> None:
    with index:
        old = [*wanted("shared", range(20)), *wanted("ann", range(100, 103))]
        list(reconcile(index, Letters(), plan_for(index, ids(*old)), old))
        new = [*wanted("shared", range(10, 30)), *wanted("bob", range(200, 201))]
        todo = plan_for(index, ids(*new))
        said = list(reconcile(index, Letters(), todo, new))
        assert todo.steps == 21
        assert said[-1] == Progress(added=11, removed=10, total=21)
        assert {owner: set(index.ids(owner)) for owner in index.owners()} == ids(*new)
        assert not plan_for(index, ids(*new))
        vector = Letters().embed([new[3].text])[0]
        assert index.closeness(["shared"], vector, [new[3].passage])[new[3].passage].passage == pytest.approx(1)


def test_only_what_is_missing_is_embedded(index: VectorIndex) -> None:
    some = wanted("shared", range(20))
    with index:
        list(reconcile(index, Letters(), plan_for(index, ids(*some[:19])), some))
        assert index.count("shared") == 19
        list(reconcile(index, Letters(3), plan_for(index, ids(*some)), some))
        assert index.count("shared") == 20


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_stopped_at_any_step_the_next_one_goes_on_from_there(index: VectorIndex, steps: int) -> None:
    some = wanted("shared", range(30))
    with index:
        run = reconcile(index, Letters(), plan_for(index, ids(*some)), some)
        list(islice(run, steps))
        run.close()
        assert index.count("shared") == 8 * steps
        list(reconcile(index, Letters(), plan_for(index, ids(*some)), iter(some)))
        assert index.ids("shared") == {one.passage for one in some}


def test_what_was_done_before_a_model_fails_stays(index: VectorIndex) -> None:
    some = wanted("shared", range(30))
    with index:
        with pytest.raises(LibraryError, match="it failed"):
            list(reconcile(index, Letters(2 * 8 * 3), plan_for(index, ids(*some)), some))
        assert index.count("shared") == 16


def test_what_went_meanwhile_is_passed_over_and_a_passage_without_windows_is_its_own(index: VectorIndex) -> None:
    some = wanted("shared", range(3))
    bare = Wanted("ff", "shared", "abc", ())
    with index:
        list(reconcile(index, Letters(), plan_for(index, ids(*some, bare)), [some[0], bare]))
        assert index.ids("shared") == {some[0].passage, "ff"}
        found = index.closeness(["shared"], Letters().embed(["abc"])[0], ["ff"])["ff"]
        assert (found.passage, found.window) == pytest.approx((1, 1))
