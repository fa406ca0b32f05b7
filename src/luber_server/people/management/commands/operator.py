"""`manage.py operator NAMA`: make the first operator, for whoever sits at the server itself."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from luber.errors import LuberError
from luber_server.people import usecases
from luber_server.people.models import Office, User
from luber_server.ports import clock


class Command(BaseCommand):
    help = "Angkat pengelola server. Akun dibuat kalau belum ada; kata sandinya ditanyakan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="nama pengguna")
        parser.add_argument("--name", default="", help="nama yang ditampilkan")
        parser.add_argument("--mail", default="", help="alamat surel")

    def handle(self, *args: object, **options: str) -> None:
        username = options["username"]
        user = User.objects.filter(username__iexact=username).first()
        password = None if user else self._password()
        try:
            with transaction.atomic():
                at = clock.now()
                if user is None:
                    user = usecases.create_account(
                        username=username,
                        display_name=options["name"] or username,
                        email=options["mail"],
                        password=password,
                        at=at,
                    )
                usecases.grant_office(actor=None, user=user, role=Office.Role.OPERATOR, at=at)
        except LuberError as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{username} sekarang pengelola server ini.")

    def _password(self) -> str:
        password = getpass("Kata sandi: ")
        if password != getpass("Sekali lagi: "):
            raise CommandError("Kedua kata sandi berbeda. Ulangi.")
        try:
            validate_password(password)
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from None
        return password
