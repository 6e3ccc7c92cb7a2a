"""Who published what, when it was decided and for which years: read off the first pages, precision first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.pages import Block, BlockKind, Line, Page
from corpus.records import Document
from corpus.text import normalise, squeeze
from ingest.catalogue import address_of, find_source
from ingest.history import find_decisions, find_lineage
from ingest.measure_sheets import is_sheet_collection
from ingest.years import find_years

_FRONT = 3
_LONGEST_TITLE = 90
_COVER = 8
"""A page with no more lines than this is a cover: its largest words are the title whatever their size."""
_DATE = re.compile(
    r"(?P<year>(?:西暦)?(?:19|20)\d{2}|(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元))年?(?:\((?:令和|平成)?(?:\d{1,4}|元)年?\))?年?"
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
)
_SLASHED = re.compile(r"^(?P<year>20\d{2})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})$")
_ANYONE = re.compile(r"^(?:市町村|都道府県|市区町村|都道府県市町村|各省|省庁|関係省庁|.*(?:地区|[学校]区))$")
_DECISION = re.compile(
    r"(?P<decision>閣議(?:決定|了解)|[一-龥ァ-ヶーA-Za-z0-9・、]{2,40}?(?:本部|会議|委員会|審議会|協議会|幹事会|連絡会|大臣|省庁申合せ|議会)(?:決定|了承|議決|了解|申合せ))"
)
_PUBLISHER = re.compile(
    r"^(?:内閣官房|内閣府|復興庁|[一-龥]{1,8}[省庁]|こども家庭庁|デジタル庁|[一-龥ぁ-んァ-ヶー]{1,10}(?:都|道|府|県|市|区|町|村))"
    r"(?:[一-龥ぁ-んァ-ヶーA-Za-z・]{0,30}(?:局|部|課|室|事務局|本部|センター|グループ|チーム|委員会|官|会議))?$"
    r"|^[一-龥ァ-ヶー・]{2,20}(?:会議|協議会|委員会|本部|機構|協会|事務局|印刷局)$"
)
_SUBTITLE = re.compile(r"^[~―ー—-].*[~―ー—-]$")
_NO_TITLE = re.compile(
    r"^(?:目次|もくじ|はじめに|資料\d*|別紙\d*|別添\d*|参考資料?\d*|概要|本文|議案第\d+号|案|\(案\)|[\d\W]+"
    r"|(?:\d{4}|令和\d+|平成\d+|R\d+)年(?:度|\d{1,2}月(?:\d{1,2}日)?)?)$"
)
_KIND = re.compile(
    r"(?:計画|戦略|構想|方針|ビジョン|プラン|ガイドライン|ロードマップ|白書|報告書?|概要|概況|大綱|要綱|マニュアル|テキスト|レポート|手引き?|展望|について|一覧|予算|事業|規格|考え方|ポイント)"
)
_FILE_LIKE = re.compile(
    r"\.(?:docx?|pptx?|xlsx?|pdf|jtd|pwd|indd|ai)$|^Microsoft |^<[0-9A-F]+>$|[\x00-\x1f]|^[\x20-\x7e]*$", re.IGNORECASE
)
_PREFECTURE = re.compile(r"^(?:北海道|東京都|(?:京都|大阪)府|[一-龥]{2,3}県)(?=[一-龥ぁ-んァ-ヶー]{1,8}[市区町村])")
_NOT_OFFICIAL = re.compile(r"公式の文書ではありません")
_SAMPLE = "(見本)"
"""What the title of a document ends with that says of itself that it is not the official one: citations show it."""
_SELF_NAMED = re.compile(r"「([^「」]{4,40})」を(?:公表|策定|作成|取りまとめ)")
_LABEL = re.compile(r"^(?:資料|別紙|別添|参考|議案第)\d*[-号]?\d*$")
_NO_NAME = re.compile(r"^[■●○◆◇・•□]|(?:など|等)$|[。、]$")
_MADE_BY = re.compile(
    r"^(?:(?:令和|平成|20)\S{1,4}年\d{1,2}月(?:\d{1,2}日)?)?(?P<who>[一-龥ぁ-んァ-ヶー]{2,24})(?:作成|発行|編集|編|委託事業)$"
)
_TOWN = re.compile(
    r"^(?:(?:第\d+[次期])|(?:令和|平成)\d+年度)?(?P<who>[一-龥ヶケノ]{1,6}?[都道府県市区町村])"
    r"(?=予算|決算|総合計画|総合戦略|まち・ひと・しごと|人口ビジョン|DX|デジタル|基本構想|地域|環境|防災|観光|公共施設|行財政)"
)
_ENGLISH = {
    "FinancialServicesAgency": "金融庁",
    "DigitalAgency": "デジタル庁",
    "CabinetOffice": "内閣府",
    "MinistryofFinance": "財務省",
    "MinistryofInternalAffairsandCommunications": "総務省",
    "MinistryofEconomy,TradeandIndustry": "経済産業省",
    "MinistryofHealth,LabourandWelfare": "厚生労働省",
    "MinistryoftheEnvironment": "環境省",
    "MinistryofAgriculture,ForestryandFisheries": "農林水産省",
    "MinistryofLand,Infrastructure,TransportandTourism": "国土交通省",
}
"""Names on emblems of a cover whose Japanese words are a picture, squeezed."""
_PERIOD_WORD = re.compile(r"(?:計画|対象|戦略|推進|取組|実施|目標)(?:の)?期間|期間は|計画年度")
_EDITION = re.compile(
    r"第\d+[期次版]|(?:\d{4}|令和\d+年(?:度)?|平成\d+年(?:度)?)?改[訂定]版|(?:\d{4}|令和\d+|平成\d+)年(?:度)?版"
)


def describe(
    path: Path, sha256: str, pages: Sequence[Page], blocks: Sequence[Block], pdf_metadata: Mapping[str, str]
) -> Document:
    """What is known of a document. Facts that are not printed plainly stay empty; the title is never empty."""
    words = squeeze("".join(line.text for page in pages for line in page.lines))
    sheets = is_sheet_collection(pages)
    title = _title(pages, pdf_metadata.get("Title", ""), words) or _published_name(blocks) or path.stem
    title = f"{title}ほか" if sheets else title
    decided_on, decision = _decided(title, pages, blocks)
    edition = _EDITION.search(squeeze(title))
    source = find_source(title, decided_on)
    official = not _NOT_OFFICIAL.search(words)
    return Document(
        id=sha256[:12],
        sha256=sha256,
        file=path.name,
        title=title if official else f"{title}{_SAMPLE}",
        pages=len(pages),
        publisher="" if sheets else _publisher(title, pages, pdf_metadata.get("Author", ""), words),
        decided_on=decided_on,
        decision=decision,
        period=_period(blocks),
        series=source.series if source else None,
        edition=source.edition if source else edition[0] if edition else None,
        source_url=address_of(source, title) if source and official else None,
        lineage=find_lineage(title, blocks, pages),
        decisions=find_decisions(blocks, pages),
    )


def _title(pages: Sequence[Page], given: str, words: str) -> str:
    """The PDF's own title when the pages bear it out, else the largest words of the first page that has any."""
    own = " ".join(normalise(given).split())
    if own and not _FILE_LIKE.search(own):
        for name in (own, _PREFECTURE.sub("", own)):
            if squeeze(name) in words:
                return _PREFECTURE.sub("", own) if squeeze(own) not in words else name
    for page in pages[:_FRONT]:
        found = _largest(page)
        if found:
            return found
        if page.lines and len(page.lines) <= _COVER:
            break
    return ""


def _published_name(blocks: Sequence[Block]) -> str:
    """The name by which a document whose cover is a picture speaks of itself: `「…レポート」を公表し`."""
    names = {m[1] for line in _front_words(blocks) for m in _SELF_NAMED.finditer(line) if _KIND.search(m[1])}
    return names.pop() if len(names) == 1 else ""


def _largest(page: Page) -> str:
    lines = [line for line in page.lines if not line.vertical and not _NO_TITLE.match(squeeze(line.text))]
    lines = [line for line in lines if 4 <= len(squeeze(line.text)) <= _LONGEST_TITLE and _legible(line.text)]
    lines = [line for line in lines if not _NO_NAME.search(squeeze(line.text))]
    if not lines:
        return ""
    biggest = max(line.size for line in lines)
    usual = sorted(line.size for line in lines)[(len(lines) - 1) // 2]
    if biggest < 1.15 * usual and len(lines) > _COVER:
        top = [line for line in sorted(lines, key=lambda line: line.box[1])[:8] if _KIND.search(squeeze(line.text))]
        return _joined(top[:1])
    chosen = [line for line in page.lines if line.size >= 0.93 * biggest and len(squeeze(line.text)) > 1]
    chosen = [line for line in chosen if not line.vertical and not _LABEL.match(squeeze(line.text))]
    run = _run(sorted(chosen, key=lambda line: line.box[1]))
    name = _joined(run)
    year = next((squeeze(line.text) for line in page.lines if run and _is_year_above(line, run[0])), "")
    return f"{year}{name}" if year and re.search(r"(?:予算|決算)", name) and not find_years(name) else name


def _is_year_above(line: Line, first: Line) -> bool:
    return line.box[3] <= first.box[1] and re.fullmatch(r"(?:令和|平成)\d+年度", squeeze(line.text)) is not None


def _legible(text: str) -> bool:
    """Japanese that the file lets one read."""
    return "\ufffd" not in text and re.search(r"[ぁ-んァ-ヶ一-龥]", normalise(text)) is not None


def _run(lines: Sequence[Line]) -> list[Line]:
    """The lines that follow one another closely, from the first."""
    run = list(lines[:1])
    for line in lines[1:]:
        if line.box[1] - run[-1].box[3] > 1.6 * line.size or len(run) == 4:
            break
        run.append(line)
    return run


def _joined(lines: Sequence[Line]) -> str:
    parts = [" ".join(normalise(line.text).split()) for line in lines]
    parts = [part for i, part in enumerate(parts) if i == 0 or not _SUBTITLE.match(part)]
    text = parts[0] if parts else ""
    for part in parts[1:]:
        text += (" " if text[-1:].isascii() and part[:1].isascii() else "") + part
    text = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text)[:_LONGEST_TITLE]
    text = re.sub(r"^(第[\d一二三四五六七八九十]+[章部編])\s*(?=\S)", r"\1 ", text)
    return re.sub(r"(?<=.{4})[~―][^~―]{2,}[~―]$", "", text)


def _publisher(title: str, pages: Sequence[Page], author: str, words: str) -> str:
    """A line of the first page that is the name of a public body and nothing else, or says who made the document.

    Failing that, such an author in the file, or the town that the title names.
    """
    for page in pages[:1]:
        for line in sorted(page.lines, key=lambda line: -line.box[1]):
            words_of = normalise(line.text).strip("【】() 　").split()
            name = "".join(words_of)
            if len(words_of) > 1 and all(_PUBLISHER.match(w) and w[-1] in "省庁府" for w in words_of):
                return "、".join(words_of)
            if len(name) <= 40 and _PUBLISHER.match(name) and not _ANYONE.match(name):
                return " ".join(words_of)
    front = [squeeze(line.text) for page in pages[:1] for line in page.lines]
    made = next((m["who"] for line in front if (m := _MADE_BY.match(line)) and _PUBLISHER.match(m["who"])), None)
    if made is None:
        made = next((name for english, name in _ENGLISH.items() if english in "".join(front)), None)
    name = squeeze(author)
    if made or not _PUBLISHER.match(name):
        town = _TOWN.match(squeeze(title))
        return made or (town["who"] if town and not _ANYONE.match(town["who"]) else "")
    short = _PREFECTURE.sub("", name)
    return short if short != name and words.count(short) > words.count(name) else name


def _iso(m: re.Match[str]) -> str | None:
    years = [y.year.year for y in find_years(f"{m['year']}年") if y.year]
    month, day = int(m["month"]), int(m["day"])
    return f"{years[0]:04d}-{month:02d}-{day:02d}" if years and 1 <= month <= 12 and 1 <= day <= 31 else None


def _decided(title: str, pages: Sequence[Page], blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    """The day and kind of the decision: beside the document's own name, or alone on its first page."""
    names = {squeeze(name) for name in re.findall(r"「([^」]{4,})」", normalise(title))} or {squeeze(title)}
    for line in _front_words(blocks):
        for name in names:
            m = re.search(re.escape(name) + r"[^「(]{0,40}」?[^「(]{0,10}\((?P<inside>[^()]*決定[^()]*)\)", line)
            if m:
                date, decision = _DATE.search(m["inside"]), _DECISION.search(m["inside"])
                if date and decision:
                    return _iso(date), decision["decision"]
    front = [squeeze(line.text) for line in sorted(pages[0].lines, key=lambda line: line.box[1])] if pages else []
    for i, line in enumerate(front):
        date = _DATE.search(line) or _SLASHED.match(line)
        if date is None or len(line) > 40 or ("「" in line and not any(name in line for name in names)):
            continue
        near = "".join(front[i : i + 3])
        decision = _DECISION.search(near[near.index(date[0]) + len(date[0]) :])
        if decision:
            return _iso(date), decision["decision"]
        if re.fullmatch(r"[\[(【]?" + re.escape(date[0]) + r"[\])】]?", line) and len(front) <= 25:
            return _iso(date), None
    return None, None


def _front_words(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.page <= 5 and block.kind not in (BlockKind.RUNNING_HEAD, BlockKind.PAGE_NUMBER, BlockKind.TOC):
            yield squeeze(block.text)


def _period(blocks: Sequence[Block]) -> tuple[int, int] | None:
    """The years of the plan: a range of years in words that speak of its 期間, or under a heading that does."""
    for block in blocks:
        if block.kind in (BlockKind.TOC, BlockKind.NOTE, BlockKind.RUNNING_HEAD):
            continue
        text = squeeze(block.text)
        above = squeeze(block.path[-1]) if block.path else ""
        if not (_PERIOD_WORD.search(text) or _PERIOD_WORD.search(above)):
            continue
        for mention in find_years(text):
            if mention.period and 2 <= mention.period[1] - mention.period[0] <= 15:
                return mention.period
    return None
