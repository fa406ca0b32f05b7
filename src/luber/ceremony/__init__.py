"""From trustees' keys to a sealed election: after this room, nothing that is hashed can change.

In order: `single` or `threshold` keys are made, `trustees` puts them into one list with one election key,
`election` prints the election file with its fingerprint, `setup` seals election, trustees and credentials
with one record.
"""
