"""Luber on the web: Django around the pure core. Rooms: portal … trail, ports (docs/rooms.md)."""
