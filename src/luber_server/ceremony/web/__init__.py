"""What the room shows: `committee` (the panitia), `seats` (trustees and the authority), `public` (everyone)."""
