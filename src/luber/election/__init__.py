"""What an election is before anyone votes: its identifier, its clock and zone, its phases, its templates.

`ids` makes and parses identifiers, `zone` names Indonesia's three clocks, `schedule` holds the rules of
opening, closing and extending,
`phase` says where an election stands at a moment, `template` what a committee starts from.
"""
