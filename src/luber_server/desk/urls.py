"""Addresses of the frame itself."""

from django.urls import URLPattern, URLResolver, path

from . import web

urlpatterns: list[URLPattern | URLResolver] = [
    path("bahasa/", web.set_language, name="set_language"),
    path("rupa/", web.rupa, name="rupa"),
    path("rupa/cetak/", web.rupa_print, name="rupa_print"),
    path("rupa/layar/", web.rupa_projector, name="rupa_projector"),
]
