"""Curricula: YAML read with positions into a frozen model, the prerequisite graph, and parametric variants."""

from tutor.curriculum.shipping import shipped

__all__ = ["shipped"]
