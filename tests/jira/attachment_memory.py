"""
A program that attaches a file and downloads it again, and tells how much memory that took.

A test runs it in a fresh process with one argument in JSON, and reads the JSON that it prints.
"""

from __future__ import annotations

import re
import resource
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import anyio
import orjson

from anyticket import AsyncClient, AttachmentDraft, Client, Connection, Runtime, Settings
from anyticket_jira.auth import ApiToken, Pat


def main() -> None:
    """Do what the argument says, and print the peaks before and afterwards, in KiB."""
    told = orjson.loads(sys.argv[1])
    draft = AttachmentDraft.from_path(told["file"])
    if told["whole"]:
        draft = AttachmentDraft(filename="whole.bin", content=Path(told["file"]).read_bytes())
    base, saved = blocking(told, draft) if told["colour"] == "blocking" else anyio.run(awaited, told, draft)
    peak = peak_kib()
    same = digest(Path(told["file"])) == digest(saved)
    sys.stdout.buffer.write(orjson.dumps({"base": base, "peak": peak, "same": same}))


def blocking(told: dict[str, Any], draft: AttachmentDraft) -> tuple[int, Path]:
    """Go up and down in the blocking colour; return the peak before that, and the file that came."""
    with Runtime(config=Settings(), network="open") as runtime:
        client = Client(connection(told), runtime=runtime)
        client.list_attachments(told["issue"])
        base = peak_kib()
        made = client.add_attachment(told["issue"], draft)
        return base, client.download_attachment(told["issue"], made, told["folder"])


async def awaited(told: dict[str, Any], draft: AttachmentDraft) -> tuple[int, Path]:
    """Do the same on an event loop."""
    async with Runtime(config=Settings(), network="open") as runtime:
        client = AsyncClient(connection(told), runtime=runtime)
        await client.list_attachments(told["issue"])
        base = peak_kib()
        made = await client.add_attachment(told["issue"], draft)
        return base, await client.download_attachment(told["issue"], made, told["folder"])


def connection(told: dict[str, Any]) -> Connection:
    """Return the connection of the argument."""
    cloud = told["variant"] == "cloud"
    auth = ApiToken(email=told["login"], token=told["secret"]) if cloud else Pat(token=told["secret"])
    return Connection(provider=f"jira-{told['variant']}", url=told["url"], auth=auth)


def peak_kib() -> int:
    """
    Return the most memory that this process ever had.

    Linux has `ru_maxrss` begin with that of the process that started this one, so it is not asked there.
    """
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def digest(path: Path) -> str:
    """Return what tells a file from others."""
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            found.update(chunk)
    return found.hexdigest()


if __name__ == "__main__":
    main()
