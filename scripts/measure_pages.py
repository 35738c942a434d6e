"""Measure what page states cost a server (E23): many readers poll a large document while people type into it.

    .venv/bin/python scripts/measure_pages.py [--readers 200] [--every 2.0] [--updates 50] [--seconds 20] [--since]

Starts a server of its own in a temporary folder. Prints CPU time of the server per GET, beyond what typing alone costs.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.live import Client
from tests.serving import ServerProcess

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(pid: int) -> float:
    """CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def write(url: str, made: dict[str, Any], updates: int, until: float) -> None:
    """Type into forty paragraphs in turn, so many updates a second."""
    client = await Client(url, made["tokens"][0]).open()
    texts = [await client.attach(address) for address in made["texts"][:40]]
    began, sent = time.monotonic(), 0
    while time.monotonic() < until:
        await texts[sent * 7 % len(texts)].type("x")
        sent += 1
        await asyncio.sleep(max(0.0, began + sent / updates - time.monotonic()))
    await client.close()


async def poll(
    http: httpx.AsyncClient, token: str, path: str, args: argparse.Namespace, until: float, seen: Any, wait: float
) -> None:
    """Fetch the page state again and again, as a page without a socket does."""
    etag = ""
    await asyncio.sleep(wait)
    while time.monotonic() < until:
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
        if etag:
            headers["If-None-Match"] = etag
        params = {"since": etag.strip('"')} if etag and args.since else {}
        began = time.monotonic()
        async with http.stream("GET", path, headers=headers, params=params) as answer:
            size = len(b"".join([piece async for piece in answer.aiter_raw()]))
        etag = answer.headers["etag"]
        seen["took"].append(time.monotonic() - began)
        seen["status"][answer.status_code] += 1
        seen["bytes"] += size
        await asyncio.sleep(max(0.0, args.every - (time.monotonic() - began)))


async def run(args: argparse.Namespace) -> None:
    """Type alone, then type and poll."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder))
        made = await server.demo(args.paragraphs, max(args.readers, 10))
        await server.start()
        assert server.process is not None
        pid, path = server.process.pid, f"/api/documents/{made['document']}"
        try:
            began = cpu_of(pid)
            await write(server.url, made, args.updates, time.monotonic() + args.seconds)
            typing = cpu_of(pid) - began
            seen: dict[str, Any] = {"took": [], "status": Counter(), "bytes": 0}
            limits = httpx.Limits(max_connections=args.readers)
            async with httpx.AsyncClient(base_url=server.url, timeout=60, limits=limits) as http:
                tokens = (made["tokens"] * args.readers)[: args.readers]
                began = cpu_of(pid)
                end = time.monotonic() + args.seconds
                await asyncio.gather(
                    write(server.url, made, args.updates, end),
                    *(
                        poll(http, token, path, args, end, seen, args.every * number / len(tokens))
                        for number, token in enumerate(tokens)
                    ),
                )
                both = cpu_of(pid) - began
        finally:
            await server.kill()
    gets = len(seen["took"])
    print(f"{gets} GETs in {args.seconds} s: {dict(seen['status'])}, {seen['bytes'] / gets / 1000:.1f} kB each")
    print(f"CPU: typing alone {typing / args.seconds:.0%}, with readers {both / args.seconds:.0%} of a core")
    print(f"CPU per GET: {(both - typing) / gets * 1000:.2f} ms")
    cuts = quantiles(seen["took"], n=20)
    print(f"answered in {cuts[9] * 1000:.0f} ms (median), {cuts[18] * 1000:.0f} ms (95 of 100)")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=535)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--every", type=float, default=2.0)
    parser.add_argument("--updates", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--since", action="store_true", help="ask only for what differs")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
