"""A headless Chromium, driven by the DevTools protocol over a pipe: no library needed.

https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import signal
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
_KEYS = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40, "f": 70}


def find_browser() -> str | None:
    """Find a Chromium of the system."""
    return next((path for path in map(shutil.which, _NAMES) if path), None)


class Browser:
    """One process with one page."""

    def __init__(self, executable: str, profile: Path) -> None:
        #: Everything the page did that was not asked for, as (method, parameters).
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._number, self._rest = 0, b""
        # The browser reads commands from descriptor 3 and writes answers to 4.
        ends = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in _pipes()]
        self._answers, self._commands = ends[2], ends[1]
        with (profile / "log").open("wb") as log:
            self._process = os.posix_spawn(
                executable,
                [executable, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
                os.environ,
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, ends[0], 3),
                    (os.POSIX_SPAWN_DUP2, ends[3], 4),
                    (os.POSIX_SPAWN_DUP2, log.fileno(), 1),
                    (os.POSIX_SPAWN_DUP2, log.fileno(), 2),
                ],
                setpgroup=0,
            )
        os.close(ends[0])
        os.close(ends[3])
        self._session = ""
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        attached = self.call(
            "Target.attachToTarget", targetId=page["targetId"], flatten=True
        )
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._commands)
        os.close(self._answers)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        self._number += 1
        command: dict[str, Any] = {
            "id": self._number, "method": method, "params": parameters,
        }  # fmt: skip
        if self._session:
            command["sessionId"] = self._session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while (message := self._read()).get("id") != self._number:
            self.events.append((message["method"], message["params"]))
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        result: dict[str, Any] = message["result"]
        return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            data = os.read(self._answers, 1 << 20)
            if not data:
                raise EOFError("the browser died; its profile folder holds a log")
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        return decoded

    def open(self, url: str, *, width: int = 1400, scheme: str = "light") -> None:
        """Load a page anew, and wait until it has loaded."""
        self.resize(width)
        self.media(scheme=scheme)
        for address in ("about:blank", url):
            self.events.clear()
            self.call("Page.navigate", url=address)
            while not self._saw("Page.loadEventFired"):
                message = self._read()
                self.events.append((message["method"], message["params"]))

    def _saw(self, method: str) -> bool:
        return any(seen == method for seen, _ in self.events)

    def media(self, *, scheme: str = "light", kind: str = "screen") -> None:
        """Show the page to people who prefer dark, or as a printer sees it."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=kind, features=features)

    def resize(self, width: int) -> None:
        """Make the window so many CSS pixels wide."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=900, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript in the page; its value, or that of its promise."""
        answer = self.call(
            "Runtime.evaluate",
            expression=expression, returnByValue=True, awaitPromise=True,
        )  # fmt: skip
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind, key=key, code="Space" if key == " " else key,
                windowsVirtualKeyCode=_KEYS[key],
                text=text if kind == "keyDown" else "",
            )  # fmt: skip

    def complaints(self) -> list[str]:
        """Return what stands on the console, and exceptions."""
        kinds = (
            "Log.entryAdded",
            "Runtime.consoleAPICalled",
            "Runtime.exceptionThrown",
        )
        return [json.dumps(told) for method, told in self.events if method in kinds]

    def requests(self) -> list[str]:
        """Return the addresses of all that was asked for."""
        return [
            told["request"]["url"]
            for method, told in self.events
            if method == "Network.requestWillBeSent"
        ]

    def screenshot(self) -> bytes:
        """Take a picture of the whole page, as PNG."""
        answer = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(answer["data"])

    def pdf(self) -> bytes:
        """Print the page."""
        answer = self.call("Page.printToPDF", printBackground=True)
        return base64.b64decode(answer["data"])


def _pipes() -> tuple[int, int, int, int]:
    return (*os.pipe(), *os.pipe())
