"""What everyone may check: the archive of an election, and the verifier that checks all of it.

| file | holds |
|---|---|
| `archive` | records as bytes, written one after another and read as a stream |
| `events` | the chain of events and the order in which they may come |
| `outline` | one pass over an archive: what is in it and where |
| `ballots` | checking many ballots, in this process or in others |
| `verify` | all checks, in order, to one report |
| `report` | what a check found |
| `checks/` | one check a file, with `checks.toml` for what each means |
"""
