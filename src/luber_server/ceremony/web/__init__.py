"""What the room shows: `committee` (the panitia's pages), `seats` (those of trustees and the authority)."""
