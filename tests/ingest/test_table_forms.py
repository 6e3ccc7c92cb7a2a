"""Forms (様式): rows of labels and values, which have no header."""

from __future__ import annotations

import pytest

from ingest.tables import find_tables
from tests.ingest.drawn import filled, grid, page
from tests.ingest.test_tables import only, rows_at


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        (
            [
                ["事業名", "移住体験住宅の整備事業"],
                ["担当課", "企画政策課"],
                ["目的", "移住者を増やすため"],
                ["期間", "3年"],
            ],
            0,
        ),
        ([["担当課", "企画政策課"], ["対象", "移住を考えている世帯"], ["事業の概要", "空き家を直して貸し出す"]], 0),
        (
            [
                ["項目名", "記載内容"],
                ["事業名", "移住体験住宅の整備事業"],
                ["担当課", "企画政策課"],
                ["目的", "移住者を増やすため"],
            ],
            1,
        ),
        ([["区分", "予算額"], ["人件費", "1,200千円"], ["委託費", "800千円"], ["旅費", "50千円"]], 1),
        ([["施策名", "担当課"], ["移住相談", "企画政策課"], ["空き家の改修", "建設課"], ["体験住宅", "企画政策課"]], 1),
    ],
)
def test_a_form_of_labels_and_values_has_no_header(rows: list[list[str]], heads: int) -> None:
    xs, ys = [60.0, 180.0, 480.0], [100.0 + 20 * k for k in range(len(rows) + 1)]
    assert only(find_tables([page(filled(rows, xs, ys), grid(xs, ys))])).header_rows == heads


def test_a_form_of_pairs_side_by_side_has_no_header() -> None:
    rows = [
        ["担当課", "企画政策課", "作成者", "山田太郎"],
        ["事業期間", "令和4年度から", "総事業費", "12,000千円"],
        ["目的", "移住者を増やす", "備考", "なし"],
    ]
    xs, ys = (60.0, 140.0, 260.0, 340.0, 480.0), rows_at(100, 3)
    assert only(find_tables([page(filled(rows, xs, ys), grid(xs, ys))])).header_rows == 0
    rows[0] = ["項目", "内容", "担当課", "備考"]
    assert only(find_tables([page(filled(rows, xs, ys), grid(xs, ys))])).header_rows == 1
