from corpus.pages import Block, BlockKind, Evidence
from search.lists import find_lists


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH, number: str | None = None, page: int = 1) -> Block:
    return Block(kind, text, (Evidence(page, ((0, 0, 1, 1),), text),), level=2, number=number, path=("2 重点対策",))


def names(*blocks: Block) -> list[list[str]]:
    return [[entry.text for entry in listing.entries] for listing in find_lists(blocks)]


def test_ringed_items_inside_a_sentence() -> None:
    text = "この取組に対し、①人材派遣・研修、②情報・ノウハウ、③資金の観点から、国が支援する。"
    assert names(block(text)) == [["人材派遣・研修", "情報・ノウハウ", "資金"]]


def test_rings_that_do_not_run_from_one_are_references() -> None:
    assert names(block("②と④を参照し、③の手続を行う。")) == []


def test_quoted_items_side_by_side() -> None:
    assert names(block("「守る」「育てる」「つなぐ」を3つの柱とする。")) == [["守る", "育てる", "つなぐ"]]


def test_items_that_a_sentence_counts() -> None:
    assert names(block("経済、環境、社会の3つの観点で点検する。")) == [["経済", "環境", "社会"]]
    assert names(block("経済、環境、社会の2つの観点で点検する。")) == []


def test_one_label_with_running_numbers_over_pages_whatever_their_kind() -> None:
    blocks = [
        block("太陽光", BlockKind.HEADING, "対策①"),
        block("本文。"),
        block("省エネ", BlockKind.BULLET, "対策②", page=2),
        block("移動", BlockKind.HEADING, "対策③", page=3),
        block("事例の太陽光", BlockKind.HEADING, "対策①", page=9),
        block("事例の省エネ", BlockKind.HEADING, "対策②", page=9),
    ]
    assert names(*blocks)[:2] == [["太陽光", "省エネ", "移動"], ["事例の太陽光", "事例の省エネ"]]


def test_bullets_that_follow_one_another() -> None:
    items = [block(text, BlockKind.BULLET) for text in ("一つ目", "二つ目")]
    assert names(block("次のとおり。"), *items, block("本文。")) == [["一つ目", "二つ目"]]
