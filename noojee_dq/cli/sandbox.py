"""`sandbox`: a PBX on this machine, to try things out."""

import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from noojee_dq.cli.messages import importing


def sandbox(
    campaign: Annotated[
        Path | None,
        typer.Option("--campaign", "-c", help="Campaign file; else ./campaign.toml, else the bundled sample's."),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes any free one.")] = 8321,
    concurrency: Annotated[int, typer.Option(min=1, help="Calls served at once; others queue.")] = 8,
    latency: Annotated[float, typer.Option(min=0, help="Seconds that a call takes at least.")] = 0.1,
    faults: Annotated[str, typer.Option(help="What goes wrong how often, like lost_response=0.05,busy=0.02")] = "",
) -> None:
    """Run a make-believe PBX on this machine, to try out submitting. Ctrl-C ends it and says what came in."""
    with importing():
        from noojee_dq.sandbox import Faults, Sandbox
        from noojee_dq.sandbox.terminal import campaign_for, summary, usage
    settings = campaign_for(campaign)
    pbx = Sandbox(settings, port=port, concurrency=concurrency, latency=latency, faults=Faults.parse(faults))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with pbx, suppress(KeyboardInterrupt):
        typer.echo(usage(pbx), err=True)
        typer.echo(f"{pbx.url}\n{pbx.api_key}")
        sys.stdout.flush()
        while True:
            time.sleep(1)
    typer.echo(summary(pbx))
