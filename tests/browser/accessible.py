"""axe-core on a page: every violation of WCAG 2.2 AA and of axe's best practices."""

from __future__ import annotations

from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Contrast was three fifths of the time, and most of it went into the same few styles on page after page. Whether it suffices follows
# from the colour, size and weight of the letters and from the grounds behind them, so text is looked at until letters of the same
# kind on the same grounds have passed once in this process. Looked at always: text that lies outside the box its ground comes from,
# and text that is moved somewhere without bringing a ground of its own. Returns what is wrong, and the kinds that passed.
LOOK = """async ([options, known]) => {
  const styles = new Map();
  const style = (element) => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element);
  const isClear = (colour) => colour === 'rgba(0, 0, 0, 0)';
  const isSolid = (colour) => colour.startsWith('rgb(') || colour.endsWith(', 1)');
  const kind = (element) => {
    const own = style(element), box = element.getBoundingClientRect();
    const parts = [own.color, own.fontSize, own.fontWeight, own.textShadow, element.matches(':disabled')];
    let hasGround = false;
    for (let at = element; at; at = at.parentElement) {
      const its = style(at);
      if (its.opacity !== '1' || its.filter !== 'none' || its.mixBlendMode !== 'normal') parts.push(its.opacity, its.filter, its.mixBlendMode);
      if (hasGround) continue;
      if (its.backgroundImage !== 'none') return null;
      if (!isClear(its.backgroundColor)) {
        const ground = at.getBoundingClientRect();
        const isInside = box.left >= ground.left - 1 && box.right <= ground.right + 1 && box.top >= ground.top - 1 && box.bottom <= ground.bottom + 1;
        if (at !== document.body && at !== document.documentElement && !isInside) return null;
        parts.push(its.backgroundColor);
        hasGround = isSolid(its.backgroundColor);
      }
      if (!hasGround && (its.transform !== 'none' || !['static', 'relative'].includes(its.position))) return null;
    }
    return parts.join(' ');
  };
  const seen = new Set(known), marked = [];
  for (const element of document.body.querySelectorAll('*'))
    if (seen.has(kind(element))) { element.setAttribute('data-contrast-known', ''); marked.push(element); }
  axe.configure({ rules: [{ id: 'color-contrast', selector: ':not([data-contrast-known])' }] });
  try {
    const found = await axe.run(options);
    const passed = found.passes.filter((rule) => rule.id === 'color-contrast').flatMap((rule) => rule.nodes.map((node) => kind(node.element)));
    const wrong = found.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }));
    return { wrong, passed: [...new Set(passed)].filter((one) => one !== null) };
  } finally { for (const element of marked) element.removeAttribute('data-contrast-known'); }
}"""
# preload would fetch every style sheet again, for rules that are not among these.
OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations", "passes"], "preload": False, "elementRef": True,
    "selectors": False,
}  # fmt: skip
_known: set[str] = set()


@cache
def engine() -> str:
    return Axe().axe_script


def violations_on(page: Page) -> list[dict]:
    """[{id, help, nodes: [{html, failureSummary}]}] of the page as it stands."""
    page.wait_for_load_state()
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(engine())
    found = page.evaluate(LOOK, [OPTIONS, sorted(_known)])
    _known.update(found["passed"])
    return found["wrong"]


def complaints(page: Page) -> list[str]:
    """What is wrong with the page, a paragraph each."""
    try:
        violations = violations_on(page)
    except PlaywrightError:  # the page was just being exchanged for the next
        violations = violations_on(page)
    return [
        f"{found['id']}: {found['help']}\n    {node['html'][:300]}\n    {node['failureSummary']}"
        for found in violations
        for node in found["nodes"]
    ]
