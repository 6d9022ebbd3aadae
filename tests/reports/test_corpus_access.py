"""Who may ask the processes of a run: nobody but the run; and how a cluster behind TLS is joined."""

import os
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from distributed import LocalCluster
from distributed.security import Security
from support import DATA, JIEDU

from jiedu.reports.corpus import workers


@pytest.fixture(scope="module")
def own_cluster():
    """The processes that a run starts, and the addresses at which they and this process listen."""
    before = set(listeners())
    with workers.open_cluster(None, 1) as client:
        assert client.submit(len, "解读").result() == 2
        yield client.scheduler.address, set(listeners()) - before


def listeners() -> list[tuple[str, int]]:
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    sockets = [one for process in processes for one in process.net_connections("inet")]
    return [tuple(one.laddr) for one in sockets if one.status == psutil.CONN_LISTEN]


def test_nobody_outside_can_reach_the_processes_of_a_run(own_cluster):
    _, sockets = own_cluster
    assert len(sockets) >= 3
    assert {host for host, _ in sockets} == {"127.0.0.1"}
    own = {one.address for many in psutil.net_if_addrs().values() for one in many if one.family == socket.AF_INET}
    for address in own - {"127.0.0.1"}:
        for _, port in sockets:
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((address, port), timeout=5)


def test_nobody_else_on_the_machine_is_heard_or_answered(own_cluster, tmp_path):
    address, sockets = own_cluster
    assert address.startswith("tls://")
    plain = address.replace("tls://", "tcp://")
    for at, keys in ((address, {}), (plain, {}), (address, keys_in(tmp_path, Security.temporary()))):
        refused = corpus_command(tmp_path, at, keys)
        assert refused.returncode == 1 and refused.stderr.startswith(f"jiedu: {at}: "), refused.stderr
    for host, port in sockets:
        for path in ("/", "/status", "/info/main/workers.html", "/health", "/metrics", "/json/counts.json"):
            with pytest.raises((urllib.error.HTTPError, OSError)) as unheard:
                urllib.request.urlopen(f"http://{host}:{port}{path}", timeout=5)
            assert getattr(unheard.value, "code", 404) == 404


def corpus_command(folder: Path, scheduler: str, keys: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command on one report, as any user of the machine may, with some settings of Dask."""
    arguments = ["corpus", DATA / "report.txt", "--out", folder / "corpus.parquet", "--scheduler", scheduler]
    return subprocess.run([JIEDU, *arguments], env={**os.environ, **keys}, capture_output=True, text=True)


def keys_in(folder: Path, security: Security) -> dict[str, str]:
    """Write a certificate and its key to files, and give the settings of Dask that name them."""
    (folder / "cert.pem").write_text(security.tls_client_cert)
    (folder / "key.pem").write_text(security.tls_client_key)
    files = {"CA_FILE": "cert.pem", "CLIENT__CERT": "cert.pem", "CLIENT__KEY": "key.pem"}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(folder / file) for name, file in files.items()}


def test_a_cluster_behind_tls_is_joined_with_the_keys_of_dasks_configuration(tmp_path):
    security = Security.temporary()
    with LocalCluster(
        n_workers=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", security=security, silence_logs=50
    ) as running:
        address = running.scheduler_address
        without = corpus_command(tmp_path, address, {})
        joined = corpus_command(tmp_path, address, keys_in(tmp_path, security))
    reason = "TLS needs a certificate, and Dask's configuration (distributed.comm.tls) names none that can be read"
    assert (without.returncode, without.stderr) == (1, f"jiedu: {address}: {reason}\n")
    assert joined.returncode == 0 and joined.stdout.startswith("1 reports (1 read"), joined.stderr
