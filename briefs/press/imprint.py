"""The imprint: what a PDF says of itself, in its information and as XMP.

Both archives and screen readers read it: which standards it keeps, its title, languages and
day, and three identifiers: of the brief, of its setting, and of this very version.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from briefs import __version__
from briefs.pages.page import About

_X = "adobe:ns:meta/"
_XML = "http://www.w3.org/XML/1998/namespace"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

#: The namespace of what only our documents say.
BRIEFS = "urn:briefs:edition:1#"

_SPACES = {
    "rdf": _RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "briefs": BRIEFS,
}

#: What PDF/A wants described because XMP itself does not know it (ISO 19005-3, 6.6.2.3.3).
_EXTENSIONS = (
    (
        "pdfuaid",
        "PDF/UA identification",
        (("part", "Integer", "the part of ISO 14289 that the document keeps"),),
    ),
    (
        "briefs",
        "Edition of a brief",
        (
            ("brief", "Text", "what all settings and versions of the brief share"),
            ("edition", "Text", "the brief in one setting of languages"),
            ("fingerprint", "Text", "SHA-256 of everything that this version was made from"),
        ),
    ),
)

_OPENED = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_CLOSED = '\n<?xpacket end="r"?>'


def information(about: About) -> dict[str, str]:
    """Give the entries of a document's information, of which XMP repeats each."""
    found = {
        "Title": about.title,
        "Author": about.publisher,
        "Subject": about.description,
        "Keywords": ", ".join(about.keywords),
        "Creator": f"briefs {__version__}",
    }
    if about.day:
        found["CreationDate"] = found["ModDate"] = f"D:{about.day:%Y%m%d}"
    return found


def document_id(about: About) -> uuid.UUID:
    """Name the brief: the same in every setting, and in every version."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:briefs:{about.publisher}:{about.brief}")


def version_id(about: About) -> uuid.UUID:
    """Name one setting of a brief as made from one state of its inputs."""
    return uuid.uuid5(document_id(about), f"{about.edition}:{about.fingerprint}")


def packet(about: About, producer: str) -> bytes:
    """Write the XMP of a document."""
    for prefix, space in _SPACES.items():
        register_namespace(prefix, space)
    register_namespace("x", _X)
    root = Element(f"{{{_X}}}xmpmeta")
    rdf = SubElement(root, _name("rdf:RDF"))
    said = SubElement(rdf, _name("rdf:Description"), {_name("rdf:about"): ""})
    _say(said, about, producer)
    bag = SubElement(SubElement(said, _name("pdfaExtension:schemas")), _name("rdf:Bag"))
    for prefix, title, properties in _EXTENSIONS:
        _describe(bag, prefix, title, properties)
    written = tostring(root, encoding="unicode")
    return f"{_OPENED}{written}{_CLOSED}".encode()


def _say(said: Element, about: About, producer: str) -> None:
    plain = {
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
        "pdf:Producer": producer,
        "pdf:Keywords": ", ".join(about.keywords),
        "xmp:CreatorTool": information(about)["Creator"],
        "dc:format": "application/pdf",
        "dc:identifier": about.edition,
        "xmpMM:DocumentID": document_id(about).urn,
        "xmpMM:InstanceID": version_id(about).urn,
        "xmpMM:VersionID": about.fingerprint,
        "briefs:brief": about.brief,
        "briefs:edition": about.edition,
        "briefs:fingerprint": about.fingerprint,
    }
    if about.day:
        day = about.day.isoformat()
        plain |= {"xmp:CreateDate": day, "xmp:ModifyDate": day, "xmp:MetadataDate": day}
    for name, text in plain.items():
        SubElement(said, _name(name)).text = text
    _list(said, "dc:title", "Alt", [about.title], language="x-default")
    _list(said, "dc:description", "Alt", [about.description], language="x-default")
    _list(said, "dc:creator", "Seq", [about.publisher])
    _list(said, "dc:publisher", "Bag", [about.publisher])
    _list(said, "dc:subject", "Bag", about.keywords)
    _list(said, "dc:language", "Bag", about.languages)


def _list(said: Element, name: str, kind: str, texts: Iterable[str], *, language: str = "") -> None:
    listed = SubElement(SubElement(said, _name(name)), _name(f"rdf:{kind}"))
    for text in texts:
        item = SubElement(listed, _name("rdf:li"))
        item.text = text
        if language:
            item.set(f"{{{_XML}}}lang", language)


def _describe(
    bag: Element, prefix: str, title: str, properties: Iterable[tuple[str, str, str]]
) -> None:
    """Describe a schema of properties, as PDF/A asks."""
    schema = _resource(bag)
    _tell(schema, "pdfaSchema", schema=title, namespaceURI=_SPACES[prefix], prefix=prefix)
    listed = SubElement(SubElement(schema, _name("pdfaSchema:property")), _name("rdf:Seq"))
    for name, kind, words in properties:
        _tell(
            _resource(listed),
            "pdfaProperty",
            name=name,
            valueType=kind,
            category="internal",
            description=words,
        )


def _resource(listed: Element) -> Element:
    return SubElement(listed, _name("rdf:li"), {_name("rdf:parseType"): "Resource"})


def _tell(resource: Element, space: str, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(resource, _name(f"{space}:{name}")).text = text


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"
