"""Run as a program: a worker whose channel kills its own process, for good, at a given message.

Arguments: file that keeps what was taken, hour of the clock, number of the message to die at (0: live), before or after.
"""

import os
import signal
import sys
from pathlib import Path


class DeadlyBox:
    name, label = "email", "E-mail"

    def __init__(self):
        from shiliu.platform.notices.contract import Capabilities

        self.capabilities, self.count = Capabilities(own_address="email"), 0
        self.kept, _hour, self.fatal, self.when = Path(sys.argv[1]), *sys.argv[2:]

    def send(self, message):
        self.count += 1
        self.die_if("before")
        with open(self.kept, "a") as file:
            file.write(f"{message.key} {message.title}\n")
        self.die_if("after")

    def die_if(self, when):
        if self.when == when and self.count == int(self.fatal):
            os.kill(os.getpid(), signal.SIGKILL)


def main():
    import django
    from django.conf import settings

    settings.NOTICE_CHANNELS = ["__main__.DeadlyBox"]
    django.setup()
    from datetime import UTC, datetime, timedelta

    from shiliu.platform.clock import at_time
    from shiliu.platform.notices.delivery import deliver

    with at_time(datetime(2026, 11, 22, 4, 0, tzinfo=UTC) + timedelta(hours=int(sys.argv[2]))):
        deliver()


if __name__ == "__main__":
    main()
