"""The process that kernels are forked from: it has already imported what every notebook needs.

Starting a kernel and importing pandas, matplotlib and great_tables costs more than most notebooks do.
Here they are imported once; each notebook gets a process of its own, forked before any notebook ran,
so notebooks still know nothing of each other, and the imported pages of memory are shared.
"""

import contextlib
import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

# A name that cannot be imported is passed over by the fork server: the notebook then meets the error itself.
PRELOADED = [
    "ipykernel.kernelapp",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "pandas",
    "great_tables",
    "jiedu.edition",
    "jiedu.edition.facts",
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


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def start_server() -> ForkServerContext:
    """Start the process that kernels are forked from, if it is not there, and let it import what they share.

    Returns at once: the imports go on while the caller prepares the first kernel.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    with _environment():
        forkserver.ensure_running()
    return context


def serve(connection_file: str, folder: str) -> None:
    """Be a kernel: the whole life of a forked process."""
    # A session of its own, so that Ctrl-C reaches the build, and the build ends its kernels in order.
    os.setsid()
    os.chdir(folder)
    from ipykernel.kernelapp import IPKernelApp

    # The kernel ends itself when the fork server, its parent, is gone, however the build came to its end.
    IPKernelApp.launch_instance(argv=["-f", connection_file], parent_handle=os.getppid())
