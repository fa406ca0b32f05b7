"""Every address of the house, one line a room. Who may open what stands at each view (people.gate)."""

from django.urls import include, path

urlpatterns = [
    path("", include("luber_server.portal.urls")),
    path("", include("luber_server.certification.urls")),
    path("", include("luber_server.tally.urls")),
    path("", include("luber_server.casting.urls")),
    path("", include("luber_server.ceremony.urls")),
    path("", include("luber_server.ballot.urls")),
    path("", include("luber_server.registry.urls")),
    path("", include("luber_server.election.urls")),
    path("", include("luber_server.people.urls")),
    path("", include("luber_server.desk.urls")),
    path("", include("luber_server.portal.book_urls")),
]
