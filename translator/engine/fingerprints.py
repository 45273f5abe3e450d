"""Telling packages apart by what they hold."""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import TYPE_CHECKING

from translator.engine.folders import cache_folder, read_json
from translator.errors import TranslatorError
from translator.files import write_text

if TYPE_CHECKING:
    from translator.engine.packages import Package


def fingerprint(package: Package) -> str:
    """Returns a hash of everything in ``package`` that decides its translations.

    Reading a large model takes a noticeable time, so the hash is kept in the user's cache until
    the size or the time of any of the files changes.
    """
    files = [package.sentencepiece, *sorted(f for f in package.model.iterdir() if f.is_file())]
    stamp = [[f.name, f.stat().st_size, f.stat().st_mtime_ns] for f in files]
    cache = cache_folder() / "fingerprints.json"
    known = read_json(cache)
    key = str(package.path.resolve())
    entry = known.get(key)
    if isinstance(entry, list) and len(entry) == 2 and entry[0] == stamp:
        return str(entry[1])
    digest = hashlib.blake2b(package.target_prefix.encode(), digest_size=8)
    for file in files:
        digest.update(f"\0{file.name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as data:
            while block := data.read(1 << 20):
                digest.update(block)
    result = digest.hexdigest()
    with contextlib.suppress(TranslatorError):  # a cache that cannot be written costs only time
        write_text(cache, json.dumps({**known, key: [stamp, result]}))
    return result
