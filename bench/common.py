"""What the programs of this folder share: servers as child processes, requests, load, and what the kernel says of both.

Everything listens on loopback. Only children of these programs are stopped, by their process id.
"""
import http.client
import json
import math
import os
import pathlib
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "bench"
TICK = os.sysconf("SC_CLK_TCK")
KEY = {"X-API-Key": "bench"}
GET, POST, BODY = "/billing/invoices/41", "/billing/invoices/funds", b'{"amount":10}'
JSON = {"Content-Type": "application/json"}

median = statistics.median

# So that servers are stopped when the program is told to end, too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def tree(pid):
    """The process and its descendants."""
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        try:
            for thread in os.listdir(f"/proc/{found[-1]}/task"):
                todo += map(int, open(f"/proc/{found[-1]}/task/{thread}/children").read().split())
        except OSError:
            pass
    return found


def cpu(pid):
    """Seconds of processor time that the process and its descendants have used."""
    ticks = 0
    for one in tree(pid):
        try:
            fields = open(f"/proc/{one}/stat").read().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return ticks / TICK


def resident(pid):
    """Resident memory in MiB."""
    kib = 0
    for one in tree(pid):
        try:
            kib += int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{one}/status").read()).group(1))
        except (OSError, AttributeError):
            pass
    return kib / 1024


def busy_seconds():
    """Seconds that all processors together have been busy since boot, to tell how much other work disturbed a measurement."""
    values = [int(v) for v in open("/proc/stat").readline().split()[1:9]]
    return (sum(values) - values[3] - values[4]) / TICK


def megabytes(*paths):
    total = 0
    for path in map(pathlib.Path, paths):
        files = [path] if path.is_file() else path.rglob("*")
        total += sum(f.stat().st_size for f in files if f.is_file() and not f.is_symlink())
    return total / 1e6


class Server:
    """A server of the comparison: name, command with PORT in it, and what it needs."""

    def __init__(self, name, command, size=None, env=None, prepare=None, note="", load=True):
        self.name, self.command, self.size, self.env = name, command, size, env or {}
        self.prepare, self.note, self.load = prepare, note, load
        self.process = self.port = None

    def start(self, limit=90):
        """Starts it. Returns milliseconds until the first right response, CPU milliseconds until then, other cores busy."""
        if self.prepare:
            self.prepare()
        self.port = free_port()
        WORK.mkdir(parents=True, exist_ok=True)
        log = open(WORK / f"{re.sub(r'[^a-z0-9]+', '-', self.name.lower())}.log", "w")
        busy, began = busy_seconds(), time.monotonic()
        self.process = subprocess.Popen([part.replace("PORT", str(self.port)) for part in self.command], cwd=WORK, stdout=log,
                                        stderr=log, stdin=subprocess.DEVNULL, env={**os.environ, **self.env})
        while True:
            try:
                status, body = self.ask("GET", GET, timeout=5)
                if status == 200 and b"AddFunds" in body:
                    break
            except OSError:
                pass
            except http.client.HTTPException:
                pass
            passed = time.monotonic() - began
            if self.process.poll() is not None or passed > limit:
                raise SystemExit(f"{self.name} did not start; see {log.name}")
            time.sleep(0.005)
        passed, own = time.monotonic() - began, cpu(self.process.pid)
        return passed * 1000, own * 1000, max(0.0, (busy_seconds() - busy - own) / passed)

    def connect(self, timeout=30):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None, connection=None, timeout=30):
        """One request. Returns status and body."""
        one = connection or self.connect(timeout)
        one.request(method, path, body, {**KEY, **(JSON if body else {}), **(headers or {})})
        response = one.getresponse()
        content = response.read()
        if not connection:
            one.close()
        return response.status, content

    def right(self, method, path, body=None, **options):
        status, content = self.ask(method, path, body, **options)
        if status not in (200, 201):
            raise SystemExit(f"{self.name}: {method} {path} has the response {status} {content[:200]!r}")
        return content

    def cold(self, count=400):
        """The first requests of a test run, one after the other, a POST after four GETs: wall and CPU milliseconds."""
        own, began, connection = cpu(self.process.pid), time.monotonic(), self.connect()
        for at in range(count):
            if at % 5 == 4:
                self.right("POST", POST, BODY, connection=connection)
            else:
                self.right("GET", GET, connection=connection)
        connection.close()
        return (time.monotonic() - began) * 1000, (cpu(self.process.pid) - own) * 1000

    def wrk(self, path=GET, body=None, seconds=3, connections=16, key=None):
        """Load by wrk. Returns rate, p50 and p99 in ms, CPU microseconds of the server per request, and failures."""
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", f"X-API-Key: {key or KEY['X-API-Key']}"]
        if body:
            script = WORK / "post.lua"
            script.write_text(f"wrk.method = 'POST'\nwrk.body = '{body.decode()}'\nwrk.headers['Content-Type'] = 'application/json'\n")
            command += ["-s", str(script)]
        own = cpu(self.process.pid)
        text = subprocess.run(command + [f"http://127.0.0.1:{self.port}{path}"], capture_output=True, text=True).stdout
        own = cpu(self.process.pid) - own
        count = int(re.search(r"(\d+) requests in", text).group(1))
        unit = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}
        quantile = {q: float(v) * unit[u] for q, v, u in re.findall(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s|m)\b", text, re.M)}
        failed = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", text)))
        failed += sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", text)))
        return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)), "p50": quantile.get("50", math.nan),
                "p99": quantile.get("99", math.nan), "cpu": own / max(1, count) * 1e6, "failed": failed}

    def resident(self):
        return resident(self.process.pid)

    def stop(self):
        """Ends it as a container would. Returns the seconds that takes."""
        began = time.monotonic()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                for pid in reversed(tree(self.process.pid)):
                    os.kill(pid, signal.SIGKILL)
                self.process.wait()
        self.process = None
        return time.monotonic() - began


def paystub(profile="ci", options=(), env=None):
    """Paystub as ./mvnw package has made it and bin/paystub starts it, with further settings in the environment."""
    layout = ROOT / "target" / "paystub"
    if not (layout / "paystub.jar").exists():
        raise SystemExit("there is no target/paystub; ./mvnw -Dmaven.test.skip=true package makes it")
    name = "Paystub" if profile == "ci" else f"Paystub, {profile}"
    return Server(name, [str(layout / "bin" / "paystub"), *options, "--server.port=PORT", "--server.address=127.0.0.1"],
                  megabytes(layout), {"PAYSTUB_PROFILE": profile, **(env or {})})


def java_of_paystub():
    """The home of the Java that bin/paystub takes, so that all servers run on the same one."""
    onpath = shutil.which("java")
    homes = [os.environ.get("JAVA_HOME"), onpath and pathlib.Path(onpath).resolve().parent.parent, *pathlib.Path("/usr/lib/jvm").glob("*")]
    for home in map(pathlib.Path, filter(None, homes)):
        release = home / "release"
        found = release.is_file() and re.search(r'JAVA_VERSION="(\d+)', release.read_text())
        if found and int(found.group(1)) >= 25:
            return home
    raise SystemExit("no Java 25 or newer in JAVA_HOME, on the PATH or in /usr/lib/jvm")


def has_wrk():
    return bool(shutil.which("wrk"))


def conditions():
    """What a measurement depends on, apart from its options: commit, machine, Java, time."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    release = re.search(r'JAVA_VERSION="([^"]+)"', (java_of_paystub() / "release").read_text())
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return {"commit": commit or "unknown", "java": release.group(1) if release else "unknown", "cores": os.cpu_count(),
            "processor": model.group(1) if model else platform.machine(), "time": time.strftime("%Y-%m-%d %H:%M")}


def load(name):
    """Figures of an earlier piece of the measurement."""
    file = WORK / name
    return json.loads(file.read_text()) if file.exists() else {}


def save(name, figures):
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / name).write_text(json.dumps(figures, indent=1))


def spread(values, digits=0):
    """The median, and the extremes in brackets."""
    if not values:
        return "not measured"
    if len(values) == 1:
        return f"{values[0]:,.{digits}f}"
    return f"{median(values):,.{digits}f} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def ratios(ours, theirs):
    """The ratios of the pairs that were measured in the same round."""
    return [a / b for a, b in zip(ours, theirs) if b]
