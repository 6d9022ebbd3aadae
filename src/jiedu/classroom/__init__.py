"""What a class works with: exercises with folded answers, worksheets and keys, scores, and what it reckons by hand."""

from jiedu.classroom.exercises import exercises
from jiedu.classroom.hat import show_hat
from jiedu.classroom.score_tables import show_agreement, show_confusion, show_disputed
from jiedu.classroom.scoring import Score, score, score_folder
from jiedu.classroom.sheets import Worksheet, worksheet
from jiedu.classroom.striving import most_say, show_striving

__all__ = [
    "Score",
    "Worksheet",
    "exercises",
    "most_say",
    "score",
    "score_folder",
    "show_agreement",
    "show_confusion",
    "show_disputed",
    "show_hat",
    "show_striving",
    "worksheet",
]
