"""What a class works with: exercises with their answers folded."""

from jiedu.classroom.exercises import exercises

__all__ = ["exercises"]
