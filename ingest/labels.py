"""Labels printed apart from the titles that they lead: 別添１ above its title, a framed 第１章 beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.pages import union
from ingest.markers import Marker, marker_of
from ingest.paragraphs import Group
from ingest.spacing import LETTER

_NAMED = ("別", "付録", "附属", "参考", "資料", "コラム", "第章", "第部", "第編", "第節")
"""Kinds of leads that stand over or beside a title, framed or not."""

_WORDS = 3
"""Letters of a title beside a framed number."""


def labelled(groups: Sequence[Group]) -> list[Group]:
    """Groups in which a label on its own (別添１, a framed 施策１) is put before the title below or beside it."""
    out: list[Group] = []
    for group in groups:
        label = out[-1] if out else None
        lead = _lead(label) if label is not None else None
        if label is not None and lead is not None and group.page == label.page and group.lines and group.marker is None:
            step = group.box[1] - label.box[3]
            below = 0 < step < 4 * group.size and (group.bold or group.size > 1.1 * label.size)
            named = lead.style.startswith(_NAMED)
            framed = len(label.column.containers) > len(group.column.containers) and _is_title(group)
            if (named and below) or ((named or framed) and _beside_label(label, group)):
                out[-1] = replace(
                    group, lines=label.lines + group.lines, marker=lead, box=union([label.box, group.box])
                )
                continue
        elif label is not None and len(label.lines) == 2 and _goes_on_beside(label, group):
            out[-1] = replace(label, lines=label.lines + group.lines, box=union([label.box, group.box]))
            continue
        out.append(group)
    return out


def stands_beside_label(group: Group) -> bool:
    """Whether the group begins with a label on its own that stands to the left of the words."""
    if group.marker is None or len(group.lines) < 2 or group.marker.length != len(group.lines[0].text):
        return False
    label, title = group.lines[0].box, group.lines[1].box
    return label[2] <= title[0] + 1 and label[1] < title[3] and title[1] < label[3]


def _lead(group: Group) -> Marker | None:
    """The lead that the group is as a whole: 別添１, or in a frame 1－1, which leads only words beside it."""
    if len(group.lines) != 1:
        return None
    lead = group.marker
    if lead is None and group.column.containers:
        lead = marker_of(f"{group.printed}　題")
    if lead is None or lead.glyph or lead.bracket or len(lead.printed) != len(group.printed.strip()):
        return None
    return replace(lead, length=len(group.printed))


def _is_title(group: Group) -> bool:
    """Whether these are words in bold, not a figure of a chart."""
    return group.bold and len(LETTER.findall(group.printed)) >= _WORDS


def _beside_label(label: Group, group: Group) -> bool:
    """Whether a group no smaller than the label stands to its right, at its height."""
    _, top, x1, bottom = label.box
    middle = (group.box[1] + group.box[3]) / 2
    near = -1 <= group.box[0] - x1 < 6 * group.size and top - 0.7 * group.size <= middle <= bottom + 0.7 * group.size
    return near and len(group.lines) <= 2 and group.size > 0.9 * label.size


def _goes_on_beside(labelled: Group, group: Group) -> bool:
    """Whether a group is the second line of a title that stands beside its label."""
    label, title = labelled.lines
    if not group.lines or group.page != labelled.page or group.marker is not None or len(group.lines) > 1:
        return False
    line = group.lines[0]
    alike = abs(line.size - title.size) < 0.3 and line.bold == title.bold
    return (
        alike
        and title.box[0] > label.box[2] - 1
        and line.box[0] > label.box[2] - 1
        and (0 < line.box[1] - title.box[1] < 1.7 * line.size and marker_of(label.text) is not None)
        and label.box[1] - line.size < line.box[1] < label.box[3] + line.size
    )
