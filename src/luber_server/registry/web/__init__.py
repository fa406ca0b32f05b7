"""What the room shows: `roll`, `sheets` and `stages` to the committee, `public` to everyone."""
