"""Notebook kernels: forked where that can be had, started as any kernel elsewhere.

Forking is worth its code: it takes the notebooks' share of a cold build to well under that of ordinary kernels, each
of which imports pandas, matplotlib and the tables anew (`make bench` has the figures).
"""

import contextlib
import copy
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from subprocess import Popen
from typing import Any, cast

import nbformat
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME as NATIVE_KERNEL
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from jiedu.book.forks import Forked, can_fork, fork_server
from jiedu.book.uses import EVERYTHING, asks_the_package_alone
from jiedu.language import BOTH, MESSAGES


class ForkProvisioner(LocalProvisioner):
    """Provide a kernel by forking it from the server; everything else as for a local process."""

    record = data = Path()
    """The file in which the kernel writes down what it uses of the data, and the folder of the data."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel instead of running the command."""
        forked = await fork_server().fork(cmd[cmd.index("-f") :], kwargs["cwd"], self.record, self.data)
        self.process = cast(Popen[bytes], forked)
        # The kernel leads a session, and so a group, of its own.
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait until the kernel has ended; without a look at the clock ten times a second."""
        if self.process is not None:
            await cast(Forked, self.process).ended.wait()
        return await super().wait()


class KernelClient(NotebookClient):
    """Execute a notebook on a kernel of its own, which ends with it.

    nbclient's own set-up catches Ctrl-C for one notebook; here it ends the whole build, and every kernel with it.
    """

    @contextlib.asynccontextmanager
    async def async_setup_kernel(self, **kwargs: Any) -> AsyncIterator[None]:
        """Start the kernel and its client, and end both."""
        manager = cast(AsyncKernelManager, self.km or self.create_kernel_manager())
        try:
            # What a notebook shows does not hang on who builds the book.
            await self.async_start_new_kernel(env={**os.environ, MESSAGES: "en"}, **kwargs)
            await self.async_start_new_kernel_client()
            yield
        finally:
            if manager.has_kernel:
                await manager.shutdown_kernel(now=True)
            if self.kc is not None:
                self.kc.stop_channels()

    async def async_execute_in(self, languages: Sequence[str]) -> dict[str, NotebookNode]:
        """Execute the notebook once in each language, on one kernel: what a language does not change is done once.

        The notebook itself is filled first; each language begins with an empty namespace. What an error has left of
        any of them is put into the notebook.
        """
        notebook, blank, done = self.nb, copy.deepcopy(self.nb), {}
        async with self.async_setup_kernel():
            for number, language in enumerate(languages):
                self.nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(_SPEAK.format(language))])
                await self.async_execute_cell(self.nb.cells[0], 0, store_history=False)
                self.nb = notebook if number == 0 else copy.deepcopy(blank)
                self.reset_execution_trackers()
                try:
                    for index, cell in enumerate(self.nb.cells):
                        await self.async_execute_cell(cell, index, execution_count=self.code_cells_executed + 1)
                except CellExecutionError:
                    notebook.cells = self.nb.cells
                    raise
                self.set_widgets_metadata()
                done[language] = self.nb
        return done


_SPEAK = """get_ipython().reset()
__import__("jiedu.language").language.use("{}")"""


async def _execute(client: KernelClient, languages: Sequence[str], native: bool) -> dict[str, NotebookNode]:
    if native and set(languages) != {BOTH}:
        return await client.async_execute_in(languages)
    notebook = await client.async_execute()
    return dict.fromkeys(languages, notebook)


async def run_notebook(
    notebook: NotebookNode, languages: Sequence[str], folder: Path, data: Path, cell_seconds: int
) -> tuple[dict[str, NotebookNode], list[str]]:
    """Execute a notebook in a folder; give it with its outputs by language, and the files of `data` that it used.

    The first is the notebook given, with its outputs put into it. Of a kernel that is not Python's own the languages
    are one. `EVERYTHING` is among the files where they are not known: of an ordinary kernel nobody hears what it opens.
    Raises NoSuchKernel for a kernel that is not installed, and what nbclient raises: CellExecutionError,
    CellTimeoutError, and RuntimeError for a kernel that dies or does not start.
    """
    options: dict[str, Any] = {
        "timeout": cell_seconds,
        # Times would make each run's result another.
        "record_timing": False,
        "resources": {"metadata": {"path": str(folder)}},
    }
    # Python's own kernel can be forked, and no other.
    native = notebook.metadata.get("kernelspec", {}).get("name", NATIVE_KERNEL) == NATIVE_KERNEL
    if not can_fork() or not native:
        return await _execute(KernelClient(notebook, **options), languages, native), [EVERYTHING]
    private = Path(tempfile.mkdtemp(dir=fork_server().folder))
    try:
        manager = AsyncKernelManager(
            kernel_id=private.name,
            kernel_name=NATIVE_KERNEL,
            connection_file=str(private / "connection.json"),
            transport="ipc",
            ip=str(private / "kernel"),
        )
        provisioner = ForkProvisioner(kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager)
        provisioner.record, provisioner.data = private / "uses", data
        manager.provisioner = provisioner
        done = await _execute(KernelClient(notebook, km=manager, **options), languages, native)
        uses = provisioner.record.read_text(encoding="utf-8").splitlines()
        return done, uses if asks_the_package_alone(notebook) else [EVERYTHING]
    finally:
        shutil.rmtree(private, ignore_errors=True)
