"""A network of this script's own: a namespace with nothing but ``lo``, which carries multicast of IPv4; and Spate in it.

(IPv6 multicast does not come back on ``lo``.)

Nothing in there reaches the machine's network, and every port is free.
"""
from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import libtorrent

CHECKOUT = Path(__file__).resolve().parents[3]
_INSIDE = "SPATE_ISLAND"


def enter() -> None:
    """Runs the script once more in a namespace. As root, or as a user who may make user namespaces."""
    if _INSIDE in os.environ:
        _set_up()
        return
    unshare = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
    os.execvpe("unshare", [*unshare, sys.executable, *sys.argv], {**os.environ, _INSIDE: "yes"})


def _set_up() -> None:
    for command in ("link set lo up multicast on", "route add 224.0.0.0/4 dev lo"):
        subprocess.run(["ip", *command.split()], check=True, timeout=10)
    for number in range(1, 10):
        subprocess.run(["ip", "addr", "add", f"{host(number)}/24", "dev", "lo"], check=True, timeout=10)


def host(number: int) -> str:
    return f"10.77.0.{number}"


class Torrent:
    """One file of random bytes in a folder, and its torrent file."""

    def __init__(self, folder: Path, name: str, size: int, private: bool = False, tracker: str = ""):
        self.content = os.urandom(size)
        self.name = name
        self.seed_folder = folder / f"{name}-seed"
        self.seed_folder.mkdir()
        (self.seed_folder / name).write_bytes(self.content)
        files = libtorrent.file_storage()
        libtorrent.add_files(files, str(self.seed_folder / name))
        made = libtorrent.create_torrent(files, 65536, libtorrent.create_torrent.v1_only)
        made.set_priv(private)
        if tracker:
            made.add_tracker(tracker)
        libtorrent.set_piece_hashes(made, str(self.seed_folder))
        self.file = folder / f"{name}.torrent"
        self.file.write_bytes(libtorrent.bencode(made.generate()))
        self.info = libtorrent.torrent_info(str(self.file))
        self.info_hash = bytes.fromhex(str(self.info.info_hash()))

    def check(self, folder: Path) -> None:
        if (folder / self.name).read_bytes() != self.content:
            raise AssertionError(f"{folder / self.name} is not what the torrent says")


class Program:
    """Its output goes to a file, which is shown when something goes wrong."""

    def __init__(self, folder: Path, name: str, command: list[str]):
        self.name = name
        self.data = folder / name
        self.data.mkdir(exist_ok=True)
        self.log = folder / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)

    def wait_for(self, pattern: str, seconds: float = 60) -> str:
        """Until a line of its output is like this."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, self.text(), re.MULTILINE)
            if found:
                return found.group()
            if self.process.poll() is not None and not re.search(pattern, self.text(), re.MULTILINE):
                break
            time.sleep(0.1)
        raise AssertionError(f"{self.name}: no line like {pattern} within {seconds} s:\n{self.text()}")

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *ignored: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)


class Spate(Program):
    """``./spate`` of the checkout."""

    def __init__(self, folder: Path, name: str, *arguments: str, within: list[str] | None = None):
        """``within`` is a command that runs others elsewhere."""
        super().__init__(folder, name, [
            *(within or []), str(CHECKOUT / "spate"), *arguments, "--state", str(folder / f"{name}-state")])


def plugins() -> set[str]:
    """The ids of the plugins that the checkout has."""
    listing = subprocess.run([str(CHECKOUT / "spate"), "plugins"], capture_output=True, text=True, timeout=60)
    return {line.split()[0] for line in listing.stdout.splitlines() if re.match(r"^[a-z]", line)}


def only(*ids: str) -> list[str]:
    """Arguments that switch all other plugins off."""
    return [part for id in sorted(plugins() - set(ids)) for part in ("--set", f"spate.plugins.{id}.enabled=false")]


def scratch() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="spate-island-")
