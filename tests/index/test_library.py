from __future__ import annotations

import sqlite3
import threading
import unicodedata
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import LibraryBroken, LibraryLocked, RefusedError, UnknownDocument
from index.library import Library
from tests.index.made import elsewhere, ingested, kill, pdf


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.create_or_open(tmp_path / "library")


def test_what_was_read_comes_back(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    given = ingested(source)
    library.add(given, source)
    id_ = given.document.id
    assert library.documents() == [given.document]
    assert library.page(id_, 1) == given.pages[0]
    assert library.blocks(id_) == list(given.blocks)
    assert library.headings(id_) == [given.blocks[0]]
    assert library.tables(id_) == list(given.tables)
    assert library.records() == library.records(id_) == list(given.records)
    assert library.records(kind="kpi") == [given.records[2]]
    assert library.passages() == library.passages(id_) == list(given.passages)
    assert library.problems(id_) == list(given.problems)
    assert library.pdf(id_).read_bytes() == source.read_bytes()
    assert library.integrity() == []


def test_by_id_leaves_out_what_is_not_there(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    given = ingested(source, tuple(f"文{n}" for n in range(1200)))
    library.add(given, source)
    wanted = [p.id for p in given.passages]
    assert library.passages_by_id([*wanted, "x"]) == {p.id: p for p in given.passages}
    assert library.records_by_id(["x", given.records[0].id]) == {given.records[0].id: given.records[0]}
    assert library.passages_by_id([]) == {}


def test_reading_again_replaces_and_keeps_the_place(library: Library, tmp_path: Path) -> None:
    first, second = pdf(tmp_path, "a.pdf", b"a"), pdf(tmp_path, "b.pdf", b"b")
    library.add(ingested(first), first)
    library.add(ingested(second), second)
    generation = library.generation
    library.add(ingested(first, ("改めた文。",)), first)
    assert [d.file for d in library.documents()] == ["a.pdf", "b.pdf"]
    assert [p.text for p in library.passages()][:1] == ["改めた文。"]
    assert len(library.passages()) == 4
    assert library.generation > generation


def test_what_was_told_of_a_document_outlives_reading_it_again(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    given = ingested(source)
    library.add(given, source)
    read = given.document
    told = replace(read, title="人が付けた名前", period=None, series="総合戦略")
    library.describe(told)
    assert library.documents() == [told]
    newer = replace(read, title="読み直した名前", publisher="読み直した町")
    library.add(replace(given, document=newer), source)
    assert library.document(read.id) == replace(newer, title=told.title, period=told.period, series=told.series)
    library.remove(read.id)
    assert library.documents() == []
    library.add(given, source)
    assert library.documents() == [told]

    library.describe(read)  # as it was read: nothing is told any more
    library.add(replace(given, document=newer), source)
    assert library.documents() == [newer]


def test_removing_takes_everything(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    given = ingested(source)
    library.add(given, source)
    library.remove(given.document.id)
    library.remove("nothing")
    assert (library.documents(), library.records(), library.passages()) == ([], [], [])
    assert not library.pdf(given.document.id).exists()


def test_a_file_is_there_only_with_a_whole_copy(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    given = ingested(source)
    sha256, copy = given.document.sha256, library.pdf(given.document.id)
    assert not library.has(sha256)
    library.add(given, source)
    assert library.has(sha256)
    copy.write_bytes(b"%PDF-1.7 b")
    assert not library.has(sha256)
    library.add(given, source)
    assert library.has(sha256)
    library.add(given, copy)  # from the library's own copies, as after damage
    assert library.has(sha256)


@pytest.mark.parametrize("key", ["id", "ID", "stem", "file", "prefix", "decomposed"])
def test_a_document_answers_to(library: Library, tmp_path: Path, key: str) -> None:
    source = pdf(tmp_path, "ガイドライン.pdf")
    given = ingested(source)
    library.add(given, source)
    id_ = given.document.id
    keys = {
        "id": id_,
        "ID": id_.upper(),
        "stem": "ガイドライン",
        "file": "ガイドライン.PDF",
        "prefix": id_[:4],
        "decomposed": unicodedata.normalize("NFD", "ガイドライン"),
    }
    assert library.document(keys[key]) == given.document


def test_an_unknown_document_is_told_with_candidates(library: Library, tmp_path: Path) -> None:
    for name in ("r5戦略.pdf", "r6戦略.pdf"):
        source = pdf(tmp_path, name, name.encode())
        library.add(ingested(source), source)
    with pytest.raises(UnknownDocument, match="r6戦略"):
        library.document("r7戦略")
    with pytest.raises(UnknownDocument) as error:
        library.document("")
    assert error.value.code == "unknown_document"


def test_two_documents_of_one_name_are_told_apart_by_id(library: Library, tmp_path: Path) -> None:
    for content in (b"1", b"2"):
        source = pdf(tmp_path / content.decode(), "戦略.pdf", content)
        library.add(ingested(source), source)
    with pytest.raises(UnknownDocument, match="2件") as error:
        library.document("戦略")
    assert error.value.code == "ambiguous_document"
    assert all(d.id in str(error.value) for d in library.documents())


def test_a_page_that_is_not_there(library: Library) -> None:
    with pytest.raises(RefusedError) as error:
        library.page("x", 3)
    assert error.value.code == "unknown_page"


def test_an_absent_library_is_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryBroken) as error:
        Library.open(tmp_path)
    assert error.value.code == "library_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_file_cannot_be_a_library(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryBroken, match="フォルダではない"):
        Library.create_or_open(tmp_path / "file")


def test_a_half_made_library_is_told_and_made_whole(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"")
    with pytest.raises(LibraryBroken, match="作りかけ"):
        Library.open(tmp_path)
    assert Library.create_or_open(tmp_path).documents() == []


def test_a_library_of_a_later_version_is_left_alone(library: Library) -> None:
    db = sqlite3.connect(library.folder / "library.sqlite")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(LibraryBroken, match="新しい"):
        Library.create_or_open(library.folder)


@pytest.mark.parametrize("damage", ["garbage", "cut", "overwritten"])
def test_a_damaged_file_is_told(library: Library, tmp_path: Path, damage: str) -> None:
    source = pdf(tmp_path)
    library.add(ingested(source, tuple(f"文{n}" for n in range(500))), source)
    library.close()
    path = library.folder / "library.sqlite"
    whole = path.read_bytes()
    damaged = {
        "garbage": b"not a database at all" * 100,
        "cut": whole[: len(whole) // 2],
        "overwritten": whole[:4096] + b"\xff" * (len(whole) - 4096),
    }
    path.write_bytes(damaged[damage])
    with pytest.raises(LibraryBroken, match="壊れています"), Library.create_or_open(library.folder) as opened:
        opened.passages()


def test_a_damaged_row_is_told(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    library.add(ingested(source), source)
    db = sqlite3.connect(library.folder / "library.sqlite")
    db.execute("UPDATE passages SET data = x'00'")
    db.commit()
    db.close()
    with pytest.raises(LibraryBroken, match="壊れています"):
        library.passages()


def test_a_disk_without_space_is_told(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.library.shutil.copyfile", full)
    source = pdf(tmp_path)
    with pytest.raises(LibraryBroken, match="空き") as error:
        library.add(ingested(source), source)
    assert error.value.code == "no_space"
    assert library.documents() == []


HOLDING = """
import sys, time
from pathlib import Path
from index.library import Library
with Library.create_or_open(Path(sys.argv[1])).writing():
    print("ready", flush=True)
    time.sleep(60)
"""


def test_one_writer_at_a_time(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    other = elsewhere(HOLDING, library.folder)
    try:
        with pytest.raises(LibraryLocked, match="書き込み中"):
            library.add(ingested(source), source)
        assert library.documents() == []  # reading goes on
    finally:
        kill(other)
    library.add(ingested(source), source)  # the lock went with the process
    assert len(library.documents()) == 1


def test_one_writing_thread_at_a_time(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    told: list[type] = []

    def write() -> None:
        try:
            library.add(ingested(source), source)
        except LibraryLocked as error:
            told.append(type(error))

    with library.writing(), library.writing():
        library.add(ingested(source), source)
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert told == [LibraryLocked]


ADDING = """
import sys, time
from pathlib import Path
from index import library as module
from tests.index.made import ingested
insert = module._insert
def stop(db, given):
    insert(db, given)
    print("ready", flush=True)
    time.sleep(60)
module._insert = stop
source = Path(sys.argv[2])
module.Library.open(Path(sys.argv[1])).add(ingested(source, tuple(map(str, range(5000)))), source)
"""


def test_a_killed_writer_leaves_what_was_there(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    given = ingested(source)
    library.add(given, source)
    other = elsewhere(ADDING, library.folder, source)
    assert library.passages() == list(given.passages)  # not blocked, and nothing of what is not committed
    kill(other)
    with Library.create_or_open(library.folder) as again:
        assert again.passages() == list(given.passages)
        assert again.integrity() == []
        again.add(given, source)


def test_an_error_in_the_middle_of_adding_leaves_what_was_there(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    given = ingested(source)
    library.add(given, source)
    twice = ingested(pdf(tmp_path, "b.pdf", b"b"))
    object.__setattr__(twice, "passages", twice.passages * 2)
    with pytest.raises(sqlite3.IntegrityError):
        library.add(twice, source)
    assert library.documents() == [given.document]
    assert library.passages() == list(given.passages)


def made_by_version_1(folder: Path) -> None:
    """Make the library one of before the reader's version was kept."""
    with closing(sqlite3.connect(folder / "library.sqlite")) as db:
        db.execute("ALTER TABLE documents DROP COLUMN reader")
        db.execute("PRAGMA user_version = 1")


def test_a_library_of_before_the_readers_version_is_opened(library: Library, tmp_path: Path) -> None:
    source = pdf(tmp_path)
    given = ingested(source)
    library.add(given, source)
    assert library.outdated() == []
    library.close()
    made_by_version_1(library.folder)
    for _ in range(2):
        with Library.open(library.folder) as again:
            assert again.documents() == again.outdated() == [given.document]
            assert again.passages() == list(given.passages)
            assert [p.code for p in again.problems(given.document.id)] == ["no_text_layer", "outdated_reading"]
            assert again.integrity() == []
    with Library.open(library.folder) as again:
        again.add(given, source)
        assert again.outdated() == []
        assert [p.code for p in again.problems(given.document.id)] == ["no_text_layer"]
