"""What people decides, one function an act."""

from __future__ import annotations

from .readings import log_reading

__all__ = ["log_reading"]
