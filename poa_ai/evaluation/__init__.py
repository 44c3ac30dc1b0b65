"""Evals: whether a change of a prompt made the letters worse."""
