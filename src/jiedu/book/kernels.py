"""Kernels that are forked from one process which has already imported what every notebook needs.

Starting a kernel and importing pandas, matplotlib and great_tables costs more than most notebooks do.
Here they are imported once; each notebook gets a process of its own, forked before any notebook ran,
so notebooks still know nothing of each other, and the imported pages of memory are shared.
"""

import multiprocessing
import os
import signal
import tempfile
from multiprocessing.context import ForkServerContext, ForkServerProcess
from subprocess import Popen
from typing import Any, cast

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

# A name that cannot be imported is passed over by the fork server: the notebook then meets the error itself.
PRELOADED = [
    "ipykernel.kernelapp",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "pandas",
    "great_tables",
    "jiedu.edition",
    "jiedu.facts",
    "jiedu.passages",
    "jiedu.tables",
    "jiedu.charts",
]

# What the kernels inherit. ipykernel sets the same backend, but only after matplotlib has been imported here;
# one thread for linear algebra, since a process that forks should have no other threads.
ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def start_server() -> ForkServerContext:
    """Start the process that kernels are forked from and let it import what they share.

    Returns at once: the imports go on while the caller prepares the first kernel.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        from multiprocessing import forkserver

        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return context


def _serve(connection_file: str, folder: str) -> None:
    """Be a kernel: the whole life of a forked process."""
    # A session of its own, so that Ctrl-C reaches the build, and the build ends its kernels in order.
    os.setsid()
    os.chdir(folder)
    from ipykernel.kernelapp import IPKernelApp

    # The kernel ends itself when the fork server, its parent, is gone, however the build came to its end.
    IPKernelApp.launch_instance(argv=["-f", connection_file], parent_handle=os.getppid())


class _Forked:
    """What jupyter_client expects of a `subprocess.Popen`, over a forked process."""

    stdin = stdout = stderr = None

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class ForkedKernelManager(AsyncKernelManager):
    """Start a notebook's kernel by forking, everything else as usual."""

    def __init__(self, **kw: Any) -> None:
        # Sockets in a private folder: nobody else on the machine can listen to a kernel or talk to it.
        self._sockets = tempfile.TemporaryDirectory(prefix="jiedu-")
        super().__init__(transport="ipc", ip=f"{self._sockets.name}/kernel", **kw)

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        context = start_server()
        process = context.Process(target=_serve, args=(self.connection_file, kw.get("cwd") or os.getcwd()), daemon=True)
        process.start()
        provisioner = self.provisioner
        assert isinstance(provisioner, LocalProvisioner)
        provisioner.process = cast(Popen[bytes], _Forked(process))
        provisioner.pid = process.pid
        self._reconcile_connection_info(provisioner.connection_info)
