"""Names of files and folders that are no Unicode text, as ZIP files made on Windows leave them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.readers import read_document
from extractors.readers.errors import FileNameUnreadable
from pipeline.cli import main
from tests.kyosei_command import REPOSITORY
from tests.lattice_kit import Sheet

SHIFT_JIS = os.fsdecode("共生ビジョン".encode("cp932"))


def document(folder: Path) -> Path:
    sheet = Sheet(folder / "a.pdf")
    sheet.grid([60, 200], [60, 90, 120])
    sheet.text(66, 68, "事業費")
    sheet.canvas.save()
    return folder / "a.pdf"


def test_such_a_file_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = document(tmp_path).rename(tmp_path / f"{SHIFT_JIS}.pdf")
    with pytest.raises(FileNameUnreadable) as caught:
        read_document(path)
    caught.value.message_ja.encode("utf-8")
    assert main(["tables", str(path), "--out", str(tmp_path / "out")]) == 2
    assert "READ_FILE_NAME" in capsys.readouterr().err


def test_such_a_folder_is_written_to(tmp_path: Path) -> None:
    path, out = document(tmp_path), tmp_path / SHIFT_JIS
    command = [sys.executable, "-m", "pipeline.cli", "tables", str(path), "--out", str(out)]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert (out / "tables.json").exists()
