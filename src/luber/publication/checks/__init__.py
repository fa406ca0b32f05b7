"""One check, one file, with one function `run` that returns what it read, or raises where it does not hold.

What each check is called and means stands in `checks.toml`, in the order in which the suite makes them; the
suite has a row for every check and a check for every row.
"""
