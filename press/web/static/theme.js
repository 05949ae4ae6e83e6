// Runs before the page is painted: the colors that the reader chose on an earlier visit.
// Without a choice nothing is said, and the style sheet follows the system.
try {
  const chosen = localStorage.getItem("press-theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
} catch (refused) {
  // A browser may keep nothing: then the system decides.
}
