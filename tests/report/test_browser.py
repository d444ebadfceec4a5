"""The report in a browser: search, filters, order, permanent links and cut-outs work; no script fails, nothing is requested."""

import base64
import hashlib
import html
import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from lambextract.patterns import Patterns, load_change_patterns
from lambextract.records.dataset import Dataset
from lambextract.report import report_of
from lambextract.report.page import Wishes
from lambextract.report.page_images import pictures_of
from lambextract.report.tallies import actors_of, headline_of, state_of

from ..stories.test_html import BEFORE, BROWSER, FLAGS

AS_OF = date(2017, 1, 1)
AFTER = """
const f = document.querySelector("form.filters"), all = [...document.querySelectorAll("table.commitments tbody")], seen = {};
const shown = () => all.filter(entry => !entry.hidden && entry.offsetHeight > 0).map(entry => entry.id);
const set = (name, value) => { const e = f.elements[name];
  if (e.type === "checkbox") e.checked = value; else e.value = value; f.dispatchEvent(new Event("input")); };
seen.all = shown().length;
set("words", "WORKSHOP"); seen.words = shown(); set("words", "");
set("status", "open"); seen.open = shown().length; set("status", "");
set("due", true); seen.due = shown(); set("first", true); seen.dueOnce = shown().length; set("due", false);
set("status", "open"); seen.openOnce = shown().length; set("strength", "firm"); seen.firmOnce = shown().length;
set("strength", ""); set("status", ""); set("first", false);
set("after", "2017-01-01"); set("before", "2017-12-31"); seen.between = shown(); set("after", ""); set("before", "");
set("money", true); set("sort", "amount");
seen.amounts = [...document.querySelectorAll("table.commitments tbody")].filter(e => !e.hidden).map(e => Number(e.dataset.amount));
set("money", false); set("sort", "day");
seen.days = [...document.querySelectorAll("table.commitments tbody")].map(e => e.dataset.day).filter(Boolean);
set("sort", "order"); seen.order = [...document.querySelectorAll("table.commitments tbody")].every((e, i) => e === all[i]);
const one = document.getElementById("chapter-1-1.5-lead"), button = one.querySelector("button");
seen.closed = [one.classList.contains("open"), button.getAttribute("aria-expanded"), one.querySelector(".detail").offsetHeight];
button.click();
const cuts = [...one.querySelectorAll("svg.cut")];
seen.opened = [one.classList.contains("open"),
  button.getAttribute("aria-expanded"), one.querySelector(".detail").offsetHeight > 100];
seen.cuts = cuts.map(cut => [cut.querySelectorAll("rect").length, cut.getBoundingClientRect().width > 200,
  Boolean(document.querySelector(cut.querySelector("use").getAttribute("href")))]);
seen.marked = one.querySelector("mark.action").textContent.length > 0;
button.click();
set("words", "nothing has these words"); seen.none = shown().length;
location.hash = "#chapter-1-1.9-open";
setTimeout(() => {
  const target = document.getElementById("chapter-1-1.9-open");
  seen.link = [target.hidden, target.classList.contains("open"), document.activeElement === target, f.elements.count.value];
  document.querySelector("#actors a[data-actor=cna]").click();
  setTimeout(() => {
    seen.actor = [...new Set(shown().map(id => document.getElementById(id).dataset.actor))];
    seen.actorOnce = shown().length;
    seen.trouble = trouble;
    seen.requests = performance.getEntriesByType("resource").filter(r => !r.name.startsWith("data:")).length;
    seen.wide = document.documentElement.scrollWidth <= document.documentElement.clientWidth;
    document.title = JSON.stringify(seen);
  }, 60);
}, 60);
"""


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium here: apt-get install chromium")
@pytest.mark.parametrize("size", ["1200,900", "390,844"])
def test_the_report_works_in_a_browser(
    size: str, sample: Dataset, sample_pdf: Path, patterns: Patterns, tmp_path: Path
) -> None:
    pictures = pictures_of(sample_pdf.read_bytes(), {b[0] for c in sample.commitments for b in c.bboxes})
    page = report_of(sample, patterns, load_change_patterns(None, ()), Wishes(AS_OF, pictures))
    assert "unsafe" not in page
    mine = f"'sha256-{base64.b64encode(hashlib.sha256(AFTER.encode()).digest()).decode()}'"
    first = re.sub(r"</?script>", "", BEFORE)
    theirs = (
        f"'sha256-{base64.b64encode(hashlib.sha256(first.split('addEventListener', 1)[0].encode()).digest()).decode()}'"
    )
    watched = page.replace("<head>", f"<head>{BEFORE}").replace("script-src ", f"script-src {mine} {theirs} ", 1)
    file = tmp_path / "report.html"
    file.write_text(watched.replace("</body>", f"<script>{AFTER}</script></body>"), encoding="utf-8")
    assert BROWSER is not None, "the test is skipped without one"
    command = [BROWSER, *FLAGS, f"--window-size={size}", f"--user-data-dir={tmp_path / 'profile'}", file.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    title = re.search(r"<title>(.*?)</title>", dom)
    assert title is not None
    seen = json.loads(html.unescape(title[1]))
    everything = sample.commitments
    days = {c.id: c.deadline and (c.deadline.end or c.deadline.start) for c in everything}
    assert seen["trouble"] == []
    assert seen["requests"] == 0
    assert seen["wide"], "nothing is scrolled sideways but the chart and the tables"
    assert seen["all"] == len(everything)
    assert {c.id for c in everything if "workshop" in c.quote.casefold()} <= set(seen["words"])
    assert 0 < len(seen["words"]) < len(everything) / 2
    assert seen["open"] == sum(c.status != "completed" for c in everything)
    assert seen["due"] == [c.id for c in everything if state_of(c, AS_OF) == "due"]
    said = headline_of(sample, AS_OF)
    assert (seen["dueOnce"], seen["openOnce"], seen["firmOnce"]) == (said.due, said.open, said.firm), "as the tiles say"
    assert seen["between"] == [
        c.id
        for c in everything
        if c.status != "completed" and days[c.id] and "2017-01-01" <= days[c.id] <= "2017-12-31"
    ]
    assert seen["amounts"] == sorted(seen["amounts"], reverse=True)
    assert len(seen["amounts"]) == sum(bool(c.funding) for c in everything)
    assert seen["days"] == sorted(d for d in days.values() if d)
    assert seen["order"]
    assert seen["closed"] == [False, "false", 0]
    assert seen["opened"] == [True, "true", True]
    boxes = next(c.bboxes for c in everything if c.id == "chapter-1-1.5-lead")
    pages = sorted({b[0] for b in boxes})
    assert seen["cuts"] == [[sum(b[0] == page for b in boxes), True, True] for page in pages]
    assert seen["marked"]
    assert seen["none"] == 0
    assert seen["link"] == [False, True, True, f"{len(everything)} of {len(everything)}"], (
        "a link shows what was filtered out"
    )
    assert seen["actor"] == ["cna"]
    assert seen["actorOnce"] == next(a.all for a in actors_of(sample) if a.id == "cna")
