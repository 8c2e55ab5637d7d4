"""Keeps web server, worker and timetable running as children that never outlive their parent. Standard library only."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 30.0
GRACE = 8.0
TICK = 0.25


@dataclass
class Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    pause: float = 1.0
    due_at: float = field(default=0.0)

    def start(self, now: float) -> None:
        parent = os.getpid()
        # Sessions of their own: Ctrl-C reaches only the parent, which then stops them in order.
        self.process = subprocess.Popen(  # noqa: S603
            self.command, start_new_session=True, preexec_fn=lambda: _die_with(parent)
        )
        self.started_at = now

    def tend(self, now: float) -> None:
        if self.process is None:
            if now >= self.due_at:
                self.start(now)
            return
        code = self.process.poll()
        if code is None:
            return
        self.pause = 1.0 if now - self.started_at > HEALTHY_AFTER else min(self.pause * 2, LONGEST_PAUSE)
        self.due_at = now + self.pause
        self.process = None
        say(f"{self.name} ended with code {code}; starting it again in {self.pause:.0f} s")

    def send(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def _die_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)  # noqa: T201


def supervise(children: Sequence[Child], on_tick: Callable[[], None] = lambda: None) -> None:
    """Run until SIGINT or SIGTERM; then stop every child within ``GRACE`` seconds."""
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    while not stopping:
        for child in children:
            child.tend(time.monotonic())
        on_tick()
        time.sleep(TICK)
    stop(children)


def stop(children: Sequence[Child]) -> None:
    for child in children:
        child.send(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while any(child.is_running() for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        child.send(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
