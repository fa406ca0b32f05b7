from django.urls import URLPattern, URLResolver, path

from . import web

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", web.home, name="home"),
    path("cara-memeriksa/", web.how_to_check, name="how_to_check"),
    path("rahasia/", web.secrecy, name="secrecy"),
    path("e/<str:uuid>/", web.election, name="election"),
    path("e/<str:uuid>/kotak/", web.box, name="box"),
    path("e/<str:uuid>/hasil/", web.result, name="result"),
    path("e/<str:uuid>/arsip", web.archive, name="archive"),
    path("e/<str:uuid>/arsip/<str:name>.bel", web.archive, name="archive_file"),
    path("e/<str:uuid>/data.json", web.data, name="data"),
    path("e/<str:uuid>/election.json", web.election_json, name="election_json"),
    path("e/<str:uuid>/trustees.json", web.trustees_json, name="trustees_json"),
    path("e/<str:uuid>/rules.json", web.rules_json, name="rules_json"),
    path("e/<str:uuid>/public_creds.json", web.public_creds_json, name="public_creds_json"),
]
