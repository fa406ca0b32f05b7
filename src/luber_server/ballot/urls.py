from django.urls import URLPattern, URLResolver, path

from . import public, web

urlpatterns: list[URLPattern | URLResolver] = [
    path("panitia/<str:uuid>/calon/", web.paper, name="ballot_paper"),
    path(
        "panitia/<str:uuid>/calon/pertanyaan/<str:kind>/baru/", web.add_question, name="ballot_question_new"
    ),
    path("panitia/<str:uuid>/calon/pertanyaan/<int:question>/", web.question, name="ballot_question"),
    path(
        "panitia/<str:uuid>/calon/pertanyaan/<int:question>/hapus/",
        web.remove_question,
        name="ballot_question_remove",
    ),
    path(
        "panitia/<str:uuid>/calon/pertanyaan/<int:question>/geser/",
        web.move_question,
        name="ballot_question_move",
    ),
    path(
        "panitia/<str:uuid>/calon/pertanyaan/<int:question>/pasangan/", web.add_pair, name="ballot_pair_new"
    ),
    path("panitia/<str:uuid>/calon/pasangan/<int:answer>/", web.pair, name="ballot_pair"),
    path(
        "panitia/<str:uuid>/calon/pasangan/<int:answer>/hapus/",
        web.remove_answer,
        name="ballot_answer_remove",
    ),
    path("panitia/<str:uuid>/calon/pasangan/<int:answer>/geser/", web.move_answer, name="ballot_answer_move"),
    path("e/<str:uuid>/calon/", public.candidates, name="ballot_candidates"),
    path("e/<str:uuid>/presentation.json", public.presentation, name="ballot_presentation"),
    path("foto/<str:sha256>.webp", public.photo, name="ballot_photo"),
]
