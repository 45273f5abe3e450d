from __future__ import annotations

import json
from pathlib import Path

import pytest

from translator.engine.packages import (
    Origin,
    Package,
    argos_folders,
    choose_package,
    find_packages,
    load_package,
    prefer,
    preferred_name,
    scan_packages,
)
from translator.engine.translator import Translator
from translator.errors import EngineError


def change(folder: Path, **values: object) -> None:
    file = folder / "metadata.json"
    metadata = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**metadata, **values}), encoding="utf-8")


def install(copy: Path, home: Path, name: str = "") -> Path:
    folder = home / ".local/share/argos-translate/packages"
    folder.mkdir(parents=True, exist_ok=True)
    return copy.rename(folder / (name or copy.name))


def test_the_embedded_package_is_found_first(package: Package, copy: Path, home: Path) -> None:
    install(copy, home)
    found = find_packages()
    assert [p.origin for p in found] == [Origin.EMBEDDED, Origin.INSTALLED]
    assert choose_package() == package


def test_metadata_is_read(package: Package) -> None:
    assert (package.from_code, package.to_code) == ("zh", "en")
    assert package.term_hints == ("<t>", "<=>", "</t>")
    assert package.size > 1_000_000


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "home/.local/share/argos-translate/packages"),
        ({"XDG_DATA_HOME": "data"}, "data/argos-translate/packages"),
        ({"ARGOS_PACKAGES_DIR": "own", "XDG_DATA_HOME": "data"}, "own"),
        ({"SNAP_USER_DATA": "snap"}, "snap/.local/share/argos-translate/packages"),
    ],
)
def test_argos_folders_follow_its_variables(
    variables: dict[str, str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, str(tmp_path / value))
    assert argos_folders()[0] == tmp_path / expected


def test_argos_folders_follow_its_settings_file(home: Path, tmp_path: Path) -> None:
    settings = home / ".config/argos-translate/settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"ARGOS_PACKAGES_DIR": str(tmp_path / "set")}))
    assert argos_folders() == [tmp_path / "set"]


def test_looking_for_packages_makes_no_folders(home: Path) -> None:
    find_packages()
    assert not any(home.iterdir())


@pytest.mark.parametrize("name", ["translate-zh_en-9_1", "TRANSLATE-ZH_EN-9", "translate-zh_en-9_"])
def test_a_package_is_named_by_its_beginning(name: str, copy: Path, home: Path) -> None:
    path = install(copy, home)
    assert load_package(name).path == path


def test_an_ambiguous_name_lists_what_it_may_be(copy: Path, home: Path) -> None:
    install(copy, home)
    with pytest.raises(EngineError, match=r"zh_en-0_3.*zh_en-9_1|zh_en-9_1.*zh_en-0_3"):
        load_package("translate-zh")


def test_an_exact_name_prefers_the_embedded(package: Package, copy: Path, home: Path) -> None:
    install(copy, home, package.name)
    assert load_package(package.name).origin is Origin.EMBEDDED


def test_use_decides_unless_the_option_does(package: Package, copy: Path, home: Path) -> None:
    path = install(copy, home)
    prefer(path.name)
    assert preferred_name() == path.name
    assert choose_package().path == path
    assert choose_package(package.name) == package
    prefer("")
    assert choose_package() == package


def test_a_chosen_package_that_vanished_is_named(home: Path) -> None:
    prefer("translate-zh_en-7_7")
    with pytest.raises(EngineError, match=r"engine use.*translate-zh_en-7_7"):
        choose_package()


@pytest.mark.parametrize("content", ["", "[]", "{", "\0", '{"engine": ""}', '{"engine": null}'])
def test_damaged_settings_count_as_none(content: str, home: Path) -> None:
    prefer("x")
    (home / ".config/panel-translator/engine.json").write_text(content)
    assert choose_package().origin is Origin.EMBEDDED


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"from_code": "en", "to_code": "es"}, "translates en→es, not zh→en"),
        ({"from_code": "zt"}, "translates zt→en, not zh→en"),
        ({"from_code": None}, r"translates \?→en"),
        ({"term_hints": {"open": "<t>"}}, "term_hints"),
        ({"term_hints": "yes"}, "term_hints"),
        ({"term_hints": {"open": "", "separator": "=", "close": ">"}}, "term_hints"),
    ],
)
def test_unfit_metadata_is_refused(values: dict[str, object], message: str, copy: Path) -> None:
    change(copy, **values)
    with pytest.raises(EngineError, match=message) as caught:
        load_package(copy)
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("metadata.json", "no metadata.json"),
        ("sentencepiece.model", "sentencepiece.model is missing"),
        ("model/model.bin", "model.bin is missing"),
        ("model/source_vocabulary.json", "vocabulary"),
    ],
)
def test_missing_files_are_named(missing: str, message: str, copy: Path) -> None:
    (copy / missing).unlink()
    with pytest.raises(EngineError, match=message):
        load_package(copy)


def test_an_old_bpe_package_is_told_apart(copy: Path) -> None:
    (copy / "sentencepiece.model").rename(copy / "bpe.model")
    with pytest.raises(EngineError, match=r"old BPE kind.*Install a newer"):
        load_package(copy)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"[" * 100_000])
def test_damaged_metadata_is_refused(content: bytes, copy: Path) -> None:
    (copy / "metadata.json").write_bytes(content)
    with pytest.raises(EngineError, match=r"metadata\.json is damaged"):
        load_package(copy)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("model/model.bin", b""),
        ("model/model.bin", b"\xff" * 100),
        ("model/model.bin", None),
        ("model/config.json", b"{"),
        ("model/target_vocabulary.json", b"[]"),
        ("model/target_vocabulary.json", b"no json"),
        ("sentencepiece.model", b""),
        ("sentencepiece.model", b"no model"),
    ],
)
def test_a_damaged_model_is_refused(file: str, content: bytes | None, copy: Path) -> None:
    path = copy / file
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if content is None else content)
    with pytest.raises(EngineError, match="Install the package again"):
        Translator(load_package(copy))


def test_a_missing_model_configuration_is_refused(copy: Path) -> None:
    (copy / "model/config.json").unlink()
    with pytest.raises(EngineError, match="Install the package again"):
        Translator(load_package(copy))


@pytest.mark.parametrize("name", ["", ".", "no-such", "../x", "zh_fr", "a\0b", "😀" * 300])
def test_an_unknown_name_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EngineError):
        load_package(name)


def test_damaged_and_foreign_packages_do_not_hide_others(copy: Path, home: Path) -> None:
    path = install(copy, home)
    (path / "model/model.bin").unlink()
    (path.parent / "translate-en_es-1_0").mkdir()
    foreign = {"from_code": "en", "to_code": "es"}
    (path.parent / "translate-en_es-1_0/metadata.json").write_text(json.dumps(foreign))
    packages, damaged = scan_packages()
    assert [p.origin for p in packages] == [Origin.EMBEDDED]
    assert [Path(error.where).name for error in damaged] == [path.name]
    with pytest.raises(EngineError, match=r"model\.bin is missing"):
        load_package(path.name)


def test_what_old_packages_hold_besides_is_ignored(copy: Path) -> None:
    for name in ("stanza", "minisbd", "spacy"):
        (copy / name).mkdir()
        (copy / name / "resources.json").write_text("damaged")
    (copy / "README.md").write_text("# Chinese - English\n\nTrained on …\n")
    metadata = json.loads((copy / "metadata.json").read_text(encoding="utf-8"))
    del metadata["description"]  # old packages declare none
    (copy / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    assert load_package(copy).description == "Chinese - English"


def test_a_fingerprint_follows_the_content_not_the_place(package: Package, copy: Path) -> None:
    assert load_package(copy).fingerprint == package.fingerprint
    data = bytearray((copy / "model/model.bin").read_bytes())
    data[-1] ^= 1
    (copy / "model/model.bin").write_bytes(data)
    assert load_package(copy).fingerprint != package.fingerprint


def test_a_fingerprint_needs_no_cache(package: Package, home: Path) -> None:
    (home / ".cache").write_text("in the way")
    assert len(load_package(package.path).fingerprint) == 16
