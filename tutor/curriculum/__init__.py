"""Curricula: YAML read with positions into a frozen model, the prerequisite graph, and parametric variants."""
