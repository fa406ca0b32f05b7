"""Addresses of the open book. `log/` is also the log's address for programs (C2SP tlog-tiles)."""

from django.urls import URLPattern, URLResolver, path

from . import web

urlpatterns: list[URLPattern | URLResolver] = [
    path("log/", web.book, name="log"),
    path("log/checkpoint", web.checkpoint, name="log_checkpoint"),
    path("log/vkey", web.vkey, name="log_vkey"),
    path("log/tile/<path:path>", web.tile, name="log_tile"),
    path("log/daun/<int:index>/", web.leaf, name="log_leaf"),
    path("log/daun/<int:index>/bukti", web.proof, name="log_proof"),
]
