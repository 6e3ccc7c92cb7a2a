"""The words by which goals name themselves (政策目標①, 【基本目標1】, 施策の柱1) and that announce measures."""

from __future__ import annotations

import re

LABEL = (
    r"(?:政策|基本|重点|戦略|横断的な?|分野別|施策)目標|横断的な?目標|施策の柱|政策の柱|戦略の柱|重点戦略|基本戦略|基本政策|重点政策"
    r"|まちづくりの?(?:基本)?目標"
)
NUMBER = r"[①-⑳]|[0-9]{1,2}|[IVX]{1,4}|[一二三四五六七八九十]"
LABELLED = re.compile(
    rf"^[【\[<《〔■●○◆◎]?(?P<label>{LABEL})(?P<number>{NUMBER})(?![0-9IVX割件%]|[年人](?:間|度|以|未|程|増|減|の割|$|[)）、,→]))[】\]>》〕]?[::.．、)\-]?(?P<name>.*)$"
)
BRACKETED = re.compile(rf"^[【《〔](?:{LABEL})(?:{NUMBER})[】》〕]")
"""A goal's label in brackets: such a line is a heading whatever its type."""
WEAK_LABELLED = re.compile(
    r"^[【\[<《〔■●○◆◎]?(?P<label>(?:重点)?戦略|目標|政策|柱|(?:重点|リーディング)?プロジェクト|基本方針|基本方向|挑戦|テーマ)"
    rf"(?P<number>{NUMBER})(?![-0-9IVX割件%]|[年人](?:間|度|以|未|程|増|減|$|[)）、,→]))[】\]>》〕]?[::.．、)]?(?P<name>.+)$"
)
"""Words that name goals in some plans and other things elsewhere: they count only in a row 1, 2, …."""
WORDED = re.compile(
    r"^(?:具体的な?)?(?:基本|主要|重点|個別|具体的)?(?:施策|取組|プロジェクト|アクション)(?P<number>[①-⑳]|[0-9]{1,2}(?:-[0-9]{1,2})?)(?P<name>\D.*)$"
)
"""A measure that calls itself 施策1 or 取組①."""
MEASURE_PARTS = re.compile(
    r"^(?:具体的な?)(?:施策|取組|取り組み|事業|方策|取組内容|施策の内容)(?:と.*)?$|^(?:主な|主要な?|重点)(?:施策|取組|政策対応|取り組み)$|^施策の内容$"
)
"""Headings that announce measures."""
