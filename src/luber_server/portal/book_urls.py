"""Addresses of the open book. `log/` is also the log's address for programs (C2SP tlog-tiles)."""

from django.urls import URLPattern, URLResolver, path

from . import book

urlpatterns: list[URLPattern | URLResolver] = [
    path("log/", book.book, name="log"),
    path("log/checkpoint", book.checkpoint, name="log_checkpoint"),
    path("log/vkey", book.vkey, name="log_vkey"),
    path("log/tile/<path:path>", book.tile, name="log_tile"),
    path("log/daun/<int:index>/", book.leaf, name="log_leaf"),
    path("log/daun/<int:index>/bukti", book.proof, name="log_proof"),
]
