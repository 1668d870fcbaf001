"""Sources line by line: found, listed, opened whole; real processes over the shipped documents."""

from __future__ import annotations

from tests.program import objects, run

BEGIN = ("plain", "linear-algebra", "--to", "displacement", "--seed", "3")


def test_sources_are_listed_and_one_is_opened_whole() -> None:
    done = run(*BEGIN, text="/skip\n/open 1\n/sources\n/open 1\n/open 9\n/open\n")
    assert done.returncode == 0, done.stderr
    assert "/sources or /ask WORDS finds some" in done.stdout.partition("> /sources")[0]
    assert "▒▒▒" in done.stdout
    assert "/open NUMBER shows a whole passage." in done.stdout
    assert "[1] From arrows to the matrix product" in done.stdout
    assert "Caspar Wessel" in done.stdout.rpartition("> /open 1")[2]
    assert done.stdout.count("/open which one?") == 2


def test_json_holds_what_was_looked_up_and_the_whole_passage() -> None:
    text = "/skip\n/sources\n/open 1\n"
    *_, listed, opened = objects(run(*BEGIN, "--json", text=text).stdout)
    (found,) = listed["view"]["beside"]
    assert found["kind"] == "sources"
    assert set(opened) == {"seq", "passage"}
    assert opened["passage"] == found["sources"][0]
    assert opened["passage"]["quote"] in opened["passage"]["text"]


def test_masks_are_words_where_signs_cannot_be_seen() -> None:
    heard = run(*BEGIN, "--spoken", text="/skip\n/sources\n/open 1\n").stdout
    assert "▒" not in heard
    assert "[hidden]" in heard
