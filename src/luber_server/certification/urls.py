from django.urls import URLPattern, URLResolver, path

from . import web

app_name = "certification"

urlpatterns: list[URLPattern | URLResolver] = [
    path("panitia/<str:uuid>/berita-acara/", web.committee, name="committee"),
    path("e/<str:uuid>/berita-acara.pdf", web.act, name="act"),
    path("e/<str:uuid>/berita-acara-<int:number>.pdf", web.version, name="version"),
]
