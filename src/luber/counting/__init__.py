"""Votes become winners: one method a file, and each returns its whole story (every round and tie), not just
the winners.

| method | file |
|---|---|
| most votes win, for one place or k | `plurality` |
"""
