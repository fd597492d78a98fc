"""A reader can get the data out of a PDF, and finds out when any part of it was tampered with."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import zlib

import pikepdf
import pytest
from keys import PASSWORD, keys
from pikepdf import Array, Dictionary, Name, String

from briefs.cli import main

EDITION = "axera.one-pager.en"


@pytest.fixture
def briefs(capsys, monkeypatch):
    """Run a command line: its exit code, and what it said where."""
    for name in ("KEY", "KEY_FILE", "PASSWORD", "PASSWORD_FILE"):
        monkeypatch.delenv(f"BRIEFS_SIGN_{name}", raising=False)

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(list(map(str, arguments)))
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


@pytest.fixture
def pdf(output, tmp_path):
    """Give a copy of a finished PDF with its manifest beside it."""
    path = output.pdf(EDITION)
    for name in (path, path.with_suffix(".json")):
        shutil.copy(name, tmp_path)
    return tmp_path / path.name


@pytest.fixture(scope="module")
def jane():
    return keys()


@pytest.fixture
def signing(tmp_path, jane, monkeypatch):
    """Give the options that sign with a key of ours; its password is in the environment."""
    path = tmp_path / "jane.p12"
    path.write_bytes(jane.pkcs12)
    (tmp_path / "jane.pem").write_bytes(jane.certificate)

    def options():
        monkeypatch.setenv("BRIEFS_SIGN_PASSWORD", PASSWORD)
        return ("--key", path)

    return options


def change(path, alter):
    """Alter a PDF as an editor would, with check sums that fit."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        alter(document)
        document.save(path)


def enclose(document, name, data, *, number=None):
    """Put other bytes into an enclosed file, or enclose one more."""
    stream = document.make_stream(data)
    stream.Params = Dictionary(
        Size=len(data), CheckSum=String(hashlib.md5(data, usedforsecurity=False).digest())
    )
    if number is None:
        one = document.make_indirect(
            Dictionary(Type=Name.Filespec, UF=String(name), EF=Dictionary(F=stream))
        )
        document.Root.Names.EmbeddedFiles.Names.extend([String(name), one])
        document.Root.AF.append(one)
    else:
        document.Root.AF[number].EF = Dictionary(F=stream)


def file_of(document, name):
    (number,) = [at for at, one in enumerate(document.Root.AF) if str(one.UF) == name]
    return number, document.Root.AF[number].EF.F.read_bytes()


def rewrite(document, name, old, new):
    """Replace text that must stand in an enclosed file."""
    number, data = file_of(document, name)
    assert old.encode() in data, name
    enclose(document, name, data.replace(old.encode(), new.encode()), number=number)


def alone(pdf):
    """Take the manifest beside a PDF away: what a recipient of the PDF alone has."""
    pdf.with_suffix(".json").unlink()


# --- what agrees


@pytest.mark.parametrize(
    "edition", [EDITION, "biren.one-pager.en+zh-Hant-HK", "ai-chips.deck.zh-Hans"]
)
def test_a_pdf_as_built_agrees_with_its_data_its_manifest_and_the_records(briefs, output, edition):
    code, out, err = briefs("--project", output.folder, "verify", output.pdf(edition), "--json")
    document = json.loads(out)
    assert (code, err, document["faults"]) == (0, "", [])
    assert document["edition"] == edition
    verdicts = {one["question"]: one["verdict"] for one in document["answers"]}
    assert verdicts.pop("signatures") == "not asked"
    assert set(verdicts.values()) == {"agrees"}
    assert len(document["figures"]) > 50
    for one in document["figures"]:
        assert not one["wrong"]
        assert one["recorded"] == one["text"]
        assert "".join(one["on_page"].split()) == "".join(one["text"].split())


def test_a_table_says_what_was_asked_and_every_figure_on_request(briefs, pdf):
    code, out, err = briefs("verify", pdf, "--figures")
    assert (code, err) == (0, "")
    assert re.search(r"records +not asked +name their folder with --project", out)
    assert re.search(
        r"1 +\d+\.\d +\d+\.\d +axera:offer\.entry_fee +HK\$2,848\.44 = 2848\.44 HKD", out
    )


# --- getting the data out


def test_the_data_are_extracted_and_never_written_over_anything_unasked(briefs, pdf, tmp_path):
    target = tmp_path / "data"
    code, out, err = briefs("extract", pdf, "--to", target)
    assert (code, err) == (0, "")
    assert {one.name for one in target.iterdir()} == {
        "figures.csv",
        "figures.json",
        "manifest.json",
    }
    for one in target.iterdir():
        assert hashlib.sha256(one.read_bytes()).hexdigest() in out
    (target / "figures.csv").write_text("mine", encoding="utf-8")
    code, _, err = briefs("extract", pdf, "--to", target)
    assert code == 73
    assert "figures.csv" in err
    assert "--overwrite" in err
    assert (target / "figures.csv").read_text(encoding="utf-8") == "mine"
    assert briefs("extract", pdf, "--to", target, "--overwrite")[0] == 0
    assert (target / "figures.csv").read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    "name",
    [
        *("../figures.csv", "/etc/cron.d/x.csv", "a/b.csv", "..", "", ".hidden.csv", "con\x00.csv"),
        *("C:\\x.csv", "figures.csv ", "x.exe", "FIGURES.CSV", "\u202evsc.csv"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(briefs, pdf, tmp_path, name):
    change(pdf, lambda document: enclose(document, name, b"x"))
    code, _, err = briefs("extract", pdf, "--to", tmp_path / "data")
    assert code == 65
    assert "is no name that a file of ours has" in err or "is there twice" in err
    assert not (tmp_path / "data").exists()


def test_a_file_that_unpacks_without_end_is_refused(briefs, pdf, tmp_path):
    def bomb(document):
        number, _ = file_of(document, "figures.csv")
        enclose(document, "figures.csv", b"x", number=number)
        stream = document.Root.AF[number].EF.F
        stream.write(zlib.compress(bytes(64 << 20)), filter=Name.FlateDecode)

    change(pdf, bomb)
    code, _, err = briefs("extract", pdf, "--to", tmp_path / "data")
    assert code == 65
    assert "holds more than 16 MiB" in err


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_refused_in_plain_words(briefs, tmp_path, data):
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    for verb in ("extract", "verify"):
        code, _, err = briefs(verb, path)
        assert code == 65
        assert "it is no PDF, or a damaged one" in err


def test_a_pdf_without_data_is_told_from_one_of_ours(briefs, tmp_path):
    document = pikepdf.new()
    document.add_blank_page()
    document.save(tmp_path / "x.pdf")
    code, _, err = briefs("verify", tmp_path / "x.pdf")
    assert code == 65
    assert "it carries no manifest" in err


# --- what was tampered with


def swapped(document, output):
    other = output.pdf("biren.one-pager.en")
    with pikepdf.open(other) as source:
        _, data = file_of(source, "figures.csv")
    number, _ = file_of(document, "figures.csv")
    enclose(document, "figures.csv", data, number=number)


def altered(document, _):
    rewrite(document, "figures.json", '"value": "28.20"', '"value": "82.20"')


def altered_with_its_digest(document, _):
    """Alter a value, and the digest that the manifest has of the file."""
    before = hashlib.sha256(file_of(document, "figures.json")[1]).hexdigest()
    altered(document, None)
    after = hashlib.sha256(file_of(document, "figures.json")[1]).hexdigest()
    rewrite(document, "manifest.json", before, after)


def altered_everywhere(document, _):
    """Alter a value wherever the data hold it, every digest with it; the page stays."""
    digests = [hashlib.sha256(file_of(document, name)[1]).hexdigest() for name in NAMES]
    altered(document, None)
    rewrite(document, "figures.csv", "HK$28.20,28.20,", "HK$28.20,82.20,")
    rewrite(document, "manifest.json", '"value": "28.20"', '"value": "82.20"')
    for name, before in zip(NAMES, digests, strict=True):
        after = hashlib.sha256(file_of(document, name)[1]).hexdigest()
        rewrite(document, "manifest.json", before, after)


NAMES = ("figures.csv", "figures.json")


def removed(document, _):
    number, _ = file_of(document, "figures.csv")
    del document.Root.AF[number]
    names = document.Root.Names.EmbeddedFiles.Names
    document.Root.Names.EmbeddedFiles.Names = Array(
        [
            item
            for at in range(0, len(names), 2)
            if str(names[at]) != "figures.csv"
            for item in (names[at], names[at + 1])
        ]
    )


def added(document, _):
    enclose(document, "more.json", b"{}")


def reprinted(document, _):
    """Set another digit on the page: each 8 of a face becomes a 3."""
    page = document.pages[0]
    codes = {
        name: {
            bytes.fromhex(text): bytes.fromhex(code)
            for code, text in re.findall(
                r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]{4})>", font.ToUnicode.read_bytes().decode()
            )
        }
        for name, font in page.Resources.Font.items()
    }
    face, instructions = "", []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            face = str(operands[0])
        if str(operator) in {"Tj", "TJ"}:
            operands = [replaced(one, codes.get(face, {})) for one in operands]  # noqa: PLW2901
        instructions.append((operands, operator))
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))


def replaced(operand, codes):
    eight, three = codes.get(b"\x008"), codes.get(b"\x003")
    if isinstance(operand, Array):
        return Array([replaced(one, codes) for one in operand])
    if not isinstance(operand, String) or not eight or not three:
        return operand
    data = bytes(operand)
    pairs = [data[at : at + 2] for at in range(0, len(data), 2)]
    return String(b"".join(three if pair == eight else pair for pair in pairs))


@pytest.mark.parametrize(
    ("sabotage", "words"),
    [
        (swapped, "'figures.csv' was altered: it is not the file that its manifest names"),
        (altered, "'figures.json' was altered"),
        (altered_with_its_digest, "figures.json and its manifest differ on axera:offer.price"),
        (altered_everywhere, r"'HK\$28\.20' does not show its value 82\.20"),
        (removed, "'figures.csv' is not there, and its manifest names it"),
        (added, "'more.json' was added"),
        (reprinted, r"axera:offer\.price \(page 1, \d+ mm, \d+ mm\): the page says 'HK\$23\.20'"),
    ],
)
def test_a_sabotaged_pdf_is_caught_though_nothing_stands_beside_it(
    briefs, output, pdf, sabotage, words
):
    alone(pdf)
    change(pdf, lambda document: sabotage(document, output))
    code, out, err = briefs("verify", pdf)
    assert code == 65
    assert re.search(words, err)
    assert "differs" in out


def test_a_byte_changed_anywhere_is_caught_by_the_manifest_beside(briefs, pdf):
    data = bytearray(pdf.read_bytes())
    data[-20] ^= 1
    pdf.write_bytes(data)
    code, _, err = briefs("verify", pdf)
    assert code == 65
    assert "another PDF than this one" in err or "damaged" in err


def test_the_manifest_of_another_edition_is_caught(briefs, output, pdf):
    other = output.pdf("biren.one-pager.en").with_suffix(".json")
    shutil.copy(other, pdf.with_suffix(".json"))
    code, _, err = briefs("verify", pdf)
    assert code == 65
    assert "the manifest beside it is that of biren.one-pager.en" in err


def test_records_that_have_changed_since_are_named_figure_by_figure(briefs, pdf, folder):
    folder.change("data/companies/axera.yaml", "473 million", "474 million")
    code, out, err = briefs("verify", pdf, "--project", folder.path)
    assert code == 65
    assert re.search(
        r"axera:revenue\.FY2024 \(page 1, \d+ mm, \d+ mm\): the records give 'RMB474 million'", err
    )
    assert "not 'RMB473 million'" in err
    assert "; build the edition again, or mend the records: `briefs trace axera:revenue" in err
    # A figure that reads otherwise has another value, too, which goes without saying.
    assert "give value" not in err
    assert "it was made from another " in err
    assert re.search(r"figures on the pages +agrees", out)
    assert re.search(r"records +differs", out)


# --- signatures


def test_a_signature_is_an_addition_to_the_pdf_as_built(briefs, pdf, signing):
    before = pdf.read_bytes()
    code, out, err = briefs("sign", pdf, *signing())
    assert (code, err) == (0, "")
    assert "signed by Jane Analyst" in out
    signed = pdf.with_name(f"{pdf.stem}.signed.pdf")
    assert signed.read_bytes().startswith(before)
    assert pdf.read_bytes() == before
    with pikepdf.open(signed) as document, pikepdf.open(pdf) as unsigned:
        # What the document says of itself is as it was, and nothing is to be seen of the field.
        assert document.Root.Metadata.read_bytes() == unsigned.Root.Metadata.read_bytes()
        assert document.docinfo == unsigned.docinfo
        field = document.Root.AcroForm.Fields[0]
        assert len(set(map(float, field.Rect))) == 1
        assert float(field.Rect[0]) < 0
        assert str(field.TU)
        assert field.V.SubFilter == Name("/ETSI.CAdES.detached")
    assert briefs("prove", signed)[::2] == (0, "")
    assert briefs("sign", pdf, *signing())[0] == 73


def test_a_signed_pdf_agrees_and_its_signer_is_known_only_by_a_trusted_certificate(
    briefs, pdf, signing, tmp_path
):
    briefs("sign", pdf, *signing())
    signed = pdf.with_name(f"{pdf.stem}.signed.pdf")
    code, out, err = briefs("verify", signed)
    assert (code, err) == (0, "")
    assert re.search(
        r"signatures +agrees +signed by Jane Analyst on .* UTC, not known to be trusted", out
    )
    assert re.search(r"manifest beside it +agrees", out)
    code, out, _ = briefs("verify", signed, "--trust", tmp_path / "jane.pem")
    assert code == 0
    assert "UTC, trusted" in out
    (tmp_path / "other.pem").write_bytes(keys("Somebody").certificate)
    code, _, err = briefs("verify", signed, "--trust", tmp_path / "other.pem")
    assert code == 65
    assert "nobody you trust vouches for the certificate that signed it" in err
    code, _, err = briefs("verify", signed, "--trust", pdf)
    assert code == 78
    assert "it holds no certificate" in err


def test_a_signed_pdf_can_be_signed_again(briefs, pdf, signing):
    twice = pdf.with_name("twice.pdf")
    briefs("sign", pdf, *signing())
    assert (
        briefs("sign", pdf.with_name(f"{pdf.stem}.signed.pdf"), "--to", twice, *signing())[0] == 0
    )
    code, out, err = briefs("verify", twice)
    assert (code, err) == (0, "")
    assert out.count("signed by Jane Analyst") == 2


@pytest.mark.parametrize("share", [0.0005, 0.02, 0.3, 0.6, 0.9, 0.94, 0.96, 0.97, 0.98, 0.995, 1])
def test_one_byte_changed_after_signing_is_caught_wherever_it_is(briefs, pdf, signing, share):
    briefs("sign", pdf, *signing())
    alone(pdf)
    signed = pdf.with_name(f"{pdf.stem}.signed.pdf")
    data = bytearray(signed.read_bytes())
    at = round((len(data) - 1) * share)
    data[at] ^= 1
    signed.write_bytes(data)
    code, _, err = briefs("verify", signed)
    assert code == 65, at
    assert re.search("changed after|damaged|added|no PDF|altered", err)


@pytest.mark.parametrize("tail", [b"\n", b"junk", b"% harmless?\n"])
def test_something_behind_the_signature_is_caught(briefs, pdf, signing, tail):
    briefs("sign", pdf, *signing())
    signed = pdf.with_name(f"{pdf.stem}.signed.pdf")
    signed.write_bytes(signed.read_bytes() + tail)
    code, _, err = briefs("verify", signed)
    assert code == 65
    assert "something was added after it was signed" in err


def test_changing_a_page_before_somebody_else_signs_it_is_caught(briefs, pdf, signing):
    from pyhanko.pdf_utils import generic  # noqa: PLC0415 - as slow as it is rarely needed
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf.read_bytes()))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    written = io.BytesIO()
    writer.write(written)
    pdf.write_bytes(written.getvalue())
    code, _, err = briefs("verify", pdf)
    assert code == 65
    assert "nobody signed it" in err
    briefs("sign", pdf, *signing())
    code, out, err = briefs("verify", pdf.with_name(f"{pdf.stem}.signed.pdf"))
    assert code == 65
    assert re.search(r"additions +differs", out)
    assert "not those that were built" in err


def test_a_visible_signature_is_shown_where_it_was_asked_for_and_warned_of(briefs, pdf, signing):
    assert briefs("sign", pdf, "--visible", "1,140,272,50,12", *signing())[0] == 0
    signed = pdf.with_name(f"{pdf.stem}.signed.pdf")
    with pikepdf.open(signed) as document:
        left, bottom, right, top = map(float, document.Root.AcroForm.Fields[0].Rect)
        height = float(document.pages[0].mediabox[3])
    assert left == pytest.approx(140 * 72 / 25.4, abs=1)
    assert right - left == pytest.approx(50 * 72 / 25.4, abs=1)
    assert height - top == pytest.approx(272 * 72 / 25.4, abs=1)
    assert top > bottom
    # Its words are outlines: no font comes with them that the archive would miss.
    with pikepdf.open(signed) as document:
        mark = document.Root.AcroForm.Fields[0].AP.N
        drawn = b"".join(
            one.read_bytes()
            for one in (mark, *mark.get(Name.Resources, {}).get("/XObject", {}).values())
        )
        assert "/Font" not in mark.get(Name.Resources, {})
    assert drawn.count(b" c ") > 50
    assert b"BT" not in drawn
    code, _, err = briefs("verify", signed)
    assert code == 0
    assert "a signature is to be seen on page 1" in err
    for words in ("1,2,3", "0,1,1,9,9", "9,1,1,9,9", "1,1,1,0,5"):
        assert briefs("sign", pdf, "--to", "x.pdf", "--visible", words, *signing())[0] in {2, 65}


def test_keys_that_cannot_sign_are_told_apart(briefs, pdf, tmp_path, jane, monkeypatch):
    def refused(*options):
        code, _, err = briefs("sign", pdf, "--to", tmp_path / "out.pdf", *options)
        assert code == 78
        assert not (tmp_path / "out.pdf").exists()
        assert PASSWORD not in err
        return err

    key = tmp_path / "key.p12"
    key.write_bytes(jane.pkcs12)
    assert "there is no key to sign with; name it with --key" in refused()
    assert "cannot be read" in refused("--key", tmp_path / "missing.p12")
    assert "the password does not open the key" in refused("--key", key)
    monkeypatch.setenv("BRIEFS_SIGN_PASSWORD", "wrong")
    assert "the password does not open the key" in refused("--key", key)
    monkeypatch.setenv("BRIEFS_SIGN_PASSWORD", PASSWORD)
    assert "no PKCS#12 file" in refused("--key", pdf)
    key.write_bytes(keys("Late", days=-1).pkcs12)
    assert "the certificate of Late expired on 20" in refused("--key", key)
    monkeypatch.setenv("BRIEFS_SIGN_KEY", "no base64!")
    assert "is not base64" in refused()


def test_key_and_password_come_from_the_environment_or_files_it_names(
    briefs, pdf, tmp_path, jane, monkeypatch
):
    password, key = tmp_path / "password", tmp_path / "key.p12"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    key.write_bytes(jane.pkcs12)
    monkeypatch.setenv("BRIEFS_SIGN_PASSWORD_FILE", str(password))
    monkeypatch.setenv("BRIEFS_SIGN_KEY_FILE", str(key))
    assert briefs("sign", pdf, "--to", tmp_path / "one.pdf")[0] == 0
    monkeypatch.delenv("BRIEFS_SIGN_KEY_FILE")
    monkeypatch.setenv("BRIEFS_SIGN_KEY", base64.b64encode(jane.pkcs12).decode())
    code, out, _ = briefs("sign", pdf, "--to", tmp_path / "two.pdf", "--json")
    assert code == 0
    assert json.loads(out)["signer"] == "Jane Analyst"


def test_without_the_extra_a_clear_message_names_it(briefs, pdf, monkeypatch, signing):
    briefs("sign", pdf, *signing())
    monkeypatch.setattr("briefs.cli.signing.find_spec", lambda _: None)
    for arguments in (
        ("sign", pdf, "--overwrite"),
        ("verify", pdf.with_name(f"{pdf.stem}.signed.pdf")),
    ):
        code, _, err = briefs(*arguments)
        assert code == 78
        assert "pip install 'briefs[sign]'" in err
    # An unsigned PDF needs no such package.
    assert briefs("verify", pdf)[0] == 0
