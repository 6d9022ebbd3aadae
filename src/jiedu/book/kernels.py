"""Notebook kernels that are forked from `jiedu.book.server` instead of started anew."""

import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from multiprocessing.context import ForkServerProcess
from subprocess import Popen
from types import ModuleType
from typing import Any, cast

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient

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


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Hide the running program from multiprocessing, which would run it again in the new process."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class ForkedKernelManager(AsyncKernelManager):
    """Start a notebook's kernel by forking, everything else as usual."""

    def __init__(self, **kw: Any) -> None:
        # Sockets in a private folder: nobody else on the machine can listen to a kernel or talk to it.
        self._sockets = tempfile.TemporaryDirectory(prefix="jiedu-")
        super().__init__(transport="ipc", ip=f"{self._sockets.name}/kernel", **kw)

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        context = start_server()
        process = context.Process(target=serve, args=(self.connection_file, kw.get("cwd") or os.getcwd()), daemon=True)
        try:
            with _without_main():
                process.start()
        except EOFError:
            raise RuntimeError("the process that kernels are forked from has ended") from None
        provisioner = self.provisioner
        assert isinstance(provisioner, LocalProvisioner)
        provisioner.process = cast(Popen[bytes], _Forked(process))
        provisioner.pid = process.pid
        self._reconcile_connection_info(provisioner.connection_info)


class Client(NotebookClient):
    """Execute a notebook on a forked kernel, which ends with it.

    nbclient's own set-up catches Ctrl-C for one notebook; here it ends the whole build, and every kernel with it.
    """

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, kernel_manager_class=ForkedKernelManager, shutdown_kernel="immediate", **kw)

    @contextlib.asynccontextmanager
    async def async_setup_kernel(self, **kwargs: Any) -> AsyncIterator[None]:
        self.create_kernel_manager()
        try:
            await self.async_start_new_kernel(**kwargs)
            await self.async_start_new_kernel_client()
            yield
        finally:
            # The client of a kernel that did not start has cleaned up already.
            if self.km is not None:
                await self._async_cleanup_kernel()

    async def _async_check_alive(self) -> None:
        # An interrupted build takes the kernel away while nbclient still watches it.
        if self.kc is not None:
            await super()._async_check_alive()
