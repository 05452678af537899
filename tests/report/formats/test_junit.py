"""JUnit XML, as a program that reads it understands it."""

from __future__ import annotations

from dataclasses import replace

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from spakky_lint.project.checked_file import CheckedFile
from tests.report.formats.writing import HOSTILE, written
from tests.report.samples import CALLED, CLEAN, ORDERS


def read(*checked: CheckedFile) -> JUnitXml:
    return JUnitXml.fromstring(written("junit", *checked).encode())


def suites(xml: JUnitXml) -> list[TestSuite]:
    return [*xml]


def cases(suite: TestSuite) -> list[TestCase]:
    return [*suite]


def failures(case: TestCase) -> list[Failure]:
    return [each for each in case.result if isinstance(each, Failure)]


def test_a_suite_a_file_and_a_failure_a_finding() -> None:
    xml = read(CLEAN, ORDERS)
    assert (xml.name, xml.tests, xml.failures, xml.errors) == ("spakky-lint", 2, 2, 0)
    (suite,) = suites(xml)
    assert (suite.name, suite.tests, suite.failures) == ("shop/orders.py", 2, 2)
    first, second = cases(suite)
    assert (first.name, first.classname) == ("SPK202 task-called", "shop/orders")
    (failure,) = failures(first)
    assert failure.message == CALLED.message
    assert failure.type == "error"
    assert failure.text == f"shop/orders.py:7:5: SPK202 {CALLED.message}"
    assert [each.type for each in failures(second)] == ["warning"]


def test_a_run_without_findings_is_a_test_that_passed() -> None:
    xml = read(CLEAN)
    assert (xml.tests, xml.failures) == (1, 0)
    ((case,),) = map(cases, suites(xml))
    assert (case.name, case.is_passed) == ("No findings", True)


def test_what_xml_has_signs_for_comes_back_as_it_was() -> None:
    message = "]]> & <x> \"' 100% 주문 😀"
    xml = read(replace(ORDERS, findings=(replace(CALLED, message=message),), path="<&\"'>.py"))
    (suite,) = suites(xml)
    assert suite.name == "<&\"'>.py"
    (failure,) = failures(cases(suite)[0])
    assert failure.message == message
    assert (failure.text or "").endswith(message)


def test_what_xml_cannot_hold_is_shown_by_signs() -> None:
    xml = read(*HOSTILE)
    assert [suite.name for suite in suites(xml)][-2] == "␛[31m␀␡\ufffd\ufffd\ufffd.py"
    assert xml.tests == sum(len(file.findings) for file in HOSTILE)
