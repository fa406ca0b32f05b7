"""`manage.py tick`: do what the clock asks for, every few seconds until stopped (`luber serve` starts it)."""

from __future__ import annotations

import signal
import threading

from django.core.management.base import BaseCommand, CommandParser

from luber_server.portal import ticker
from luber_server.ports import clock


class Command(BaseCommand):
    help = "Kerjakan yang diminta jam (menutup kotak suara, merapikan) terus-menerus sampai dihentikan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=5.0, metavar="DETIK", help="jeda antara dua detak")
        parser.add_argument("--once", action="store_true", help="satu detak, lalu selesai")

    def handle(self, *args: object, **options: object) -> None:
        every, once = options["every"], options["once"]
        assert isinstance(every, float)
        stop = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            ticker.tick_all(at=clock.now())
            if once:
                return
            stop.wait(every)
