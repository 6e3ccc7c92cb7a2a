from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import EncoderError, LibraryBroken
from index.library import Library
from index.snapshot import Snapshot, build_snapshot, current_name, is_current, open_snapshot
from index.tokens import tokenise_query
from tests.index.made import ROOT, elsewhere, ingested, kill, pdf


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.create_or_open(tmp_path / "図書")
    source = pdf(tmp_path)
    library.add(ingested(source), source)
    return library


def found(snapshot: Snapshot, question: str) -> list[str]:
    return snapshot.lexical_scores(tokenise_query(question), 10).ids


def add(library: Library, name: str, texts: tuple[str, ...]) -> None:
    source = pdf(library.folder.parent, name, name.encode())
    library.add(ingested(source, texts), source)


def test_words_find_passages_and_records(library: Library) -> None:
    with build_snapshot(library) as snapshot:
        passages, records = library.passages(), library.records()
        assert snapshot.ids() == [p.id for p in passages]
        assert snapshot.documents("records") == [r.document for r in records]
        assert found(snapshot, "引っ越しについて") == [passages[2].id]
        scored = snapshot.lexical_scores(["労働生産性"], 10, of="records")
        assert scored.ids == [records[2].id]
        assert scored.scores.dtype == np.float32
        assert snapshot.lexical_scores([], 10, text="地方").ids[0] == passages[1].id
        assert snapshot.lexical_scores([], 10).ids == []


def test_only_the_best_and_only_those_kept(library: Library) -> None:
    with build_snapshot(library) as snapshot:
        words = ["目標"]  # in every title
        assert snapshot.lexical_scores(words, 2).ids == snapshot.ids()[:2]
        assert snapshot.lexical_scores(words, 2, keep=np.array([False, True, True])).ids == snapshot.ids()[1:]
        near = snapshot.semantic_scores("目標", 3, keep=np.array([True, False, False]))
        assert near.ids == snapshot.ids()[:1]


def test_meaning_finds_passages(library: Library) -> None:
    add(library, "b.pdf", ("起業した女性への支援。", "女性が選ぶ地方。", "引越しの窓口。"))
    with build_snapshot(library) as snapshot:
        scored = snapshot.semantic_scores("女性の起業", 2)
        texts = library.passages_by_id(scored.ids)
        assert all("女性" in p.text for p in texts.values())
        assert list(scored.scores) == sorted(scored.scores, reverse=True)
        assert snapshot.semantic_scores("😀", 3).ids == []


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
        assert snapshot.semantic_scores("予算", 5).ids == []
        assert len(found(snapshot, "予算")) == (1 if texts == ("予算。",) else 0)


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
    assert len(found(reader, "引越し")) == 1  # its parts are loaded only now
    with open_snapshot(library) as fresh:  # type: ignore[union-attr]
        assert len(found(fresh, "引越し")) == 2
    reader.close()
    build_snapshot(library).close()
    assert [p.name for p in (library.folder / "snapshots").iterdir()] == [current_name(library)]


def test_threads_share_a_snapshot(library: Library) -> None:
    with build_snapshot(library) as snapshot, ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: (found(snapshot, "起業"), snapshot.semantic_scores("起業", 3).ids), range(40))
        )
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
        assert len(found(snapshot, "引越し")) == 1
    with build_snapshot(library) as snapshot:
        assert len(found(snapshot, "引越し")) == 2
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
            snapshot.lexical_scores(["語"], 3, of=part)
            snapshot.semantic_scores("女性", 3, of=part)


@pytest.mark.parametrize("name", ["indptr.csc.index.npy", "params.index.json", "entries.json", "terms.json"])
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
        assert found(snapshot, "起業")


def test_a_named_model_makes_the_vectors(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    class Letters:
        """A model that looks for one letter."""

        def encode(self, texts: list[str], kind: str) -> NDArray[np.float32]:
            return np.array([[float("引" in t), float("引" not in t)] for t in texts], np.float32)

    monkeypatch.setattr("index.snapshot.sentence_encoder", lambda settings: Letters())
    (library.folder / "settings.toml").write_text('[encoder]\nname = "letters"\n')
    with build_snapshot(library) as snapshot:
        scored = snapshot.semantic_scores("引", 1)
        assert scored.ids == [library.passages()[2].id]
        assert not (snapshot.folder / "encoder").exists()
