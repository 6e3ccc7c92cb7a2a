from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import EncoderError, LibraryBroken
from index.entries import Entry
from index.library import Library
from index.snapshot import Part, Snapshot, build_snapshot, current_name, is_current, open_snapshot
from tests.index.made import ROOT, elsewhere, ingested, kill, pdf


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.create_or_open(tmp_path / "図書")
    source = pdf(tmp_path)
    library.add(ingested(source), source)
    return library


def best(snapshot: Snapshot, question: str, of: Part = "passages") -> list[str]:
    """Ids of what has the question's words, best first."""
    found = snapshot.find(question, 10, of=of)
    ids = snapshot.ids(of)
    return [ids[found.numbers[i]] for i in np.argsort(-found.lexical, kind="stable") if found.lexical[i] > 0]


def nearest(snapshot: Snapshot, question: str, n: int, of: Part = "passages") -> list[str]:
    """Ids of what has something in common with the question, nearest first."""
    found = snapshot.find(question, n, of=of)
    return [snapshot.ids(of)[found.numbers[i]] for i in np.argsort(-found.semantic) if found.semantic[i] > 0]


def add(library: Library, name: str, texts: tuple[str, ...]) -> None:
    source = pdf(library.folder.parent, name, name.encode())
    library.add(ingested(source, texts), source)


def test_words_find_passages_and_records(library: Library) -> None:
    with build_snapshot(library) as snapshot:
        passages, records = library.passages(), library.records()
        assert snapshot.ids() == [p.id for p in passages]
        assert snapshot.documents("records") == [r.document for r in records]
        assert best(snapshot, "引っ越しについて") == [passages[2].id]
        assert best(snapshot, "労働生産性", of="records")[0] == records[2].id
        assert best(snapshot, "地方")[0] == passages[1].id
        assert best(snapshot, "😀") == []
        assert len(snapshot.find("😀", 10).numbers) == 0


def test_only_the_best_and_only_those_kept(library: Library) -> None:
    with build_snapshot(library) as snapshot:
        everywhere = snapshot.find("目標", 3)  # in every title
        assert everywhere.numbers.tolist() == [0, 1, 2]
        alone = snapshot.find("目標", 1)
        assert set(alone.numbers.tolist()) == {int(everywhere.lexical.argmax()), int(everywhere.semantic.argmax())}
        assert snapshot.find("目標", 3, keep=np.array([False, True, True])).numbers.tolist() == [1, 2]
        assert len(snapshot.find("目標", 3, keep=np.zeros(3, dtype=bool)).numbers) == 0


def test_every_candidate_has_both_scores(library: Library) -> None:
    with build_snapshot(library) as snapshot:
        alone, both = snapshot.find("女性の起業", 1), snapshot.find("女性の起業", 3)
        assert both.lexical.dtype == both.semantic.dtype == np.float32
        for i, number in enumerate(alone.numbers):
            place = both.numbers.tolist().index(number)
            assert both.lexical[place] == alone.lexical[i]
            assert both.semantic[place] == pytest.approx(alone.semantic[i], abs=1e-6)


def test_meaning_finds_passages(library: Library) -> None:
    add(library, "b.pdf", ("起業した女性への支援。", "女性が選ぶ地方。", "引越しの窓口。"))
    with build_snapshot(library) as snapshot:
        texts = library.passages_by_id(nearest(snapshot, "女性の起業", 6)[:2])
        assert all("女性" in p.text for p in texts.values())
        likeness = snapshot.likeness("女性", np.arange(6))
        assert likeness is not None
        assert (likeness > 0.99).tolist() == [False, True, False, True, True, False]


def test_a_library_without_a_snapshot(library: Library) -> None:
    assert open_snapshot(library) is None
    assert not is_current(library, None)


@pytest.mark.parametrize("texts", [(), ("",), ("予算。",)])
def test_next_to_nothing_to_index(tmp_path: Path, texts: tuple[str, ...]) -> None:
    library = Library.create_or_open(tmp_path / "library")
    build_snapshot(library).close()
    add(library, "a.pdf", texts)
    with build_snapshot(library) as snapshot:
        assert snapshot.manifest.passages == len(texts)
        assert len(best(snapshot, "予算")) == (1 if texts == ("予算。",) else 0)
        assert len(snapshot.find("引越し", 5).numbers) <= len(texts)


def test_what_makes_a_snapshot_out_of_date(library: Library) -> None:
    with build_snapshot(library) as snapshot:
        assert is_current(library, snapshot)
        (library.folder / "settings.toml").write_text('[encoder]\nname = "other"\n')
        assert not is_current(library, snapshot)
        (library.folder / "settings.toml").unlink()
        add(library, "b.pdf", ("別の文書。",))
        assert not is_current(library, snapshot)


def test_a_reader_keeps_its_snapshot_while_it_is_replaced(library: Library) -> None:
    build_snapshot(library).close()
    reader = open_snapshot(library)
    assert reader is not None
    add(library, "b.pdf", ("引越しの案内。",))
    build_snapshot(library).close()
    assert current_name(library) != reader.name
    assert len(best(reader, "引越し")) == 1  # its parts are loaded only now
    with open_snapshot(library) as fresh:  # type: ignore[union-attr]
        assert len(best(fresh, "引越し")) == 2
    reader.close()
    build_snapshot(library).close()
    assert [p.name for p in (library.folder / "snapshots").iterdir()] == [current_name(library)]


def test_threads_share_a_snapshot(library: Library) -> None:
    with build_snapshot(library) as snapshot, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: (best(snapshot, "起業"), nearest(snapshot, "起業", 3)), range(40)))
    assert all(answer == answers[0] for answer in answers)


BUILDING = """
import sys, time
from pathlib import Path
from index import snapshot
from index.library import Library
def stop(*_):
    print("ready", flush=True)
    time.sleep(60)
setattr(snapshot, sys.argv[2], stop)
snapshot.build_snapshot(Library.open(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("step", ["build_collection", "file_sums", "_point"])
def test_a_killed_builder_leaves_the_old_snapshot(library: Library, step: str) -> None:
    build_snapshot(library).close()
    before = current_name(library)
    add(library, "b.pdf", ("引越しの案内。",))
    kill(elsewhere(BUILDING, library.folder, step))
    with open_snapshot(library) as snapshot:  # type: ignore[union-attr]
        assert snapshot.name == before
        assert len(best(snapshot, "引越し")) == 1
    with build_snapshot(library) as snapshot:
        assert len(best(snapshot, "引越し")) == 2
    assert [p.name for p in (library.folder / "snapshots").iterdir()] == [current_name(library)]


def test_an_error_while_building_leaves_the_old_snapshot(library: Library) -> None:
    build_snapshot(library).close()
    before = current_name(library)
    (library.folder / "settings.toml").write_text(f'[encoder]\nname = "{ROOT.as_posix()}"\n')
    with pytest.raises(EncoderError):
        build_snapshot(library)
    assert current_name(library) == before
    assert [p.name for p in (library.folder / "snapshots").iterdir()] == [before]


def test_a_disk_without_space_is_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.snapshot.build_collection", full)
    with pytest.raises(LibraryBroken) as error:
        build_snapshot(library)
    assert error.value.code == "no_space"
    assert list((library.folder / "snapshots").iterdir()) == []


def files(library: Library) -> list[Path]:
    folder = library.folder / "snapshots" / str(current_name(library))
    return sorted(p for p in folder.rglob("*") if p.is_file())


def test_every_missing_or_cut_file_is_told(library: Library) -> None:
    build_snapshot(library).close()
    for path in files(library):
        whole = path.read_bytes()
        for damaged in (None, whole[:-1]):
            path.unlink(missing_ok=True)
            if damaged is not None:
                path.write_bytes(damaged)
            with pytest.raises(LibraryBroken) as error:
                open_snapshot(library)
            assert error.value.code == "snapshot_broken"
        path.write_bytes(whole)
    assert open_snapshot(library) is not None


def ask_everything(library: Library) -> None:
    with open_snapshot(library) as snapshot:  # type: ignore[union-attr]
        for part in ("passages", "records"):
            found = snapshot.find("女性の起業", 3, of=part)
            snapshot.likeness("女性の起業", found.numbers, of=part)


@pytest.mark.parametrize(
    "name", ["indptr.csc.index.npy", "params.index.json", "entries.json", "terms.json", "word_starts.npy", "keys.npy"]
)
def test_an_overwritten_file_is_told_when_it_is_used(library: Library, name: str) -> None:
    build_snapshot(library).close()
    path = next(p for p in files(library) if p.name == name)
    path.write_bytes(b"\0" * path.stat().st_size)
    with pytest.raises(LibraryBroken) as error:
        ask_everything(library)
    assert error.value.code == "snapshot_broken"


def test_a_snapshot_of_another_format_is_told(library: Library) -> None:
    with build_snapshot(library) as snapshot:
        manifest = snapshot.folder / "manifest.json"
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 0}))
    with pytest.raises(LibraryBroken, match="作り直され"):
        open_snapshot(library)


def test_a_pointer_to_nothing_is_told(library: Library) -> None:
    build_snapshot(library).close()
    shutil.rmtree(library.folder / "snapshots")
    with pytest.raises(LibraryBroken, match="作り直され"):
        open_snapshot(library)
    with build_snapshot(library) as snapshot:
        assert best(snapshot, "起業")


def test_a_named_model_makes_the_vectors(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    class Letters:
        """A model that looks for one letter."""

        def encode_entries(self, entries: list[Entry]) -> NDArray[np.float32]:
            return self.encode_questions([entry.text for entry in entries])

        def encode_questions(self, questions: list[str]) -> NDArray[np.float32]:
            return np.array([[float("引" in text), float("引" not in text)] for text in questions], np.float32)

    monkeypatch.setattr("index.snapshot.sentence_encoder", lambda settings: Letters())
    (library.folder / "settings.toml").write_text('[encoder]\nname = "letters"\n')
    with build_snapshot(library) as snapshot:
        assert nearest(snapshot, "引", 1) == [library.passages()[2].id]
        assert snapshot.likeness("引", np.arange(3)) is None
        assert not (snapshot.folder / "encoder").exists()
