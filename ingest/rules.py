"""The rules by which records are found, and how far each is to be trusted.

A rule's confidence is the chance that its next record is right, as far as the answers made by hand tell: of `of`
records that it found, `right` agreed with them, so (right + 1) / (of + 2) (Laplace's rule of succession). A rule that
no answer covers stands at 0.5. The counts come from `python -m benchmarks.records`; docs/records.md shows them.
"""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """What made a record one, the first rule where several found it. `ALONE` means that no goal stands above it."""

    GOAL_LABELLED = "goal_labelled"
    GOAL_WEAK = "goal_weak"
    GOAL_LINES = "goal_lines"
    GOAL_WITH_TARGETS = "goal_with_targets"
    GOAL_DIRECTIONS = "goal_directions"
    GOAL_CHAPTERS = "goal_chapters"
    GOAL_INLINE = "goal_inline"
    GOAL_TABLE = "goal_table"
    GOAL_FORM = "goal_form"
    MEASURE_ANNOUNCED = "measure_announced"
    MEASURE_ANNOUNCED_ALONE = "measure_announced_alone"
    MEASURE_ITEM = "measure_item"
    MEASURE_ITEM_ALONE = "measure_item_alone"
    MEASURE_MARKED = "measure_marked"
    MEASURE_DIRECTIONS = "measure_directions"
    MEASURE_ACROSS = "measure_across"
    MEASURE_WORDED = "measure_worded"
    MEASURE_NUMBERED = "measure_numbered"
    MEASURE_DIRECT = "measure_direct"
    MEASURE_GROUPED = "measure_grouped"
    MEASURE_LED_HEADING = "measure_led_heading"
    MEASURE_LED = "measure_led"
    MEASURE_TABLE = "measure_table"
    MEASURE_ROADMAP = "measure_roadmap"
    MEASURE_SHEET = "measure_sheet"
    MEASURE_FORM = "measure_form"
    KPI_BOX = "kpi_box"
    KPI_BOX_ALONE = "kpi_box_alone"
    KPI_HEADING = "kpi_heading"
    KPI_LED = "kpi_led"
    KPI_LED_ALONE = "kpi_led_alone"
    KPI_TABLE = "kpi_table"
    KPI_TABLE_ALONE = "kpi_table_alone"
    KPI_OPEN_TABLE = "kpi_open_table"
    KPI_GOAL_TABLE = "kpi_goal_table"
    KPI_SENTENCE = "kpi_sentence"
    SHIFT = "shift"
    ROLE = "role"
    BODY = "body"
    ROADMAP = "roadmap"
    DEADLINE = "deadline"


COUNTS: dict[Rule, tuple[int, int]] = {
    Rule.GOAL_LABELLED: (55, 55),
    Rule.GOAL_WEAK: (2, 2),
    Rule.GOAL_LINES: (3, 3),
    Rule.GOAL_WITH_TARGETS: (14, 14),
    Rule.GOAL_DIRECTIONS: (7, 7),
    Rule.GOAL_CHAPTERS: (2, 2),
    Rule.GOAL_INLINE: (4, 4),
    Rule.GOAL_TABLE: (9, 9),
    Rule.GOAL_FORM: (2, 2),
    Rule.MEASURE_ANNOUNCED: (20, 20),
    Rule.MEASURE_ANNOUNCED_ALONE: (4, 4),
    Rule.MEASURE_ITEM: (18, 18),
    Rule.MEASURE_ITEM_ALONE: (53, 53),
    Rule.MEASURE_MARKED: (2, 2),
    Rule.MEASURE_DIRECTIONS: (7, 7),
    Rule.MEASURE_ACROSS: (3, 3),
    Rule.MEASURE_WORDED: (14, 14),
    Rule.MEASURE_NUMBERED: (73, 74),
    Rule.MEASURE_DIRECT: (16, 16),
    Rule.MEASURE_GROUPED: (32, 32),
    Rule.MEASURE_LED_HEADING: (14, 14),
    Rule.MEASURE_LED: (71, 71),
    Rule.MEASURE_TABLE: (43, 43),
    Rule.MEASURE_ROADMAP: (3, 3),
    Rule.MEASURE_SHEET: (9, 9),
    Rule.MEASURE_FORM: (2, 2),
    Rule.KPI_BOX: (49, 49),
    Rule.KPI_BOX_ALONE: (4, 4),
    Rule.KPI_HEADING: (23, 23),
    Rule.KPI_LED: (1, 1),
    Rule.KPI_TABLE: (107, 107),
    Rule.KPI_TABLE_ALONE: (16, 17),
    Rule.KPI_OPEN_TABLE: (6, 6),
    Rule.KPI_GOAL_TABLE: (4, 4),
    Rule.KPI_SENTENCE: (10, 10),
    Rule.SHIFT: (11, 11),
    Rule.ROLE: (4, 4),
    Rule.BODY: (2, 2),
    Rule.ROADMAP: (57, 57),
    Rule.DEADLINE: (4, 4),
}
"""Rule → (right, of) on the documents with answers."""


def confidence(rule: Rule) -> float:
    """Chance that a record found by the rule is right, 0..1."""
    right, of = COUNTS.get(rule, (0, 0))
    return round((right + 1) / (of + 2), 3)
