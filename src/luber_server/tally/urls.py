from django.urls import URLPattern, URLResolver, path

from . import web

urlpatterns: list[URLPattern | URLResolver] = [
    path("panitia/<str:uuid>/penghitungan/", web.tally, name="tally"),
    path("panitia/<str:uuid>/penghitungan/buka/", web.confirm_small, name="tally_confirm_small"),
]
