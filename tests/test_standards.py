"""A PDF is whole, says what it is in the same words everywhere, and keeps to its budget."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace

import pikepdf
import pytest
from exhibits import SETTINGS, edited, told, tools, view_of
from pikepdf import Array, Dictionary, Name

from briefs.build.editions import KINDS
from briefs.press.binding import bind
from briefs.press.enclosures import Enclosure
from briefs.proofs import prove_pdf
from briefs.proofs.standards import BUDGETS, afforded, archived

EN = "axera.one-pager.en"
BRIEFS = "{urn:briefs:edition:1#}"


@pytest.fixture(scope="module")
def read(output):
    return lambda edition: output.pdf(edition).read_bytes()


def about(edition):
    return tools()[1].page(view_of(edition), "f" * 64).about


def said(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return dict(document.open_metadata()), dict(document.docinfo), document.trailer.ID


def test_a_pdf_says_what_it_is_in_xmp_and_in_its_information(read):
    xmp, information, _ = said(read(EN))
    view = view_of(EN)
    assert xmp["{http://purl.org/dc/elements/1.1/}title"] == information["/Title"] == view.title
    assert str(information["/Subject"]) == view.description
    assert "0600.HK" in str(information["/Keywords"])
    assert str(information["/Author"]) == tools()[0].theme.brand.name
    day = f"{view.day:%Y%m%d}"
    assert str(information["/CreationDate"]) == str(information["/ModDate"]) == f"D:{day}"
    assert xmp["{http://ns.adobe.com/xap/1.0/}CreateDate"] == view.day.isoformat()
    assert xmp[f"{BRIEFS}edition"] == EN
    assert re.fullmatch("[0-9a-f]{64}", xmp[f"{BRIEFS}fingerprint"])


def test_settings_share_the_identifier_of_their_brief_and_have_each_their_own_version(read):
    every = [said(read(f"axera.one-pager.{setting}")) for setting in SETTINGS]
    space = "{http://ns.adobe.com/xap/1.0/mm/}"
    assert len({xmp[f"{space}DocumentID"] for xmp, _, _ in every}) == 1
    assert len({bytes(identifier[0]) for _, _, identifier in every}) == 1
    assert len({xmp[f"{space}InstanceID"] for xmp, _, _ in every}) == len(SETTINGS)
    assert len({bytes(identifier[1]) for _, _, identifier in every}) == len(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS)
def test_an_edition_in_another_dress_is_an_edition_of_the_same_brief(setting):
    plain = f"axera.one-pager.{setting}"
    dressed = replace(view_of(plain), id=f"{plain}.letter.folio")
    about = tools()[1].page(dressed, "f" * 64).about
    assert (about.brief, about.edition) == ("axera.one-pager", dressed.id)


def blank():
    with pikepdf.Pdf.new() as document:
        document.add_blank_page()
        document.docinfo.Producer = "T"
        out = io.BytesIO()
        document.save(out, static_id=True)
    return out.getvalue()


def test_another_state_of_the_inputs_is_another_version_of_the_same_brief():
    one = about(EN)
    other = replace(one, fingerprint="e" * 64)
    first, again, second = (bind(blank(), item) for item in (one, one, other))
    assert first == again
    ids = [said(pdf)[2] for pdf in (first, second)]
    assert bytes(ids[0][0]) == bytes(ids[1][0])
    assert bytes(ids[0][1]) != bytes(ids[1][1])


def test_a_brief_without_a_day_says_none():
    xmp, information, _ = said(bind(blank(), replace(about(EN), day=None)))
    assert "/CreationDate" not in information
    assert "{http://ns.adobe.com/xap/1.0/}CreateDate" not in xmp


def test_titles_of_any_characters_are_written_whole():
    odd = replace(about(EN), title="A & B <壁仞> “x”", keywords=("a,b", "甲"))
    xmp, information, _ = said(bind(blank(), odd))
    assert xmp["{http://purl.org/dc/elements/1.1/}title"] == information["/Title"] == odd.title


ENCLOSED = Enclosure("figures.csv", "text/csv", b"id,value\n", "Data", "The figures")


def test_an_enclosed_file_is_associated_with_its_type_and_comes_out_as_it_went_in():
    with pikepdf.open(io.BytesIO(bind(blank(), about(EN), [ENCLOSED]))) as document:
        (specification,) = document.Root.AF
        assert specification.AFRelationship == Name.Data
        assert specification.EF.F.Subtype == Name("/text/csv")
        assert document.attachments["figures.csv"].get_file().read_bytes() == ENCLOSED.data


# --- what is sabotaged is found


def without(key):
    def edit(document):
        del document.Root[key]

    return edit


def with_xmp(old, new):
    def edit(document):
        written = document.Root.Metadata.read_bytes()
        assert old in written
        document.Root.Metadata = document.make_stream(
            written.replace(old, new), Type=Name.Metadata, Subtype=Name.XML
        )

    return edit


def retitled(document):
    document.docinfo.Title = "Another"


def running(document):
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def enclosing(document):
    document.attachments["x.txt"] = b"x"
    if "/AF" in document.Root:
        document.Root.AF = Array()


def with_a_smoothed_image(document):
    image = document.make_stream(b"\x00", Type=Name.XObject, Subtype=Name.Image)
    image.Width = image.Height = 1
    image.ColorSpace, image.BitsPerComponent, image.Interpolate = Name.DeviceGray, 8, True
    document.pages[0].Resources.XObject.Smooth = image


@pytest.mark.parametrize(
    ("edit", "told_of"),
    [
        (with_xmp(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<"), "keeps PDF/UA-1"),
        (with_xmp(b"<pdfaid:part>3<", b"<pdfaid:part>1<"), "keeps PDF/A-3"),
        (with_xmp(b"<rdf:li>en-HK<", b"<rdf:li>fr<"), "elsewhere that it is not"),
        (without("/Metadata"), "keeps PDF/A-3"),
        (without("/OutputIntents"), "which colours"),
        (without("/Outlines"), "no bookmarks"),
        (without("/PageLabels"), "no page labels"),
        (without("/Lang"), "no language"),
        (without("/MarkInfo"), "that it is tagged"),
        (without("/ViewerPreferences"), "not the title"),
        (retitled, "two different ones"),
        (running, "runs something"),
        (enclosing, "without a relationship"),
        (with_a_smoothed_image, "an image that a reader smooths"),
    ],
)
def test_a_spoilt_document_is_found(read, edit, told_of):
    assert not list(archived(EN, read(EN)))
    told(archived(EN, edited(read(EN), edit)), told_of)


def test_a_swapped_enclosure_is_found():
    def swapped(document):
        document.Root.AF[0].EF.F.write(b"id,value\nrevenue,1\n")

    bound = bind(blank(), about(EN), [ENCLOSED])
    told(archived(EN, edited(bound, swapped)), "figures.csv is not the file")


def test_an_edition_that_takes_more_than_its_kind_may_is_found(read):
    assert not list(afforded(EN, read(EN)))
    heavy = Enclosure("x", "text/plain", bytes(range(256)) * 10, "Data", "")
    over = bind(read(EN), about(EN), [replace(heavy, data=noise(130_000))])
    told(afforded(EN, over), "120,000", "one-pager")


def noise(size):
    """Give bytes that do not compress."""

    return b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(size // 32))


def test_every_kind_has_a_budget():
    kinds = {kind.name for kind in KINDS}
    assert {(kind, chinese) for kind in kinds for chinese in (False, True)} == set(BUDGETS)


@pytest.mark.parametrize("pdf", [b"", b"no PDF", b"%PDF-1.7\nbroken"])
def test_what_is_no_pdf_is_one_fault(pdf):
    (fault,) = prove_pdf("x.pdf", pdf)
    assert "cannot be read" in fault.message
