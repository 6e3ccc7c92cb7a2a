import math
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from search.evaluation import evaluate, evaluate_retrieval, read_passages, read_qrels, read_queries, write_run
from search.metrics import interval, ndcg, recall, reciprocal_rank, success

GAINS = {"a": 3, "b": 2, "c": 1, "z": 0}


def test_ndcg_is_that_of_trec_eval_with_linear_gain() -> None:
    ideal = 3 + 2 / math.log2(3) + 1 / 2
    assert ndcg(["a", "b", "c"], GAINS) == pytest.approx(1.0)
    assert ndcg(["x", "c", "a"], GAINS) == pytest.approx((1 / math.log2(3) + 3 / 2) / ideal)
    assert ndcg(["x"] * 10 + ["a"], GAINS) == 0.0


def test_recall_success_and_reciprocal_rank_count_only_relevant_ids() -> None:
    ranked = ["z", "b", "x", "a"]
    assert recall(ranked, GAINS, 10) == pytest.approx(2 / 3)
    assert recall(ranked, GAINS, 2) == pytest.approx(1 / 3)
    assert reciprocal_rank(ranked, GAINS) == 0.5
    assert success(ranked, GAINS, 1) == 0.0
    assert success(ranked, GAINS, 2) == 1.0


def test_nothing_relevant_scores_nothing() -> None:
    for metric in (ndcg, recall, reciprocal_rank):
        assert metric(["a"], {"a": 0}) == 0.0


def test_means_are_over_judged_queries_and_an_unanswered_one_counts_zero() -> None:
    run = {"q1": [("a", 2.0), ("b", 1.0)], "unjudged": [("a", 1.0)]}
    qrels = {"q1": {"a": 1}, "q2": {"b": 1}, "no relevant": {"a": 0}}
    assert evaluate(run, qrels)["success@1"] == 0.5


def test_a_run_is_written_as_trec_reads_it(tmp_path: Path) -> None:
    write_run({"q1": [("a", 1.5), ("b", 0.25)]}, tmp_path / "run.txt")
    lines = (tmp_path / "run.txt").read_text().splitlines()
    assert lines == ["q1 Q0 a 1 1.500000 shirube", "q1 Q0 b 2 0.250000 shirube"]


def test_retrieval_is_evaluated_on_files_as_given(tmp_path: Path) -> None:
    texts = {"p1": "空き家の改修に補助金を出す。", "p2": "ごみの収集日は地区で違う。", "p3": "転入届は14日以内に出す。"}
    lines = [f'{{"id": "{i}", "title": "", "text": "{t}"}}' for i, t in texts.items()]
    (tmp_path / "p.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "q.tsv").write_text("q1\t転入届はいつまでですか\nq2\tごみの日\n", encoding="utf-8")
    (tmp_path / "r.txt").write_text("q1 0 p3 1\nq2 0 p2 2\n", encoding="utf-8")
    report = evaluate_retrieval(tmp_path / "p.jsonl", tmp_path / "q.tsv", tmp_path / "r.txt", run=tmp_path / "run.txt")
    assert report["success@1"] == 1.0
    assert report["queries"] == 2
    assert (tmp_path / "run.txt").read_text().startswith("q1 Q0 p3 1 ")


@pytest.mark.parametrize(
    ("read", "text"),
    [(read_passages, '{"title": "番号がない"}'), (read_queries, "タブがない"), (read_qrels, "q1 0 p1")],
)
def test_a_malformed_line_is_named(tmp_path: Path, read: object, text: str) -> None:
    path = tmp_path / "file"
    path.write_text(f"\n{text}\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="行目"):
        read(path)  # type: ignore[operator]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="ありません"):
        read_queries(tmp_path / "absent.tsv")


def test_the_interval_is_that_of_the_mean() -> None:
    low, high = interval([0.0, 1.0] * 200)
    assert low == pytest.approx(0.5 - 1.96 * 0.5 / 20, abs=0.01)  # normal approximation
    assert high == pytest.approx(0.5 + 1.96 * 0.5 / 20, abs=0.01)
    assert interval([0.3]) == pytest.approx((0.3, 0.3))
    assert interval([]) == (0.0, 0.0)
