#!/usr/bin/env python3
"""Moves a torrent from one client to another over the loopback interface, and prints what that cost.

Spate is taken from this checkout. libtorrent is measured beside it if its Python binding is there (Debian: python3-libtorrent).
Nothing leaves the machine: no DHT, no trackers. Linux only: the figures come from /proc.

Only figures of one call compare: machines drift. Nothing else should run meanwhile.
"""
import argparse
import hashlib
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
SPATE = TOP / "spate"
MIB = 1 << 20
GIB = 1 << 30
TICK = os.sysconf("SC_CLK_TCK")
OURS = ("spate.plugins.dht.enabled=false", "spate.plugins.lsd.enabled=false", "spate.plugins.pex.enabled=false")

LIBTORRENT = """
import sys, time, libtorrent as lt
role, torrent, folder, port, peer = sys.argv[1:6]
session = lt.session({"listen_interfaces": "127.0.0.1:" + port, "enable_dht": False, "enable_lsd": False,
    "enable_upnp": False, "enable_natpmp": False, "alert_mask": 0, "in_enc_policy": 2, "out_enc_policy": 2,
    "enable_incoming_utp": False, "enable_outgoing_utp": False})
handle = session.add_torrent({"ti": lt.torrent_info(torrent), "save_path": folder})
said = connected = False
while True:
    status = handle.status()
    if status.is_seeding and not said:
        said = True
        print("READY" if role == "seed" else "DONE", flush=True)
    if role == "leech" and not connected and status.state == lt.torrent_status.downloading:
        connected = True
        handle.connect_peer((peer.split(":")[0], int(peer.split(":")[1])))
    time.sleep(0.01 if not said else 0.2)
"""


def python_with_libtorrent():
    """The first Python that has the binding, or None."""
    for python in (sys.executable, "/usr/bin/python3"):
        if os.path.exists(python) and not subprocess.run(
                [python, "-c", "import libtorrent"], capture_output=True, check=False).returncode:
            return python
    return None


def command(client, role, torrent, folder, state, port, peer):
    if client == "spate":
        verb = ["seed"] if role == "seed" else ["get", "--seed", "--peer", peer]
        settings = [part for each in OURS for part in ("--set", each)]
        return [str(SPATE), *verb, "--listen", f"127.0.0.1:{port}", "--dir", folder, "--state", state, *settings, torrent]
    return [python_with_libtorrent(), "-c", LIBTORRENT, role, torrent, folder, str(port), peer]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def loopback_bytes():
    for line in Path("/proc/net/dev").read_text().splitlines():
        if line.strip().startswith("lo:"):
            return int(line.split()[1])
    raise SystemExit("no loopback interface in /proc/net/dev")


class Client:
    """A process, what it says, and what it costs."""

    def __init__(self, arguments):
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = threading.Event()
        self.lines = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines = [*self.lines[-20:], line]
            if re.match("READY|DONE", line):
                self.said.set()

    def wait(self, seconds):
        if not self.said.wait(seconds):
            raise SystemExit("not done in time; the last it said:\n" + "".join(self.lines))

    def cpu(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def resident(self):
        """The most it ever had, in MiB, mapped files included."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Meter(threading.Thread):
    """When did how much cross the loopback interface."""

    def __init__(self):
        super().__init__(daemon=True)
        self.samples = [(time.monotonic(), loopback_bytes())]
        self.stopped = False

    def run(self):
        while not self.stopped:
            time.sleep(0.02)
            self.samples.append((time.monotonic(), loopback_bytes()))

    def when(self, amount):
        base = self.samples[0][1]
        return next((at for at, seen in self.samples if seen - base >= amount), self.samples[-1][0])


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    return b"d" + b"".join(bencode(key) + bencode(value[key]) for key in sorted(value)) + b"e"


def make_payload(folder, size, piece):
    """Writes the data, and a torrent of it; random by a seed, as zeros would be too easy on some file systems."""
    source = folder / "seed"
    source.mkdir()
    pieces = []
    noise = random.Random(size).randbytes(16 * MIB)
    with open(source / "payload.bin", "wb", buffering=0) as out:
        for number in range(-(-size // piece)):
            start = number * 8191 % (len(noise) - 8191)
            block = (noise[start:] + noise[:start]) * (piece // len(noise) + 1)
            block = block[:min(piece, size - number * piece)]
            out.write(block)
            pieces.append(hashlib.sha1(block).digest())
    torrent = folder / "payload.torrent"
    torrent.write_bytes(bencode({b"info": {b"name": b"payload.bin", b"length": size, b"piece length": piece,
                                           b"pieces": b"".join(pieces)}}))
    return source, torrent


def touch_memory(folder, size):
    """Writes and deletes as much as will be written: the first touch of memory is slow in virtual machines."""
    with tempfile.TemporaryFile(dir=folder, buffering=0) as out:
        for _ in range(size // MIB):
            out.write(bytes(MIB))


def transfer(seeder, leecher, work, source, torrent, size, timeout):
    target = work / "leech"
    target.mkdir()
    clients = []
    try:
        seed_port = free_port()
        seed = Client(command(seeder, "seed", str(torrent), str(source), str(work / "seed-state"), seed_port, ""))
        clients.append(seed)
        seed.wait(timeout)
        touch_memory(work, size + size // 4)
        before = seed.cpu()
        meter = Meter()
        meter.start()
        begun = time.monotonic()
        leech = Client(command(leecher, "leech", str(torrent), str(target), str(work / "leech-state"), free_port(),
                               f"127.0.0.1:{seed_port}"))
        clients.append(leech)
        leech.wait(timeout)
        seconds = time.monotonic() - begun
        costs = (seed.cpu() - before, leech.cpu(), seed.resident(), leech.resident())
        meter.stopped = True
        steady = 0.8 * size / MIB / max(0.001, meter.when(0.9 * size) - meter.when(0.1 * size))
    finally:
        for client in reversed(clients):
            client.stop()
    if subprocess.run(["cmp", source / "payload.bin", target / "payload.bin"], check=False).returncode:
        raise SystemExit(f"{seeder} -> {leecher}: says it is done, but the files differ")
    shutil.rmtree(target)
    for state in ("seed-state", "leech-state"):
        shutil.rmtree(work / state, ignore_errors=True)
    return (seconds, steady, costs[0] * GIB / size, costs[1] * GIB / size, costs[2], costs[3])


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run loopback", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=2048, help="of the payload, in MiB (default: 2048)")
    parser.add_argument("--piece", type=int, default=1024, help="length of a piece, in KiB (default: 1024)")
    parser.add_argument("--runs", type=int, default=5, help="rounds; medians are printed (default: 5)")
    parser.add_argument("--dir", help="where to work (default: /dev/shm, memory; needs 3.5 times the size)")
    parser.add_argument("--timeout", type=int, default=300, help="seconds that a run may take")
    options = parser.parse_args()
    subprocess.run([str(SPATE), "--version"], stdout=subprocess.DEVNULL, check=True)  # builds, and makes its archive
    clients = ["spate"] + (["libtorrent"] if python_with_libtorrent() else [])
    pairs = [(seeder, leecher) for seeder in clients for leecher in clients]
    size = options.size * MIB
    rows = {pair: [] for pair in pairs}
    work = Path(tempfile.mkdtemp(prefix="spate-loopback-", dir=options.dir or "/dev/shm"))
    try:
        source, torrent = make_payload(work, size, options.piece * 1024)
        for number in range(options.runs):
            for pair in pairs:
                rows[pair].append(transfer(*pair, work, source, torrent, size, options.timeout))
                print(f"round {number + 1}: {pair[0]} -> {pair[1]}: {rows[pair][-1][0]:.2f} s", file=sys.stderr)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{options.size} MiB, pieces of {options.piece} KiB, {os.cpu_count()} cores; medians of {options.runs}\n")
    print("| seeder -> leecher | s | steady MiB/s | seed CPU s/GiB | leech CPU s/GiB | seed RSS MiB | leech RSS MiB |")
    print("|---|---|---|---|---|---|---|")
    for (seeder, leecher), results in rows.items():
        median = [statistics.median(column) for column in zip(*results)]
        print(f"| {seeder} -> {leecher} | {median[0]:.2f} | {median[1]:.0f} | {median[2]:.2f} | {median[3]:.2f} "
              f"| {median[4]:.0f} | {median[5]:.0f} |")


if __name__ == "__main__":
    main()
