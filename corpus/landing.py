"""Finding a document's PDF on the page that lists it, by the words around each link."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from corpus.text import normalise

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "section",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset(("script", "style", "noscript", "template"))
_NEAREST = 0.75
"""Share of the title's character pairs that the words around a link must hold."""

_OTHER_PARTS = re.compile(
    r"[(【]案[)】]|概要|参考|施策集|工程表|アクションプラン|ポイント|説明資料|新旧|意見募集|英語|英文|english|gaiyou?"
)


@dataclass(frozen=True, slots=True)
class PdfLink:
    """A link to a PDF: its absolute address, its own words, and the words of its block and heading before it."""

    url: str
    text: str
    context: str


def find_pdf(html: str, base_url: str, title: str) -> PdfLink | None:
    """The link to the body of the document called `title`, or None when no link fits well enough.

    Links are compared by the share of the title's character pairs (subtitle left off) found in the link's own words or,
    where these do not name the document, in its block and heading too. A link that names another edition (a different
    year, or a 改訂版 where the title has none) or another part (概要, 案, 参考 and the like) never fits.
    """
    ranked = [(score, -i, link) for i, link in enumerate(pdf_links(html, base_url)) if (score := _fit(link, title)) > 0]
    return max(ranked)[2] if ranked else None


def pdf_links(html: str, base_url: str) -> tuple[PdfLink, ...]:
    """Every http(s) link to a .pdf, in the order of the page."""
    parser = _LinkParser(base_url)
    parser.feed(html)
    parser.close()
    return tuple(parser.links())


def _fit(link: PdfLink, title: str) -> float:
    wanted = _pairs(_plain(re.split("[～〜~]", title)[0]))
    around = link.context if link.text in link.context else f"{link.context} {link.text}"
    for words in (link.text, around):
        share = len(wanted & _pairs(_plain(words))) / len(wanted) if wanted else 0.0
        if share >= _NEAREST:
            break
    else:
        return 0.0
    if _edition(_plain(words)) != _edition(_plain(title)):
        return 0.0
    address = unquote(urlsplit(link.url).path.rsplit("/", 1)[-1]).lower()
    own = normalise(link.text).lower()
    if any(match[0] not in title for text in (own, address) for match in _OTHER_PARTS.finditer(text)):
        return 0.0
    return share + (0.5 if "本文" in own or "honbun" in address or "hontai" in address else 0.0)


def _edition(words: str) -> tuple[str, ...]:
    """Which edition words name: years written before 改訂, 「改訂」 alone, and the period (第2期)."""
    return tuple(sorted({*re.findall(r"(\d{4})年?改[訂定]", words), *re.findall(r"第\d期", words)})) or (
        ("改訂",) if "改訂" in words else ()
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s「」『』（）()・~,、。:]", "", normalise(text)).lower()


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


@dataclass(slots=True)
class _OpenLink:
    url: str
    heading: str
    block: int
    words: list[str] = field(default_factory=list)


class _LinkParser(HTMLParser):
    """Collects the text of each block and the links in it, so that a link can be read with its block."""

    def __init__(self, base_url: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base_url
        self._heading = ""
        self._in_heading = False
        self._blocks: list[list[str]] = [[]]
        self._found: list[_OpenLink] = []
        self._link: _OpenLink | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a heading or a link."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "base":
            self._base = urljoin(self._base, dict(attrs).get("href") or "")
        elif tag == "a":
            url = self._pdf_address(dict(attrs).get("href") or "")
            self._link = _OpenLink(url, self._heading, len(self._blocks) - 1) if url else None
            if self._link is not None:
                self._found.append(self._link)
        elif tag in _BLOCKS:
            self._blocks.append([])
            if self._link is not None:
                self._link.block = len(self._blocks) - 1
            if tag in ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "th"):
                self._heading, self._in_heading = "", True

    def handle_endtag(self, tag: str) -> None:
        """Close a block, a heading or a link."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a":
            self._link = None
        elif tag in _BLOCKS:
            self._in_heading = False
            self._blocks.append([])

    def handle_data(self, data: str) -> None:
        """Take words into the open block, heading and link."""
        if self._silent:
            return
        self._blocks[-1].append(data)
        if self._in_heading:
            self._heading += data
        if self._link is not None:
            self._link.words.append(data)

    def links(self) -> list[PdfLink]:
        """What was found, with the words around it."""
        return [
            PdfLink(link.url, "".join(link.words), link.heading + " " + "".join(self._blocks[link.block]))
            for link in self._found
        ]

    def _pdf_address(self, href: str) -> str | None:
        try:
            url = urljoin(self._base, href.strip())
            split = urlsplit(url)
        except ValueError:
            return None
        wanted = split.scheme in ("http", "https") and split.path.lower().endswith(".pdf")
        return split._replace(fragment="").geturl() if wanted else None
