"""What a class works with: exercises with their answers folded, worksheets with their keys, and how they are scored."""

from jiedu.classroom.exercises import exercises
from jiedu.classroom.score_tables import show_agreement, show_confusion, show_disputed
from jiedu.classroom.scoring import Score, score
from jiedu.classroom.sheets import Worksheet, worksheet

__all__ = [
    "Score",
    "Worksheet",
    "exercises",
    "score",
    "show_agreement",
    "show_confusion",
    "show_disputed",
    "worksheet",
]
