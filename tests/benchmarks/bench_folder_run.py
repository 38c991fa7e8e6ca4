"""What a run of a large checked folder takes of memory: a dry run, the start of a real one, and taking it up.

    pip install -e '.[large]'
    python tests/benchmarks/bench_folder_run.py [MILLIONS] [DRY_RUN_ONLY]

Each is the command line in a process of its own. Memory is what that process has for itself (`RssAnon` of Linux); of
what it maps from files the system can take back any page. The real run goes to a sandbox, and ends after some leads.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_large import write_leads

import noojee_dq as nj

LIMIT = 1_000
CAMPAIGN = nj.Campaign(template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone", "Mobile"])
KEY = "made-up-key"
PAUSE = 0.05


def own_memory(process: int) -> int:
    """Bytes that a process has for itself; 0 = it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("RssAnon")), 0)


def told(folder: Path, leads: int, *arguments: str) -> None:
    """Run a command, and tell its seconds and its own memory at most."""
    command = [sys.executable, "-m", "noojee_dq", *arguments]
    environment = os.environ | {"NOOJEE_API_KEY": KEY}
    start, most, notes = time.perf_counter(), 0, folder / "notes.txt"
    with (
        notes.open("w") as said,
        subprocess.Popen(  # noqa: S603 - our own
            command, cwd=folder, env=environment, stdout=said, stderr=said
        ) as process,
    ):
        while process.poll() is None:
            most = max(most, own_memory(process.pid))
            time.sleep(PAUSE)
    # Some leads are refused, which is exit code 1.
    if process.returncode not in (0, 1):
        raise RuntimeError(notes.read_text())
    seconds = time.perf_counter() - start
    command_line = " ".join(arguments)
    sys.stdout.write(
        f"{command_line:<60} {seconds:6.0f} s, {most / 2**30:5.2f} GiB, {most / leads:5.0f} bytes a lead\n"
    )
    sys.stdout.flush()


def main() -> None:
    millions, dry_run_only = int(sys.argv[1]) if len(sys.argv) > 1 else 5, len(sys.argv) > 2
    with tempfile.TemporaryDirectory() as name, nj.Sandbox(CAMPAIGN, api_key=KEY, latency=0) as pbx:
        folder = Path(name)
        write_leads(folder / "leads.csv", millions)
        (folder / "campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        report = nj.check_files(
            folder / "leads.csv", pbx.campaign, out=folder / "checked", memory="1GB", progress=False
        )
        (folder / "leads.csv").unlink()
        ready = report.counts["ready"]
        sys.stdout.write(f"{ready:,} leads are ready, {millions} million were checked\n")
        told(folder, ready, "submit", "checked")
        if not dry_run_only:
            told(folder, ready, "submit", "checked", "--send", "--limit", str(LIMIT))
            told(folder, ready, "resume", "noojee-run-checked.sqlite", "--limit", str(LIMIT))


if __name__ == "__main__":
    main()
