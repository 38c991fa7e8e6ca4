"""Lead files that are named by a URL: read as those on this computer are, or refused with what to do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import fsspec
import numpy as np
import pytest
from fsspec.implementations.memory import MemoryFileSystem

import noojee_dq as nj
from noojee_dq.errors import CampaignError, LeadsError
from noojee_dq.large.remote_files import without_secrets
from tests.large.made_up import CAMPAIGN, NOW, made_up_leads

pytestmark = pytest.mark.slow


class Lossy(MemoryFileSystem):
    """A file system that says of each file that it is longer than what it gives."""

    protocol = "lossy"

    @classmethod
    def _strip_protocol(cls, path: str) -> Any:
        return super()._strip_protocol(path.removeprefix("lossy:/"))

    def info(self, path: str, **options: Any) -> Any:
        found = super().info(path, **options)
        return found | {"size": found["size"] + 1}


class Closed(MemoryFileSystem):
    """A file system that lets nobody in."""

    protocol = "closed"

    def info(self, path: str, **options: Any) -> Any:
        raise PermissionError("no rights for https://ann:secret@example.com/leads.csv?signature=secret")


class Web(MemoryFileSystem):
    """A file system whose places are whole URLs, with all that lets in: as that of https has it."""

    protocol = "web"

    @classmethod
    def _strip_protocol(cls, path: str) -> Any:
        return path

    def unstrip_protocol(self, name: str) -> str:
        return name

    def info(self, path: str, **options: Any) -> Any:
        return super().info(self._stored(path), **options) | {"name": path}

    def open(self, path: str, mode: str = "rb", **options: Any) -> Any:
        return super()._open(self._stored(path), mode, **options)

    def glob(self, path: str, **options: Any) -> Any:
        return [path.replace("*", name) for name in ("a.csv", "b.parquet")]

    def _stored(self, path: str) -> str:
        return urlsplit(path).path


@pytest.fixture
def files() -> Iterator[dict[str, bytes]]:
    """Two files of leads, in a file system of this process."""
    system = fsspec.filesystem("memory")
    leads = made_up_leads(np.random.default_rng(1), 60)
    found = {
        "a.csv": leads.iloc[:40].to_csv(index=False).encode(),
        "b.parquet": leads.iloc[40:].to_parquet(index=False),
    }
    for name, data in found.items():
        system.pipe(f"/lists/{name}", data)
    yield found
    system.rm("/lists", recursive=True)


@contextmanager
def served(files: dict[str, bytes]) -> Iterator[str]:
    """The URL of a folder in a file system across the network: as WebHDFS has it."""

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            name = unquote(url.path).removeprefix("/webhdfs/v1/lists").strip("/")
            if name and name not in files:
                self.answer({"RemoteException": {"exception": "FileNotFoundException", "message": name}}, 404)
            elif asked["op"] == "OPEN":
                start = int(asked["offset"])
                self.send(files[name][start : start + int(asked["length"])], 200)
            elif asked["op"] == "LISTSTATUS":
                self.answer({"FileStatuses": {"FileStatus": [self.status(one) for one in files]}})
            else:
                self.answer({"FileStatus": self.status(name)})

        def status(self, name: str) -> dict[str, object]:
            kind, length = ("FILE", len(files[name])) if name else ("DIRECTORY", 0)
            return {"type": kind, "length": length, "pathSuffix": name}

        def answer(self, said: object, status: int = 200) -> None:
            self.send(json.dumps(said).encode(), status)

        def send(self, data: bytes, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"webhdfs://127.0.0.1:{server.server_port}/lists"
        finally:
            server.shutdown()


def on_disk(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def checked(files: Any, out: Any, **options: Any) -> nj.LargeReport:
    return nj.check_files(files, CAMPAIGN, out=out, now=NOW, part_rows=33, **options)


def assert_same_but_for_names(found: nj.LargeReport, expected: nj.LargeReport, url: str, folder: Path) -> None:
    here, there = (sorted(map(str, one.findings.to_table().to_pylist())) for one in (found, expected))
    assert here == [line.replace(str(folder), url) for line in there]
    assert found.counts == expected.counts
    assert found.notes == tuple(note.replace(str(folder), url) for note in expected.notes)
    assert any(f"of {url}/" in line for line in here)


def test_their_leads_are_those_of_files_on_this_computer(files: dict[str, bytes], tmp_path: Path) -> None:
    folder = on_disk(files, tmp_path / "lists")
    expected = checked(str(folder / "*"), tmp_path / "expected")
    # Of the slashes, a `Path` keeps one.
    for given in ("memory://lists/*", [Path("memory://lists/a.csv"), "memory://lists/b.parquet"]):
        found = checked(given, tmp_path / "out", force=True)
        assert_same_but_for_names(found, expected, "memory://lists", folder)
    with served(files) as url:
        assert_same_but_for_names(checked(f"{url}/*", tmp_path / "out", force=True), expected, url, folder)
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.is_dir()) == ["annotated", "findings"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("web://example.com/lists/a.csv?signature=SECRET", ["a.csv"]),
        # As long as those that clouds sign, and no name of a file can be.
        (f"web://example.com/lists/a.csv?signature={'SECRET' * 50}", ["a.csv"]),
        ("web://ann:SECRET@example.com/lists/*", ["a.csv", "b.parquet"]),
        ("web://example.com/lists/*?signature=SECRET", ["a.csv", "b.parquet"]),
    ],
)
def test_no_result_says_what_lets_others_in(
    given: str, names: list[str], files: dict[str, bytes], tmp_path: Path
) -> None:
    fsspec.register_implementation("web", Web, clobber=True)
    report = checked(given, tmp_path / "out")
    sources = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["sources"]
    assert sources == [f"web://example.com/lists/{name}" for name in names]
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"SECRET" not in written
    assert report.counts["leads"] == (40 if len(names) == 1 else 60)


def test_a_file_url_is_a_path(files: dict[str, bytes], tmp_path: Path) -> None:
    folder = on_disk(files, tmp_path / "some lists")
    out = tmp_path / "out"
    report = checked((folder / "a.csv").as_uri(), out.as_uri())
    assert nj.LargeReport.open(Path(out.as_uri())).counts == report.counts
    assert report.folder == out
    assert checked(f"file://{folder}/*.csv", out, force=True).counts == report.counts


@pytest.mark.long
def test_workers_read_the_copies(files: dict[str, bytes], client: Any, tmp_path: Path) -> None:
    here = checked("memory://lists/*", tmp_path / "here")
    assert checked("memory://lists/*", tmp_path / "there", engine=client).by_code == here.by_code


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("memory://lists/c.csv", "^memory://lists/c.csv: there is no such file"),
        ("memory://lists/*.json", r"^memory://lists/\*\.json: no file has such a name"),
        ("memory://lists", r"^memory://lists: this is a folder: name one of the files in it, or all of them with "),
        (["memory://lists/a.csv"] * 2, "^memory://lists/a.csv is named twice: every lead of it"),
        (["memory://lists/*.csv", "memory://lists/a.csv"], "^memory://lists/a.csv is named twice"),
        ("memory://lists/empty.csv", "^empty.csv: the file is empty"),
        ("lossy://lists/a.csv", r"^lossy://lists/a\.csv: only [\d,]+ of its [\d,]+ bytes came: run the check again"),
        (
            "closed://lists/a.csv?key=secret",
            r"^closed://lists/a\.csv: cannot be read \(PermissionError: no rights for ",
        ),
        ("nothing://lists/a.csv", r"^nothing://lists/a\.csv: cannot be read \(ValueError: Protocol not known"),
        ("absent://lists/a.csv", r"^absent://lists/a\.csv: what reads such a URL is not installed \(Install absent"),
    ],
)
def test_what_cannot_be_read_is_named(given: Any, message: str, files: dict[str, bytes], tmp_path: Path) -> None:
    for system in (Lossy, Closed):
        fsspec.register_implementation(system.protocol, system, clobber=True)
    fsspec.register_implementation("absent", "no_such_module.Absent", clobber=True, errtxt="Install absent")
    fsspec.filesystem("memory").pipe("/lists/empty.csv", b"")
    with pytest.raises(LeadsError, match=message) as raised:
        checked(given, tmp_path / "out")
    assert "secret" not in str(raised.value)
    assert not list((tmp_path / "out").rglob("*.csv"))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.com/a.csv?X-Amz-Signature=abc&b=c", "https://example.com/a.csv"),
        ("ftp://ann:secret@example.com/a.csv", "ftp://example.com/a.csv"),
        ("ftp://ann:se@cr:et@example.com/a.csv", "ftp://example.com/a.csv"),
        ("HTTPS://token@example.com/a@b.csv", "HTTPS://example.com/a@b.csv"),
        ("abfs://lists@example.com/a.csv", "abfs://lists@example.com/a.csv"),
        ("denied: ftp://ann:@b/a and https://c/d?e=f, today", "denied: ftp://b/a and https://c/d today"),
    ],
)
def test_no_password_or_signature_is_shown(url: str, name: str) -> None:
    assert without_secrets(url) == name


@pytest.mark.parametrize("out", ["s3://bucket/checked", Path("s3://bucket/checked"), "memory://checked"])
def test_results_need_a_disk(out: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    message = r"^(s3|memory)://.*checked: results need a folder on a disk, or one that is mounted like a disk"
    for use in (lambda: checked("missing.csv", out), lambda: nj.LargeReport.open(out)):
        with pytest.raises(CampaignError, match=message):
            use()
    assert not list(tmp_path.iterdir())


def test_who_reads_no_url_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        LeadsError, match=r"^a\.csv: only check_files reads URLs, in Python: copy the file to this comp"
    ):
        nj.read_leads("s3://lists/a.csv")
    (tmp_path / "a.csv").write_text("Phone\n0491 570 006\n", "utf-8")
    with pytest.raises(LeadsError, match=r"known: a\.csv: only check_files reads URLs"):
        checked(tmp_path / "a.csv", tmp_path / "out", known="s3://lists/a.csv")
