"""State machines are tables: every state has a row, and what is not in the table is refused."""

from luber.flow.table import Table, diagram, step

__all__ = ["Table", "diagram", "step"]
