"""Who may vote: the public credentials of an election, and the lists they come from."""
