"""Sources line by line: found, listed, opened whole; real processes over the shipped documents."""

from __future__ import annotations

from tests.program import objects, run

BEGIN = ("plain", "linear-algebra", "--to", "displacement", "--seed", "3")


def test_sources_are_listed_and_one_is_opened_whole() -> None:
    text = "/skip\n/sources\n/open 1\n/open 9\n/open\n"
    done = run(*BEGIN, text=text)
    assert done.returncode == 0, done.stderr
    assert "/open 1 shows the whole passage." in done.stdout
    assert "[1] From arrows to the matrix product" in done.stdout
    assert "Caspar Wessel" in done.stdout.partition("> /open 1")[2]
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
    text = "/skip\n/sources\n/open 1\n"
    seen, heard = run(*BEGIN, text=text).stdout, run(*BEGIN, "--spoken", "--learner", "other", text=text).stdout
    assert "▒▒▒" in seen
    assert "▒" not in heard
    assert "[hidden]" in heard


def test_nothing_to_open_is_said() -> None:
    done = run(*BEGIN, text="/skip\n/open 1\n")
    assert "/sources or /ask WORDS finds some" in done.stdout
