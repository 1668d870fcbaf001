"""Files and folders: what is there is in the library, what is gone has gone, and one bad file stops nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.shelves import ACIDS, ADA, BO, KERNEL, Clock, add, prepare, sources, texts
from tutor.errors import InputError, LibraryError
from tutor.library import shelving
from tutor.library.catalogue import Catalogue
from tutor.library.document import SHARED
from tutor.library.passages import CHUNKER
from tutor.library.shelving import shelve, sync_shipped


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".md").write_text(text)


def test_a_folder_is_brought_up_to_date(catalogue: Catalogue, folder: Path) -> None:
    write(folder, maps=KERNEL, deep__er__acids=ACIDS, gone="# Gone\n\nSoon.\n")
    assert add(catalogue, ADA, folder).added == 3
    assert sources(catalogue, ADA) == ["deep/er/acids.md", "gone.md", "maps.md"]
    again = add(catalogue, ADA, folder)
    assert (again.added, again.replaced, again.kept, again.removed) == (0, 0, 3, 0)
    (folder / "gone.md").unlink()
    write(folder, maps=KERNEL + "\nAnd more.\n", new="# New\n\nWords.\n")
    again = add(catalogue, ADA, folder)
    assert (again.added, again.replaced, again.kept, again.removed) == (1, 1, 1, 1)
    assert texts(catalogue, [ADA]) == {
        "deep/er/acids.md": ACIDS, "maps.md": KERNEL + "\nAnd more.\n", "new.md": "# New\n\nWords.\n",
    }  # fmt: skip
    assert catalogue.check() == ()


def test_only_what_came_from_a_folder_goes_with_it(catalogue: Catalogue, folder: Path, tmp_path: Path) -> None:
    write(folder, maps=KERNEL, acids=ACIDS)
    single = tmp_path / "single.md"
    single.write_text("# Single\n\nAlone.\n")
    add(catalogue, ADA, folder / "maps.md", single)
    add(catalogue, BO, folder)
    single.unlink()
    (folder / "maps.md").unlink()
    add(catalogue, ADA, folder)
    assert sources(catalogue, ADA) == ["acids.md", "maps.md", "single.md"], "files that were named stay"
    assert sources(catalogue, BO) == ["acids.md", "maps.md"], "nobody else's go"
    add(catalogue, BO, folder)
    assert sources(catalogue, BO) == ["acids.md"]


def test_a_file_that_moved_or_was_copied_is_the_same_document(catalogue: Catalogue, folder: Path) -> None:
    write(folder, maps=KERNEL)
    add(catalogue, ADA, folder)
    (before,) = catalogue.documents([ADA])
    (folder / "maps.md").rename(folder / "renamed.md")
    write(folder, copy=KERNEL)
    report = add(catalogue, ADA, folder)
    (after,) = catalogue.documents([ADA])
    assert (after.id, after.sources) == (before.id, ("copy.md", "renamed.md"))
    assert (report.added, report.kept) == (0, 2)


def test_a_folder_that_is_empty_all_at_once_loses_nothing_and_says_so(catalogue: Catalogue, folder: Path) -> None:
    write(folder, maps=KERNEL, acids=ACIDS)
    add(catalogue, ADA, folder)
    for path in folder.iterdir():
        path.unlink()
    report = add(catalogue, ADA, folder)
    assert sources(catalogue, ADA) == ["acids.md", "maps.md"]
    assert "kept" in report.notes[0]


def test_bad_files_are_refused_and_the_rest_goes_on(catalogue: Catalogue, folder: Path, tmp_path: Path) -> None:
    write(folder, maps=KERNEL, zero="")
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00broken")
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 20)
    (folder / ".hidden.md").write_text(ACIDS)
    (folder / ".git").mkdir()
    (folder / ".git" / "x.md").write_text(ACIDS)
    outside = tmp_path / "outside.md"
    outside.write_text(ACIDS)
    (folder / "leads-out.md").symlink_to(outside)
    (folder / "leads-up").symlink_to(tmp_path)
    (folder / "leads-nowhere.md").symlink_to(folder / "nothing.md")
    (folder / "inside.md").symlink_to(folder / "maps.md")
    os.mkfifo(folder / "pipe.md")
    report = add(catalogue, ADA, folder)
    assert any("maps.md" in one.sources for one in catalogue.documents([ADA]))
    assert {one.source for one in report.refused} >= {"broken.md"}
    assert {one.source for one in report.skipped} >= {
        ".git", ".hidden.md", "binary.bin", "leads-nowhere.md", "leads-out.md", "leads-up", "pipe.md",
    }  # fmt: skip
    assert all(one.what for one in (*report.refused, *report.skipped))
    assert catalogue.lexical([ADA], "proton", 1) == {}
    assert catalogue.cited([ADA], "inside.md"), "a link within the folder is a copy"


def test_a_file_that_is_named_is_refused_not_passed_over(catalogue: Catalogue, folder: Path) -> None:
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 20)
    report = add(catalogue, ADA, folder / "binary.bin")
    assert [(one.source, one.code) for one in report.refused] == [("binary.bin", "document-kind-unknown")]


def test_a_path_that_is_not_there_is_an_error_before_anything_is_added(catalogue: Catalogue, folder: Path) -> None:
    write(folder, maps=KERNEL)
    with pytest.raises(InputError):
        add(catalogue, ADA, folder, folder / "nowhere")
    assert sources(catalogue, ADA) == []


def test_a_reader_that_fails_stops_nothing(catalogue: Catalogue, folder: Path) -> None:
    write(folder, maps=KERNEL, acids=ACIDS)

    def fails(name: str, content: bytes) -> object:
        if name == "acids.md":
            raise RecursionError
        return prepare(name, content)

    report = shelve(catalogue, ADA, [folder], fails, CHUNKER, now=Clock())  # type: ignore[arg-type]
    assert sources(catalogue, ADA) == ["maps.md"]
    assert [(one.source, one.code) for one in report.refused] == [("acids.md", "fault")]


def test_a_fault_of_the_library_stops_all_and_keeps_what_was_put_in(
    catalogue: Catalogue, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelving, "TOGETHER", 2)
    for i in range(7):
        write(folder, **{f"n{i}": f"# {i}\n\nNumber {i}.\n"})
    real, calls = Catalogue.add_all, []

    def full(self: Catalogue, *arguments: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise LibraryError("library-full", "the disk is full", remedy="free some space")
        return real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Catalogue, "add_all", full)
    with pytest.raises(LibraryError) as fault:
        add(catalogue, ADA, folder)
    assert fault.value.code == "library-full"
    assert sources(catalogue, ADA) == [f"n{i}.md" for i in range(4)]
    assert add(catalogue, ADA, folder).added == 3


def test_progress_counts_every_file(catalogue: Catalogue, folder: Path) -> None:
    write(folder, a=KERNEL, b=ACIDS)
    said: list[tuple[int, int, str]] = []
    shelve(catalogue, ADA, [folder], prepare, CHUNKER, now=Clock(), progress=lambda *one: said.append(one))
    assert said == [(0, 2, "a.md"), (1, 2, "b.md"), (2, 2, "")]


def test_another_way_of_cutting_cuts_again(catalogue: Catalogue, folder: Path) -> None:
    write(folder, maps=KERNEL)
    add(catalogue, ADA, folder)
    report = shelve(catalogue, ADA, [folder], prepare, "later-2", now=Clock())
    assert (report.replaced, report.kept) == (1, 0)
    assert catalogue.documents([ADA])[0].chunker == "later-2"
    assert catalogue.check() == ()


def test_what_ships_is_shelved_for_everybody_once_and_when_it_changed(
    catalogue: Catalogue, folder: Path, tmp_path: Path
) -> None:
    write(folder, algebra__maps=KERNEL, acids=ACIDS)

    def sync(place: Path) -> object:
        return sync_shipped(catalogue, place, prepare, CHUNKER, now=Clock())

    assert sync(folder)
    assert sync(folder) is None
    assert [one.source for one in catalogue.cited([ADA, SHARED], "algebra/maps.md")]
    moved = folder.rename(tmp_path / "elsewhere")
    (moved / "acids.md").unlink()
    write(moved, algebra__maps=KERNEL + "\nMore.\n")
    assert sync(moved)
    assert texts(catalogue, [SHARED]) == {"algebra/maps.md": KERNEL + "\nMore.\n"}


NAMES = st.sampled_from(["a", "b", "s/a", "s/b"])


@given(st.lists(st.tuples(NAMES, st.integers(-1, 2)), max_size=12), st.sets(st.integers(0, 11)))
@settings(max_examples=20)
def test_after_adding_a_folder_the_library_holds_what_is_in_it(steps: list[tuple[str, int]], when: set[int]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "documents"
        folder.mkdir()
        (folder / ".there").touch()
        with Catalogue(Path(place) / "library.sqlite3") as catalogue:
            for i, (name, n) in enumerate([*steps, ("a", 1)]):
                path = folder / f"{name}.md"
                if n < 0:
                    path.unlink(missing_ok=True)
                else:
                    path.parent.mkdir(exist_ok=True)
                    path.write_text(f"# Note\n\nNumber {n}.\n")
                if i in when or i == len(steps):
                    add(catalogue, ADA, folder)
            there = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.md")}
            held = {
                source: catalogue.document_text([ADA], one.id)
                for one in catalogue.documents([ADA])
                for source in one.sources
            }
            assert held == there
            assert catalogue.check() == ()
