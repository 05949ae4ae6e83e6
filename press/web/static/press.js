// What a page can do beyond being read.  Everything here adds to a page that is whole
// without it; nothing is loaded from elsewhere, nothing is kept but the choice of colors.
"use strict";

// -- colors -----------------------------------------------------------------------------

const themes = ["system", "light", "dark"];

function keepTheme(theme) {
  try {
    if (theme === "system") localStorage.removeItem("press-theme");
    else localStorage.setItem("press-theme", theme);
  } catch (refused) {
    // The choice holds for this page alone.
  }
}

function setUpThemes(button) {
  const page = document.documentElement;
  const name = button.querySelector("span");
  let theme = page.dataset.theme || "system";
  const show = () => {
    if (theme === "system") delete page.dataset.theme;
    else page.dataset.theme = theme;
    name.textContent = `Colors: ${theme}`;
    button.title = name.textContent;
  };
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    keepTheme(theme);
    show();
  });
  show();
  button.hidden = false;
}

// -- keyboard ----------------------------------------------------------------------------

function setUpSearchKey(field) {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "k") {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
}

// What scrolls sideways must be reachable by keyboard, and only then.
function setUpScrolling(regions) {
  const mark = () => {
    for (const region of regions) {
      if (region.scrollWidth > region.clientWidth + 1) {
        const caption = region.querySelector("caption");
        region.tabIndex = 0;
        region.setAttribute("role", "group");
        region.setAttribute("aria-label", caption ? `Table: ${caption.textContent.trim()}` : "Scrolls");
      } else {
        region.removeAttribute("tabindex");
        region.removeAttribute("role");
        region.removeAttribute("aria-label");
      }
    }
  };
  mark();
  addEventListener("resize", mark);
  document.fonts?.ready.then(mark);
}

// -- previews ----------------------------------------------------------------------------
// WCAG 2.2, 1.4.13: what appears on hover or focus can be dismissed (Escape), hovered, and
// stays until pointer and focus have left.

const previews = { box: null, link: null, entries: null, waiting: null, opening: 0, closing: 0 };
const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
const previewed = ".bibtex-citation a[href*='#'], a[href*='#term-'], .footnote-reference";

function entryOf(link) {
  const target = new URL(link.href);
  const page = decodeURI(target.pathname.slice(root.pathname.length));
  const id = decodeURIComponent(target.hash.slice(1));
  const note = link.matches(".footnote-reference") && document.getElementById(id);
  if (note) {
    const copy = note.cloneNode(true);
    copy.querySelectorAll(".label, .backrefs, .fn-bracket").forEach((part) => part.remove());
    return { html: copy.innerHTML, page: location.href };
  }
  const html = previews.entries?.[page]?.[id];
  return html && { html, page: new URL(page, root).href };
}

// Called by previews.js, which is loaded when it is first needed.
window.pressPreviews = (entries) => {
  previews.entries = entries;
  if (previews.waiting) showPreview(previews.waiting);
};

function loadPreviews(link) {
  previews.waiting = link;
  if (document.getElementById("previews")) return;
  const script = document.createElement("script");
  script.id = "previews";
  script.src = new URL("_static/previews.js", root).href;
  document.head.append(script);
}

function showPreview(link) {
  previews.waiting = null;
  const entry = entryOf(link);
  if (!entry) {
    if (!previews.entries) loadPreviews(link);
    return;
  }
  hidePreview();
  const box = document.createElement("div");
  box.id = "preview";
  box.className = "preview";
  box.setAttribute("role", "tooltip");
  box.innerHTML = entry.html;
  box.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
  for (const inner of box.querySelectorAll("a[href]")) {
    inner.href = new URL(inner.getAttribute("href"), entry.page).href;
    inner.tabIndex = -1; // a tooltip is no stop: the link itself leads to all of this
  }
  document.querySelector("main").append(box);
  link.setAttribute("aria-describedby", box.id);
  previews.box = box;
  previews.link = link;
  const line = link.getClientRects()[0];
  const sheet = document.documentElement;
  const left = Math.min(line.left, sheet.clientWidth - box.offsetWidth - 8);
  const below = line.bottom + box.offsetHeight + 8 < innerHeight || line.top < box.offsetHeight + 8;
  const top = below ? line.bottom + 2 : line.top - box.offsetHeight - 2;
  box.style.setProperty("left", `${Math.max(8, left) + scrollX}px`);
  box.style.setProperty("top", `${top + scrollY}px`);
  box.addEventListener("pointerenter", () => clearTimeout(previews.closing));
  box.addEventListener("pointerleave", closeSoon);
}

function hidePreview() {
  clearTimeout(previews.opening);
  clearTimeout(previews.closing);
  previews.waiting = null;
  if (!previews.box) return;
  previews.link.removeAttribute("aria-describedby");
  previews.box.remove();
  previews.box = previews.link = null;
}

function closeSoon() {
  clearTimeout(previews.closing);
  previews.closing = setTimeout(() => {
    if (previews.link !== document.activeElement) hidePreview();
  }, 250);
}

function setUpPreviews(article) {
  const linkAt = (event) => event.target.closest?.(previewed);
  article.addEventListener("pointerover", (event) => {
    const link = linkAt(event);
    if (!link || event.pointerType === "touch") return;
    clearTimeout(previews.opening);
    clearTimeout(previews.closing);
    if (link !== previews.link) previews.opening = setTimeout(showPreview, 150, link);
  });
  article.addEventListener("pointerout", (event) => {
    if (!linkAt(event)) return;
    clearTimeout(previews.opening);
    if (!event.relatedTarget?.closest?.(".preview")) closeSoon();
  });
  article.addEventListener("focusin", (event) => {
    const link = linkAt(event);
    if (link && link.matches(":focus-visible")) showPreview(link);
  });
  article.addEventListener("focusout", (event) => linkAt(event) && hidePreview());
  document.addEventListener("keydown", (event) => event.key === "Escape" && hidePreview());
}

// -- citations -----------------------------------------------------------------------------

function setUpCopying(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = button.closest(".cite-entry").querySelector(".cite-text").textContent;
    await navigator.clipboard.writeText(text);
    button.firstChild.data = "Copied";
    setTimeout(() => (button.firstChild.data = "Copy"), 2000);
  });
}

// ---------------------------------------------------------------------------------------

document.querySelectorAll(".theme-button").forEach(setUpThemes);
document.querySelectorAll("#search-everywhere").forEach(setUpSearchKey);
setUpScrolling(document.querySelectorAll(".pst-scrollable-table-container, .highlight pre"));
document.querySelectorAll("article").forEach(setUpPreviews);
if (navigator.clipboard) document.querySelectorAll(".copy-button").forEach(setUpCopying);
