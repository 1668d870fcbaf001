"""The index in a Chroma server on this machine."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.index.known import OWNER, exact, known, name, wrong
from tutor.errors import InputError, LibraryError
from tutor.library.vectors import Vectors, connect_index

SIZE = 8


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server at a free port; it's killed at the end, and after a minute in any case."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = Path(sys.executable).with_name("chroma")
    process = subprocess.Popen(
        [str(command), "run", "--path", str(tmp_path_factory.mktemp("server")), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path_factory.mktemp("cwd"),
    )  # fmt: skip
    end = threading.Timer(60, process.kill)
    end.start()
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise AssertionError("the server ended")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                threading.Event().wait(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        end.cancel()
        process.kill()
        process.wait()


def test_several_programs_put_and_find_in_one_server(address: str) -> None:
    with connect_index(address, "m", SIZE, "c1") as one, connect_index(address, "m", SIZE, "c1") as two:
        one.put(OWNER, [known(n, SIZE) for n in range(40)])
        two.put(OWNER, [known(n, SIZE) for n in range(30, 60)])
        two.put("ann", [known(100, SIZE)])
        two.remove(OWNER, [name(0), "nobody"])
        assert one.owners() == {OWNER, "ann"}
        assert one.ids(OWNER) == {name(n) for n in range(1, 60)}
        assert one.count(OWNER) == 59
        assert wrong(one, SIZE, sought=5) == []
        vector = known(100, SIZE).vector
        assert list(one.nearest([OWNER, "ann"], vector, 5)) == list(exact([*range(1, 60), 100], vector, 5, SIZE))
        two.forget("ann")
        assert one.owners() == {OWNER}
        assert one.nearest(["ann"], vector, 5) == {}


def test_models_are_kept_apart_in_a_server(address: str) -> None:
    with connect_index(address, "other", SIZE, "c1") as index:
        assert index.owners() == frozenset()
        index.put(OWNER, [known(1, SIZE)])
        other = Vectors(name(1), known(2, SIZE).vector, known(2, SIZE).windows)
        index.put(OWNER, [other])
        assert index.closeness([OWNER], other.vector, [name(1)])[name(1)].passage == pytest.approx(1)


@pytest.mark.parametrize("at", ["", "ftp://127.0.0.1", "http://", "http://me@127.0.0.1:1", "http://127.0.0.1:x"])
def test_what_is_no_address_is_refused(at: str) -> None:
    with pytest.raises(InputError) as raised:
        connect_index(at, "m", SIZE, "c1")
    assert raised.value.code == "bad-setting"


def test_a_server_that_does_not_answer_is_called_so() -> None:
    with pytest.raises(LibraryError) as raised:
        connect_index("http://127.0.0.1:9", "m", SIZE, "c1")
    assert raised.value.code == "library-unreachable"
