from django.urls import URLPattern, URLResolver, path

from . import web

urlpatterns: list[URLPattern | URLResolver] = [
    path("panitia/", web.elections, name="elections"),
    path("panitia/baru/", web.new, name="election_new"),
    path("panitia/<str:uuid>/", web.desk, name="election_desk"),
    path("panitia/<str:uuid>/aturan/", web.rules, name="election_rules"),
    path("panitia/<str:uuid>/waktu/", web.times, name="election_times"),
    path("panitia/<str:uuid>/perpanjangan/", web.ask_extension, name="election_extension"),
    path(
        "panitia/<str:uuid>/perpanjangan/<int:extension>/",
        web.answer_extension,
        name="election_extension_answer",
    ),
    path("panitia/<str:uuid>/simulasi/", web.mock, name="election_mock"),
    path("panitia/<str:uuid>/batal/", web.cancel, name="election_cancel"),
    path("panitia/<str:uuid>/bekukan/", web.freeze, name="election_freeze"),
]
