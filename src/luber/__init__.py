"""The pure core of Luber: values in, values out.

No framework, no files, no network, no clock and no chance: time, randomness and bytes come in as arguments.
The rooms, from the ground up, are `errors`, `canon` and `flow`, `crypto`, `registry`, `ballot`, `ceremony`,
`casting`, `tally`, `publication`; a room imports only rooms below it (`.importlinter` holds this).
"""
