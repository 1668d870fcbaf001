"""What goes into the catalogue comes out as it was, to whom it belongs and to nobody else."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.shelves import ACIDS, ADA, BO, KERNEL, item, put, sources, texts
from tutor.errors import LibraryError
from tutor.library.catalogue import Catalogue
from tutor.library.document import SHARED
from tutor.library.passages import cut
from tutor.library.reading import read


def test_a_passage_comes_back_with_all_that_is_known_of_it(catalogue: Catalogue) -> None:
    document = put(catalogue, ADA, "maths/maps.md", KERNEL)
    (entry,) = catalogue.documents([ADA])
    assert (entry.id, entry.source, entry.title, entry.form, entry.characters) == (
        document, "maths/maps.md", "Maps", "markdown", len(KERNEL),
    )  # fmt: skip
    pieces = cut(read("maths/maps.md", KERNEL.encode()))
    passages = catalogue.of_document([ADA], document)
    assert [(one.start, one.end, one.text, one.headings) for one in passages] == [
        (one.start, one.end, one.text, one.headings) for one in pieces
    ]
    for one in passages:
        assert catalogue.passage([ADA], one.id) == one
        assert one.line == KERNEL.count("\n", 0, one.start) + 1
        assert one.source == "maths/maps.md"
    assert catalogue.document_text([ADA], document) == KERNEL


def test_nothing_of_one_learner_reaches_another(catalogue: Catalogue) -> None:
    hers = put(catalogue, ADA, "maps.md", KERNEL)
    put(catalogue, SHARED, "acids.md", ACIDS)
    (passage, *_) = catalogue.of_document([ADA], hers)
    assert sources(catalogue, BO, SHARED) == ["acids.md"]
    assert catalogue.passages([BO, SHARED], [passage.id]) == {}
    assert catalogue.of_document([BO, SHARED], hers) == ()
    assert catalogue.cited([BO, SHARED], "maps.md") == ()
    assert catalogue.lexical([BO, SHARED], "kernel of a map", 5) == {}
    assert catalogue.idf([BO, SHARED], "kernel") == {}
    assert catalogue.find([BO, SHARED], hers) == ()
    assert catalogue.ids(BO) == frozenset()
    assert list(catalogue.entries(BO)) == []
    for work in (
        lambda: catalogue.passage([BO, SHARED], passage.id),
        lambda: catalogue.document_text([BO], hers),
        lambda: catalogue.remove(BO, hers),
    ):
        with pytest.raises(LibraryError) as refusal:
            work()
        assert refusal.value.code in ("unknown-passage", "unknown-document")
    assert sources(catalogue, ADA) == ["maps.md"]


def test_the_same_document_of_two_owners_is_two(catalogue: Catalogue) -> None:
    assert put(catalogue, ADA, "maps.md", KERNEL) != put(catalogue, BO, "maps.md", KERNEL)
    catalogue.forget(ADA)
    assert sources(catalogue, BO) == ["maps.md"]
    assert list(catalogue.lexical([BO], "kernel", 1))


def test_a_file_that_changed_holds_the_new_document_only(catalogue: Catalogue) -> None:
    before = put(catalogue, ADA, "notes.md", KERNEL)
    (added,) = catalogue.add_all(ADA, [item(ADA, "notes.md", ACIDS)], 2)
    assert (added.state, added.replaced) == ("replaced", before)
    assert sources(catalogue, ADA) == ["notes.md"]
    assert catalogue.lexical([ADA], "kernel", 5) == {}
    assert list(catalogue.lexical([ADA], "proton", 5))
    assert catalogue.check() == ()


def test_a_document_in_two_files_goes_with_the_second(catalogue: Catalogue) -> None:
    (one,) = catalogue.add_all(ADA, [item(ADA, "a.md", KERNEL, origin="/x/a.md", root="/x")], 1)
    (two,) = catalogue.add_all(ADA, [item(ADA, "b.md", KERNEL, origin="/x/b.md", root="/x")], 1)
    assert (one.state, two.state, one.document) == ("added", "kept", two.document)
    assert catalogue.documents([ADA])[0].sources == ("a.md", "b.md")
    assert [one.source for one in catalogue.cited([ADA], "b.md")]
    assert catalogue.release(ADA, ["/x/a.md"]) == ()
    assert sources(catalogue, ADA) == ["b.md"]
    assert catalogue.release(ADA, ["/x/b.md"]) == (one.document,)
    assert catalogue.ids(ADA) == frozenset()


def test_the_section_of_a_citation_is_found_by_its_words_and_as_links_name_it(catalogue: Catalogue) -> None:
    long = "Every word of this paragraph is here to make it long enough to stand alone. " * 12
    put(
        catalogue,
        SHARED,
        "algebra/maps.md",
        f"# Maps\n\n{long}\n\n## The kernel's size\n\n{long}\n\n## Images\n\n{long}\n",
    )
    whole = catalogue.cited([ADA, SHARED], "algebra/maps.md")
    for section in ("The kernel's size", "the-kernels-size", "The-Kernels-Size"):
        part = catalogue.cited([ADA, SHARED], f"algebra/maps.md#{section}")
        assert part
        assert {one.headings for one in part} == {("Maps", "The kernel's size")}
        assert len(part) < len(whole)
    assert catalogue.cited([ADA, SHARED], "algebra/maps.md#nowhere") == ()
    assert catalogue.cited([ADA, SHARED], "elsewhere.md") == ()


def test_a_document_is_meant_by_id_name_or_title(catalogue: Catalogue) -> None:
    maps = put(catalogue, ADA, "deep/maps.md", KERNEL)
    put(catalogue, ADA, "acids.md", ACIDS)
    for text in (maps, maps[:6], "deep/maps.md", "maps.md", "Maps", "maps"):
        assert [one.id for one in catalogue.find([ADA], text)] == [maps]
    assert catalogue.find([ADA], maps[:3]) == ()


def test_entries_are_all_passages_in_order_and_go_on_from_any(catalogue: Catalogue) -> None:
    put(catalogue, BO, "other.md", ACIDS)
    for i in range(7):
        put(catalogue, ADA, f"{i}.md", f"# {i}\n\nThe number {i} and {'more of it, ' * 200} at last.\n")
    every = list(catalogue.entries(ADA))
    assert {one.id for one in every} == catalogue.ids(ADA)
    assert [one.n for one in every] == sorted(one.n for one in every)
    assert list(catalogue.entries(ADA, every[2].n)) == every[3:]
    assert {one.owner for one in every} == {ADA}


def test_folders_and_files_are_private(path: Path) -> None:
    with Catalogue(path) as catalogue:
        put(catalogue, ADA, "maps.md", KERNEL)
        for one in path.parent.iterdir():
            assert stat.S_IMODE(one.stat().st_mode) == 0o600, one
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_another_program_adds_is_seen_and_found(path: Path, catalogue: Catalogue) -> None:
    put(catalogue, ADA, "maps.md", KERNEL)
    assert catalogue.idf([ADA], "proton") == {}
    with Catalogue(path) as other:
        put(other, ADA, "acids.md", ACIDS)
    assert sources(catalogue, ADA) == ["acids.md", "maps.md"]
    assert list(catalogue.lexical([ADA], "proton", 1))


def test_two_threads_write_and_read_at_once(catalogue: Catalogue) -> None:
    failures: list[BaseException] = []

    def work(owner: str) -> None:
        try:
            for i in range(10):
                put(catalogue, owner, f"{i}.md", f"# Note {i}\n\nThe kernel of map {i}.\n")
                assert len(catalogue.lexical([owner], "kernel", 20)) == i + 1
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(owner,)) for owner in (ADA, BO)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failures == []
    assert catalogue.check() == ()


def test_a_newer_file_is_left_alone(path: Path) -> None:
    Catalogue(path).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(LibraryError) as refusal:
        Catalogue(path)
    assert refusal.value.code == "library-newer"
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["a\0b", "a \ud800 b"])
def test_characters_that_are_none_are_refused_and_nothing_is_half_there(catalogue: Catalogue, text: str) -> None:
    whole, broken = item(ADA, "maps.md", KERNEL), item(ADA, "broken.md", ACIDS)
    object.__setattr__(broken.document, "text", text)
    with pytest.raises(LibraryError) as refusal:
        catalogue.add_all(ADA, [whole, broken], 1)
    assert refusal.value.code == "document-unreadable"
    assert sources(catalogue, ADA) == []


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("put"), st.sampled_from([ADA, BO]), st.sampled_from("abc"), st.integers(0, 3)),
            st.tuples(st.just("remove"), st.sampled_from([ADA, BO]), st.sampled_from("abc"), st.just(0)),
            st.tuples(st.just("release"), st.sampled_from([ADA, BO]), st.sampled_from("abc"), st.just(0)),
            st.tuples(st.just("forget"), st.sampled_from([ADA, BO]), st.just(""), st.just(0)),
        ),
        max_size=14,
    )
)
@settings(max_examples=25)
def test_whatever_is_done_the_catalogue_holds_what_the_files_hold(steps: list[tuple[str, str, str, int]]) -> None:
    import tempfile

    files: dict[tuple[str, str], str] = {}
    with tempfile.TemporaryDirectory() as place, Catalogue(Path(place) / "library.sqlite3") as catalogue:
        for what, owner, name, n in steps:
            if what == "put":
                files[owner, name] = text = f"# Note\n\nNumber{n} stands here.\n"
                catalogue.add_all(owner, [item(owner, name, text)], 1)
            elif what == "remove" and (owner, name) in files:
                gone = files[owner, name]
                (entry,) = [one for one in catalogue.documents([owner]) if name in one.sources]
                catalogue.remove(owner, entry.id)
                files = {key: text for key, text in files.items() if key[0] != owner or text != gone}
            elif what == "release":
                catalogue.release(owner, [name])
                files.pop((owner, name), None)
            elif what == "forget":
                catalogue.forget(owner)
                files = {key: text for key, text in files.items() if key[0] != owner}
        for owner in (ADA, BO):
            held = {name: text for (whose, name), text in files.items() if whose == owner}
            assert {name for one in catalogue.documents([owner]) for name in one.sources} == set(held)
            assert sorted(texts(catalogue, [owner]).values()) == sorted(set(held.values()))
            for n in range(4):
                assert bool(catalogue.lexical([owner], f"number{n}", 5)) == any(
                    f"Number{n} " in one for one in held.values()
                )
        assert catalogue.check() == ()
