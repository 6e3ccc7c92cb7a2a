"""Finding a document's PDF among the links of a page."""

from __future__ import annotations

import pytest

from corpus.landing import find_pdf, pdf_links

PAGE = """
<html><head><title>総合戦略</title>
<script>var x = '<a href="bad.pdf">まち・ひと・しごと創生総合戦略</a>';</script></head>
<body><h2>第2期「まち・ひと・しごと創生総合戦略」（2020改訂版）</h2>
<ul><li><a href="r02-gaiyou.pdf">概要</a></li><li><a href="pdf/r02-senryaku.pdf">本文</a>（PDF）</li></ul>
<p><a href="/info/r1.pdf#page=2">第2期「まち・ひと・しごと創生総合戦略」</a>（令和元年12月20日閣議決定）</p>
<dl><dt>まち・ひと・しごと創生総合戦略（２０１６改訂版）</dt>
<dd><a href="h28.pdf">全文</a> <a href="h28e.pdf">English</a></dd></dl>
<p>まち・ひと・しごと創生総合戦略（案） <a href="an.pdf">まち・ひと・しごと創生総合戦略（案）</a></p>
<p><a href="h26.pdf">「まち・ひと・しごと創生総合戦略」について</a></p>
<p><a href="mailto:a@b.jp">まち</a><a href="javascript:void(0).pdf">ひと</a><a href="http://[bad.pdf">悪い</a></p>
<p><a href="https://other.example/x.PDF">地方創生に関する総合戦略（令和7年12月23日閣議決定）</a></p>
</body></html>
"""


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("まち・ひと・しごと創生総合戦略", "https://a.example/sousei/h26.pdf"),
        ("まち・ひと・しごと創生総合戦略（2016改訂版）", "https://a.example/sousei/h28.pdf"),
        ("第2期「まち・ひと・しごと創生総合戦略」", "https://a.example/info/r1.pdf"),
        ("第2期「まち・ひと・しごと創生総合戦略」（2020改訂版）", "https://a.example/sousei/pdf/r02-senryaku.pdf"),
        ("地方創生に関する総合戦略～これまでの取組と推進戦略～", "https://other.example/x.PDF"),
        ("まち・ひと・しごと創生総合戦略（2017改訂版）", None),
        ("デジタル田園都市国家構想総合戦略", None),
    ],
)
def test_the_right_edition_and_part_is_found(title: str, url: str | None) -> None:
    link = find_pdf(PAGE, "https://a.example/sousei/index.html", title)
    assert (link.url if link else None) == url


def test_only_web_links_to_pdfs_are_taken() -> None:
    links = pdf_links(PAGE, "https://a.example/sousei/index.html")
    assert all(link.url.startswith("https://") and ".pdf" in link.url.lower() for link in links)
    assert not any("bad" in link.url for link in links)


def test_an_unclosed_page_is_read_as_far_as_it_goes() -> None:
    link = find_pdf("<p>基本構想 <a href=k.pdf>基本構想本文", "http://a.example/", "基本構想")
    assert link is not None
    assert link.url == "http://a.example/k.pdf"
