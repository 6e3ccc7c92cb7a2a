"""The contents of the samples: data only, in our own words, around facts that were read."""

from corpus.typeset.documents.digiden_2022 import PAPER as DIGIDEN_2022
from corpus.typeset.documents.digiden_2023 import PAPER as DIGIDEN_2023
from corpus.typeset.documents.first_2014 import PAPER as FIRST_2014
from corpus.typeset.documents.second_2019 import PAPER as SECOND_2019
from corpus.typeset.documents.strategy_2025 import DECK as STRATEGY_2025
from corpus.typeset.documents.vision_2025 import PAPER as VISION_2025

PAPERS = (FIRST_2014, SECOND_2019, DIGIDEN_2022, DIGIDEN_2023, VISION_2025)
DECKS = (STRATEGY_2025,)
