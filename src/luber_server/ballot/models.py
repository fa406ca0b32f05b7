"""The ballot paper of an election: its questions, their answers, and the people who stand.

Candidates stand in public; their names, classes and photographs are what voters see. A photograph is a file
of the vault, named by its SHA-256.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from luber.election.template import Shape
from luber_server.election.models import Election


class Question(models.Model):
    """One question of the ballot paper."""

    class Kind(models.TextChoices):
        PASLON = "paslon", _("Pasangan calon bernomor, dengan foto")
        PLAIN = "plain", _("Pilihan biasa, tanpa foto")

    class How(models.TextChoices):
        ONE = Shape.ONE.value, _("Pilih satu")
        EXACTLY = Shape.EXACTLY.value, _("Pilih tepat sejumlah")
        RANGE = Shape.RANGE.value, _("Pilih dari … sampai …")
        YES_NO = Shape.YES_NO.value, _("Ya atau tidak")

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()  # from 1
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.CharField(_("Pertanyaan"), max_length=200)
    how = models.CharField(max_length=8, choices=How.choices, default=How.ONE)
    least = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField(default=1)
    blank = models.BooleanField(default=True)  # golput is offered

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="question_one_place"),
            models.CheckConstraint(
                condition=models.Q(least__lte=models.F("most")), name="question_least_to_most"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """One answer: a numbered pair, or a plain choice with a line of explanation."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()  # from 1, as on the paper
    text = models.CharField(max_length=160, blank=True)  # of a plain answer
    detail = models.CharField(max_length=200, blank=True)
    vision = models.TextField(blank=True, max_length=1000)
    mission = models.TextField(blank=True, max_length=4000)  # one a line
    programme = models.TextField(blank=True, max_length=4000)  # one a line

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="answer_one_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Person(models.Model):
    """Someone of a pair: place 1 the chair, place 2 the deputy."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="people")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    detail = models.CharField(max_length=60, blank=True)  # "Kelas 8A"
    photo_sha256 = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "place"], name="person_one_place")]

    def __str__(self) -> str:
        return self.name
