"""Notebook kernels that are forked from `jiedu.book.server` instead of started anew."""

import os
import signal
import tempfile
from multiprocessing.context import ForkServerProcess
from subprocess import Popen
from typing import Any, cast

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from jiedu.book.server import serve, start_server


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
        process = context.Process(target=serve, args=(self.connection_file, kw.get("cwd") or os.getcwd()), daemon=True)
        process.start()
        provisioner = self.provisioner
        assert isinstance(provisioner, LocalProvisioner)
        provisioner.process = cast(Popen[bytes], _Forked(process))
        provisioner.pid = process.pid
        self._reconcile_connection_info(provisioner.connection_info)
