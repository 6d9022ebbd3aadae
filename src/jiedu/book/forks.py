"""The process that kernels are forked from: it has already imported what every notebook needs.

Starting a kernel and importing pandas and matplotlib costs more than most notebooks do. Here they are
imported once; each notebook gets a process of its own, forked before any notebook ran, so notebooks still know nothing
of each other, and the imported pages of memory are shared. The server is a program of its own, `python -m
jiedu.book.forks`: it reads a request a line from its standard input, answers a line on its standard output, and ends,
with every kernel, when its input ends, which happens however the build comes to its end.
"""

import asyncio
import contextlib
import importlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import MESSAGES, tell

PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "matplotlib.pyplot",
    "pandas",
    # What the package imports once it is used; a grammar and statistics, each as costly as pandas.
    "babel.messages.pofile",
    "jsonschema",
    "nltk.metrics.agreement",
    "pypinyin",
    "snowballstemmer",
    "jiedu.edition.facts",
    "jiedu.passages",
    "jiedu.tables",
    "jiedu.charts",
    "jiedu.book.uses",
)
"""A name that cannot be imported is passed over: the notebook then meets the error itself."""

# What the kernels inherit. ipykernel sets the same backend, but only after matplotlib has been imported here;
# one thread for linear algebra, since a process that forks should have no other threads.
_ENVIRONMENT = {
    # What a notebook shows does not hang on who builds the book.
    MESSAGES: "en",
    # A debugger is imported with the kernel, and would say how it may be used.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
_PIECE = 65536
# What an address of a socket may hold on the strictest system, macOS, and what stands in it below the temporary folder:
# /jiedu-12345678/tmp12345678/kernel-5
_LONGEST_SOCKET = 103
_SOCKET_BELOW = 36


def can_fork() -> bool:
    """Tell whether kernels can be forked here; Windows cannot.

    >>> can_fork() == hasattr(os, "fork")
    True
    """
    return hasattr(os, "fork") and hasattr(os, "setsid")


class Forked:
    """Hold a forked kernel as `subprocess.Popen` holds a process: what LocalProvisioner asks of one."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.ended = asyncio.Event()

    def end(self, code: int) -> None:
        """Note the exit code of the process, once the server has told it."""
        self.returncode = code
        self.ended.set()

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        return self.returncode

    def wait(self) -> int | None:
        """Return the exit code; who asks has seen the kernel end."""
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, if it still runs."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


class ForkServer:
    """Hold the server's process, ask it for kernels, and hear when one has ended."""

    def __init__(self) -> None:
        temporary = tempfile.gettempdir()
        if len(os.fsencode(temporary)) + _SOCKET_BELOW > _LONGEST_SOCKET:
            raise Fault(
                tell(
                    "{name}: too long a name for the sockets of kernels; set TMPDIR to a shorter one",
                    name=safe_name(temporary),
                )
            )
        # A private folder for sockets: nobody else on the machine can listen to a kernel or talk to it. The server
        # removes it, which lives a moment longer than the build, whatever ends that.
        self.folder = Path(tempfile.mkdtemp(prefix="jiedu-"))
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jiedu.book.forks", str(self.folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **_ENVIRONMENT},
                # A session of its own, so that Ctrl-C reaches the build, and the build ends its kernels in order.
                start_new_session=True,
            )
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self._waiting: deque[asyncio.Future[Forked]] = deque()
        self._kernels: dict[int, Forked] = {}
        self._heard = b""

    def is_alive(self) -> bool:
        """Tell whether the server runs."""
        return self.process.poll() is None

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Let the running event loop hear the server as long as the block runs."""
        loop = asyncio.get_running_loop()
        assert self.process.stdout is not None
        answers = self.process.stdout.fileno()
        loop.add_reader(answers, self._hear, answers)
        try:
            yield
        finally:
            loop.remove_reader(answers)

    async def fork(self, arguments: list[str], folder: Path, record: Path, data: Path) -> Forked:
        """Have a kernel forked that runs in a folder and writes what it uses of `data` to the file `record`.

        `arguments` are those of an ordinary kernel's command line, the connection file first.

        Raises RuntimeError where the server is gone.
        """
        request = json.dumps({"arguments": arguments, "folder": str(folder), "record": str(record), "data": str(data)})
        answer: asyncio.Future[Forked] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(f"{request}\n".encode())
            self.process.stdin.flush()
        except OSError:
            self._gone()
        return await answer

    def _hear(self, answers: int) -> None:
        """Take in what the server says: the process of a new kernel, or the end of one."""
        piece = os.read(answers, _PIECE)
        if not piece:
            asyncio.get_running_loop().remove_reader(answers)
            self._gone()
            return
        *lines, self._heard = (self._heard + piece).split(b"\n")
        for line in lines:
            told: dict[str, int] = json.loads(line)
            if "code" in told:
                self._kernels.pop(told["pid"]).end(told["code"])
            else:
                kernel = self._kernels[told["pid"]] = Forked(told["pid"])
                answer = self._waiting.popleft()
                if answer.cancelled():
                    kernel.kill()
                else:
                    answer.set_result(kernel)

    def _gone(self) -> None:
        """The server ended, and every kernel with it."""
        while self._waiting:
            answer = self._waiting.popleft()
            if not answer.done():
                answer.set_exception(RuntimeError("the process that kernels are forked from has ended"))
        for kernel in self._kernels.values():
            kernel.end(-signal.SIGKILL)
        self._kernels.clear()


_running: ForkServer | None = None


def fork_server() -> ForkServer:
    """Return the server of this process; start it if it is not there.

    Returns at once: the server imports while the caller prepares the first kernel.
    """
    global _running
    if _running is None or not _running.is_alive():
        _running = ForkServer()
    return _running


def end_fork_server() -> None:
    """End the server of this process, if there is one, once its kernels have ended: its memory is free then."""
    global _running
    server, _running = _running, None
    if server is not None:
        # Its input ends, and so does it.
        server.process.communicate()


def serve_forks(sockets: str) -> None:
    """Be the server: import ahead, then fork a kernel for each line of standard input until it ends.

    The folder of the kernels' sockets goes with it.
    """
    # Kernels that write to the real standard output would write into the answers.
    answers = os.dup(1)
    os.dup2(2, 1)
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    kernels: set[int] = set()
    try:
        # A build that is gone hears no answer.
        with contextlib.suppress(BrokenPipeError):
            _answer(kernels, answers, wake, woken)
    finally:
        _end(kernels)
        shutil.rmtree(sockets, ignore_errors=True)


def _answer(kernels: set[int], answers: int, wake: int, woken: int) -> None:
    """Fork a kernel a line, and tell when one has ended, until the input ends."""
    heard = b""
    while True:
        ready = select.select([0, wake], [], [])[0]
        if wake in ready:
            os.read(wake, _PIECE)
            _tell_ended(kernels, answers)
        if 0 not in ready:
            continue
        piece = os.read(0, _PIECE)
        if not piece:
            return
        *lines, heard = (heard + piece).split(b"\n")
        for line in lines:
            server, pid = os.getpid(), os.fork()
            if pid == 0:
                _be_kernel(json.loads(line), server, (answers, wake, woken))
            kernels.add(pid)
            os.write(answers, f'{{"pid": {pid}}}\n'.encode())


def _end(kernels: set[int]) -> None:
    """End kernels at once, with what their cells have started."""
    for pid in kernels:
        # A kernel that was just forked leads no group yet.
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _tell_ended(kernels: set[int], answers: int) -> None:
    for pid in list(kernels):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            kernels.remove(pid)
            code = os.waitstatus_to_exitcode(status)
            os.write(answers, f'{{"pid": {pid}, "code": {code}}}\n'.encode())


def _be_kernel(request: dict[str, Any], server: int, not_its_own: tuple[int, ...]) -> NoReturn:
    """Be a kernel: the whole life of a forked process."""
    try:
        # A server that is gone by now would never be missed: the process has another parent from the start.
        if os.getppid() != server:
            os._exit(1)
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in not_its_own:
            os.close(descriptor)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.chdir(request["folder"])
        from ipykernel.kernelapp import IPKernelApp

        from jiedu.book.uses import UseRecorder

        # The kernel ends itself when the server, its parent, is gone, however that came to its end.
        kernel = IPKernelApp.instance(parent_handle=server)
        kernel.initialize(request["arguments"])
        UseRecorder(request["record"], request["data"]).start()
        kernel.start()
        os._exit(0)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    serve_forks(sys.argv[1])
