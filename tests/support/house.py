"""The house rules as data, and what a rule needs to know of the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .myst import Chapter

SENTENCE_WORDS = 45  #: in a sentence, at most
PARAGRAPH_WORDS = 170  #: in a paragraph, at most
BARE_WORDS = 60  #: a paragraph of as many words must lean on something
VERDICTS = ("supported", "qualified", "dated", "contradicted")

#: Each banned form, and what is wrong with it.  Quotations may hold them.
BANNED = (
    (r"transformative", "hype"),
    (r"revolution(?:ary|i[sz]\w+)", "hype"),
    (r"ground[- ]?breaking", "hype"),
    (r"cutting[- ]edge", "hype"),
    (r"game[- ]chang\w+", "hype"),
    (r"seamless\w*", "hype"),
    (r"robust ecosystems?", "hype"),
    (r"(?:landscape|journey)s?", "worn metaphor"),
    (r"unlock(?:s|ed|ing)?", "worn metaphor"),
    (r"empower\w*", "hype"),
    (r"leverag(?:e|es|ed|ing)", "say “use”"),
    (r"democrati[sz]\w+", "only when the word itself is weighed, in quotation marks"),
    (r"testament", "worn metaphor"),
    (r"tapestry", "worn metaphor"),
    (r"delv(?:e|es|ed|ing)", "say “study”"),
    (
        r"not (?:just|only|merely) [^.;]{1,80}?,? but(?: also)?",
        "“not just X but Y”: say both plainly",
    ),
    (r"(?:it’s|it is) no exaggeration", "hype"),
    (r"crucial(?:ly)?|pivotal(?:ly)?", "say what depends on it"),
    (r"vibrant", "hype"),
)

#: British forms that slip in; codespell has the long list.  A proper name keeps its spelling
#: (the European Centre for Medium-Range Weather Forecasts).
BRITISH = (
    r"licences?|licenced|behaviours?|centres?(?! for Medium-Range)|programmes?|colours?"
    r"|artefacts?|whilst"
)

#: All-capital words that need no spelling out: common to every reader ...
_COMMON = "AI US USA EU UK UN URL ID CEO TV OK DNA PDF PC FAQ PIN ISBN DOI HTML"
#: ... or names, which nobody spells out ...
_NAMES = (
    "IBM MIT AMD NVIDIA NASA BBC CNN CNBC NBC UCLA UNESCO UNICEF RAND SAP TED HP ASUS "
    "BERT GPT BLOOM BLOOMZ LAION CUDA JAX OPT PALM OLMO ALBERT ELMO FLAN CLIP DALL "
    "COVID ACM IEEE USENIX PISA GLUE ONNX MNIST CIFAR SWE SPDX NLTK"
)
#: ... or names of licenses and formats, of which they are the usual form.
_FORMS = "BSD GNU CC BY SA NC ND MPL JSON CSV YAML GGUF HTTP HTTPS ZIP"
ACRONYMS = frozenset(f"{_COMMON} {_NAMES} {_FORMS}".split())


@dataclass(frozen=True)
class Finding:
    """A breach of a rule: where, which, and what to do about it."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"


@dataclass(frozen=True)
class House:
    """What the rules know of the book.

    ``keys`` are the bibliography's; ``points`` maps the id of each point to its chapter;
    ``terms`` are the glossary's; ``foreign`` holds the :func:`digest` of each eight-word
    run that no chapter may share; ``own_dates`` are days of which the book itself is the
    source (the day on which it was checked).
    """

    keys: frozenset[str] = frozenset()
    points: Mapping[str, str] | None = None
    terms: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    acronyms: frozenset[str] = ACRONYMS
    own_dates: tuple[str, ...] = ("23 November 2026",)


Breach = tuple[int, str]
Rule = Callable[[Chapter, House, str], Iterator[Breach]]
