"""The vector index, on the real Chroma: what was put is found, exactly; what went is gone; nobody is asked over the network."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.index.known import OWNER, exact, known, name, unit, wrong
from tests.program import environment
from tutor.errors import InputError, LibraryError, TutorError
from tutor.library.index import shelf
from tutor.library.index.nearest import Exact
from tutor.library.index.rescoring import Found, shortlist
from tutor.library.vectors import Closeness, VectorIndex, Vectors, forget_everywhere, open_index

SIZE = 8
LEARNER = "01234567-89ab-7def-8123-456789abcdef"
Opened = Callable[..., VectorIndex]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return lambda model="m", **more: open_index(tmp_path / "chroma", model, SIZE, "c1", **more)


def entries(numbers: range) -> list[Vectors]:
    return [known(n, SIZE) for n in numbers]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=200), st.integers(0, 60), st.integers(0, 50))
def test_vectors_in_memory_are_ranked_as_by_the_plainest_way(
    steps: list[tuple[bool, int]], k: int, sought: int
) -> None:
    near, there = Exact(SIZE), set()
    for put, n in steps:
        near.put(known(n, SIZE)) if put else near.remove(name(n))
        there = there | {n} if put else there - {n}
    vector = known(sought, SIZE).vector
    answer, truth = near.nearest(vector, k), exact(there, vector, k, SIZE)
    assert len(near) == len(there)
    assert list(answer) == list(truth)
    for passage, closeness in truth.items():
        assert answer[passage].passage == pytest.approx(closeness.passage, abs=1e-6)
        assert answer[passage].window == pytest.approx(closeness.window, abs=1e-6)
    assert set(near.closeness(vector, [*truth, "nobody"])) == set(truth)


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=30), st.integers(1, 30), st.integers(1, 10))
def test_a_shortlist_keeps_whatever_either_graph_found_of_the_best(
    cosines: list[tuple[float, float]], reach: int, k: int
) -> None:
    names = [str(n) for n in range(len(cosines))]
    graphs, both = [], dict(zip(names, cosines, strict=True))
    for which in (0, 1):
        best = sorted(names, key=lambda name: -both[name][which])[:reach]
        graphs.append(Found({name: both[name][which] for name in best}, both[best[-1]][which] if best else -1.0))
    either = graphs[0].cosines.keys() | graphs[1].cosines.keys()
    kept = shortlist(graphs[0], graphs[1], k)
    assert kept <= either
    truth = sorted(names, key=lambda name: -sum(both[name]))[:k]
    assert either & set(truth) <= kept


@pytest.mark.parametrize("most", [10_000, 0], ids=["exact", "graphs"])
def test_after_any_writings_the_index_holds_just_what_was_put_and_says_so_when_opened_again(
    opened: Opened, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(shelf.GRAPH, "sync_threshold", 100)
    monkeypatch.setattr(shelf, "PAGE", 7)
    rng, there = random.Random(most), set()
    for _ in range(3):
        with opened(exact=most) as index:
            assert index.rebuilt is None
            assert index.ids(OWNER) == {name(n) for n in there}
            for _ in range(4):
                some = rng.sample(range(150), 40)
                if rng.random() < 0.3:
                    index.remove(OWNER, [*map(name, some), "nobody"])
                    there -= set(some)
                else:
                    index.put(OWNER, [known(n, SIZE) for n in some])
                    there |= set(some)
                assert index.ids(OWNER) == {name(n) for n in there}
                assert wrong(index, SIZE, sought=5) == []


def test_a_replaced_entry_leaves_nothing_of_the_one_before(opened: Opened) -> None:
    old, new = known(2, SIZE), Vectors(name(2), known(7, SIZE).vector, known(7, SIZE).windows[:1])
    with opened(exact=0) as index:
        index.put(OWNER, [old])
        index.put(OWNER, [new])
        assert index.nearest([OWNER], new.vector, 5)[name(2)].passage == pytest.approx(1)
    with opened() as index:
        assert index.count(OWNER) == 1
        found = index.closeness([OWNER], new.vector, [name(2)])[name(2)]
        assert found.window == pytest.approx(float(new.windows[0] @ new.vector), abs=1e-6)


@pytest.mark.parametrize("most", [10_000, 0])
def test_owners_are_kept_apart_and_searched_together_when_both_are_asked_for(opened: Opened, most: int) -> None:
    vector = known(3, SIZE).vector
    with opened(exact=most) as index:
        index.put(OWNER, entries(range(10)))
        index.put(LEARNER, entries(range(10, 20)))
        assert index.owners() == {OWNER, LEARNER}
        assert set(index.nearest([OWNER], vector, 20)) == set(map(name, range(10)))
        assert set(index.nearest([LEARNER, "nobody"], vector, 20)) == set(map(name, range(10, 20)))
        both = index.nearest([OWNER, LEARNER], vector, 20)
        assert list(both) == list(exact(range(20), vector, 20, SIZE))
        assert not index.nearest(["nobody"], vector, 5)
        assert set(index.closeness([OWNER], vector, [name(1), name(11)])) == {name(1)}


def test_many_passages_are_found_by_chromas_graphs_nearly_as_by_all_products(opened: Opened) -> None:
    with opened(exact=0) as index:
        index.put(OWNER, entries(range(600)))
        hits = 0
        for n in range(0, 600, 20):
            vector = unit(known(n, SIZE).windows[0] + 0.3 * known(n + 1, SIZE).vector)
            hits += len(set(index.nearest([OWNER], vector, 5)) & set(exact(range(600), vector, 5, SIZE)))
    assert hits >= 0.98 * 5 * 30


V = np.eye(SIZE, dtype=np.float32)


@pytest.mark.parametrize(
    ("owner", "entry"),
    [
        (OWNER, Vectors("ab", V[0] * 2, V[:2])),
        (OWNER, Vectors("ab", V[0], V[:2] * np.float32("nan"))),
        (OWNER, Vectors("ab", V[0] * 0, V[:2])),
        (OWNER, Vectors("ab", V[0], V[:0])),
        (OWNER, Vectors("ab", V[0][:4], V[:2])),
        (OWNER, Vectors("ab", V[0], V[:2, :4])),
        (OWNER, Vectors("a-b", V[0], V[:2])),
        (OWNER, Vectors("", V[0], V[:2])),
        ("../x", Vectors("ab", V[0], V[:2])),
        ("a.b", Vectors("ab", V[0], V[:2])),
    ],
)
def test_what_cannot_be_kept_is_refused_before_anything_is_written(opened: Opened, owner: str, entry: Vectors) -> None:
    with opened() as index:
        with pytest.raises(TutorError) as raised:
            index.put(owner, [known(1, SIZE), entry])
        assert raised.value.code in {"embeddings-broken", "bad-argument"}
        assert index.owners() == frozenset()
        assert not index.ids(owner)


@pytest.mark.parametrize("model", ["../m", "a/b", "", "M", "a..b", "m-damaged-1", "x" * 200])
def test_a_models_name_never_leads_elsewhere(opened: Opened, model: str) -> None:
    with pytest.raises(LibraryError):
        opened(model)


def test_another_size_of_vectors_begins_anew_and_says_so(opened: Opened, tmp_path: Path) -> None:
    with opened() as index:
        index.put(OWNER, entries(range(3)))
    with open_index(tmp_path / "chroma", "m", SIZE + 1, "c1") as index:
        assert index.rebuilt
        assert index.count(OWNER) == 0


def test_models_have_indexes_of_their_own(opened: Opened) -> None:
    with opened() as index, opened("n") as other:
        index.put(OWNER, entries(range(3)))
        assert other.count(OWNER) == 0


def test_a_second_program_is_told_that_the_index_is_taken(opened: Opened) -> None:
    with opened(), pytest.raises(LibraryError) as raised:
        opened()
    assert raised.value.code == "library-busy"
    opened().close()


def test_a_closed_index_says_so(opened: Opened) -> None:
    index = opened()
    index.close()
    index.close()
    with pytest.raises(LibraryError):
        index.put(OWNER, entries(range(1)))
    with pytest.raises(LibraryError):
        index.nearest([OWNER], V[0], 1)


OTHERS = 0xA1B2C3D4E5F60718  # ids that hold no other one, whatever stands before them


def traces(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())


@pytest.mark.parametrize("count", [30, 300], ids=["in the log", "in graphs"])
def test_nothing_of_a_forgotten_owner_stays_in_any_file(
    opened: Opened, tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(shelf.GRAPH, "sync_threshold", 100)
    with opened() as index:
        index.put(LEARNER, entries(range(count)))
        index.put(OWNER, entries(range(OTHERS, OTHERS + 30)))
    with opened("other") as index:
        index.put(LEARNER, entries(range(5)))
    with opened("third") as index:
        index.put(OWNER, entries(range(OTHERS + 30, OTHERS + 35)))
    marks = [known(n, SIZE).vector.tobytes() for n in range(count)] + [name(n).encode() for n in range(count)]
    before = traces(tmp_path / "chroma")
    assert all(mark in before for mark in [*marks, LEARNER.encode()])
    with opened() as index:
        index.forget(LEARNER)
        assert index.owners() == {OWNER}
        assert wrong(index, SIZE, sought=3) == []
    after = traces(tmp_path / "chroma")
    assert not [mark for mark in [*marks, LEARNER.encode()] if mark in after]
    with opened() as index:
        assert index.rebuilt is None
        assert index.count(OWNER) == 30


def test_forgetting_in_closed_indexes_takes_only_those_that_hold_the_owner(opened: Opened, tmp_path: Path) -> None:
    for model, owner in (("a", OWNER), ("b", LEARNER)):
        with opened(model) as index:
            index.put(owner, entries(range(5)))
    (tmp_path / "chroma" / "a-c1-damaged-20260101T000000Z").mkdir()
    forget_everywhere(tmp_path / "chroma", LEARNER)
    assert {path.name for path in (tmp_path / "chroma").iterdir() if path.is_dir()} == {"a-c1"}
    forget_everywhere(tmp_path / "nowhere", LEARNER)
    with opened("a"), pytest.raises(LibraryError) as raised:
        forget_everywhere(tmp_path / "chroma", LEARNER)
    assert raised.value.code == "library-busy"


ALONE = """
import sys
def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind", "socket.gethostbyname"}:
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(refuse)
from pathlib import Path
from tests.benchmarks.index.known import known
from tutor.library.vectors import open_index
for turn in range(2):
    with open_index(Path(sys.argv[1]), "m", 8, "c1", exact=0) as index:
        index.put("shared", [known(n, 8) for n in range(40)])
        assert index.nearest(["shared"], known(3, 8).vector, 5)
        index.forget("shared") if turn else None
print("alone")
"""


def test_nothing_is_asked_over_the_network_nor_read_from_settings_that_lie_about(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ANONYMIZED_TELEMETRY=True\nCHROMA_OTEL_COLLECTION_ENDPOINT=http://127.0.0.1:9\n")
    surroundings = environment(CHROMA_OTEL_COLLECTION_ENDPOINT="http://127.0.0.1:9", ANONYMIZED_TELEMETRY="True")
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(tmp_path / "chroma")],
        capture_output=True, text=True, cwd=tmp_path, env=surroundings, check=False, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("alone\n", 0), done.stderr


def test_the_mean_of_both_cosines_ranks() -> None:
    assert Closeness(0.5, 1.0).mean == 0.75


def test_an_owner_must_be_fit_for_a_name(opened: Opened) -> None:
    with opened() as index, pytest.raises(InputError):
        index.put("a b", entries(range(1)))
