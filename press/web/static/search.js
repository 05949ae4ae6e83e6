// Mends for Sphinx's search, on its page alone.
"use strict";

// Sphinx shows the text of the very element that a result leads to, and fails where that
// is an empty mark, as those of index entries are: then the text around it serves.
const textOfTarget = Search.htmlToText;
Search.htmlToText = (html, anchor) => {
  const target =
    anchor && new DOMParser().parseFromString(html, "text/html").getElementById(anchor.slice(1));
  if (!target) return textOfTarget(html);
  if (target.matches("dt") && target.nextElementSibling) return target.nextElementSibling.textContent;
  return target.textContent.trim() ? textOfTarget(html, anchor) : target.parentElement.textContent;
};

// A heading, or a claim, that is just what was asked for comes before pages that speak of it.
Scorer.score = ([, , , , score, , kind]) => (kind === "title" ? score + 5 : score);
const findObjects = Search.performObjectSearch;
Search.performObjectSearch = (term, terms) =>
  findObjects(term, terms).map((result) => {
    if (result[1].toLowerCase().startsWith(`${term}:`)) result[4] += Scorer.objNameMatch;
    return result;
  });

// The words that a reader looked for are nobody's business after the visit.
addEventListener("pagehide", () => localStorage.removeItem("sphinx_highlight_terms"));

if (!location.search) document.getElementById("search-here").focus();
