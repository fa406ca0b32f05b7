"""What the room shows: `committee` (pages of the panitia) and `seats` (pages of trustees and the authority)."""
