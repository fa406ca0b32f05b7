from django.urls import URLPattern, URLResolver, path

from . import web

app_name = "casting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("pilih/", web.which, name="which"),
    path("pilih/<str:uuid>/", web.booth, name="booth"),
    path("e/<str:uuid>/suara", web.cast, name="cast"),
    path("e/<str:uuid>/izin", web.permit, name="permit"),
]
