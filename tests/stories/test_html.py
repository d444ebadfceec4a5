"""The page in a browser: its filters work, no script fails, and no request leaves the file."""

import base64
import hashlib
import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import lambextract
from lambextract.records.dataset import Dataset
from lambextract.stories import FORMATS, Choice
from lambextract.stories.outline import outline_of

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--virtual-time-budget=3000", "--dump-dom"),
]

# run before the page's own script: what goes wrong is kept; run after it: what the filters do is written down
BEFORE = "<script>window.trouble = []; addEventListener('error', e => trouble.push(e.message));"
BEFORE += "addEventListener('securitypolicyviolation', e => trouble.push(e.blockedURI));</script>"
AFTER = """
const form2 = document.querySelector("form.filters"), seen = [];
const visible = () => [...document.querySelectorAll("article")].filter(a => !a.hidden).length;
const act = change => { change(); form2.dispatchEvent(new Event("input")); seen.push(visible()); };
seen.push(visible());
act(() => form2.querySelectorAll("input[name=kind]").forEach(box => { box.checked = box.value === "later"; }));
act(() => { form2.elements.words.value = "REGISTER"; });
act(() => { form2.elements.words.value = "no such words"; });
form2.reset();
setTimeout(() => {
  seen.push(visible());
  act(() => { form2.elements.actor.value = "Towpath Trust"; });
  const requests = performance.getEntriesByType("resource").length;
  document.title = JSON.stringify({seen, trouble, requests, count: form2.elements.count.value});
}, 100);
"""


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium here: apt-get install chromium")
def test_the_page_works_in_a_browser(sample: Dataset, revised: Dataset, tmp_path: Path) -> None:
    told = lambextract.compare(sample, revised)
    page = FORMATS["html"](told, Choice())
    assert "http" not in re.sub(r"http-equiv|http://www.w3.org/\S+", "", page.split("<body>")[0])
    file = tmp_path / "changes.html"
    mine = f"'sha256-{base64.b64encode(hashlib.sha256(AFTER.encode()).digest()).decode()}'"
    assert "unsafe" not in page
    watched = page.replace("<head>", f"<head>{BEFORE}").replace("script-src ", f"script-src {mine} ", 1)
    file.write_text(watched.replace("</body>", f"<script>{AFTER}</script></body>"), encoding="utf-8")
    assert BROWSER is not None, "the test is skipped without one"
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", file.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    title = re.search(r"<title>(.*?)</title>", dom)
    assert title is not None
    outline = outline_of(told)
    by_id = {c.id: c for c in told.changes}
    cards = [*outline.told, *outline.apart, *outline.quiet, *(by_id[i] for s in outline.whole for i in s.changes)]
    late = [c for c in cards if c.kind == "later"]
    register = [c for c in late if "register" in f"{c.sentence} {c.old} {c.new}".casefold()]
    trust = [c for c in cards if "name='Towpath Trust'" in f"{c.old} {c.new}"]
    shown = len(cards)
    assert html.unescape(title[1]) == (
        f'{{"seen":[{shown},{len(late)},{len(register)},0,{shown},{len(trust)}],"trouble":[],"requests":0,'
        f'"count":"{len(trust)} of {shown}"}}'
    )


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium here: apt-get install chromium")
def test_the_page_obeys_no_script_but_its_own(sample: Dataset, tmp_path: Path) -> None:
    page = FORMATS["html"](lambextract.compare(sample, sample), Choice())
    file = tmp_path / "changes.html"
    sly = "<script>document.title = 'obeyed'</script><img src=x onerror=\"document.title = 'obeyed'\"><p style='color: red'>"
    watched = page.replace("<head>", f"<head>{BEFORE}").replace("</body>", f"{sly}</body>")
    file.write_text(watched.replace("<title>", "<title>as it was: "), encoding="utf-8")
    assert BROWSER is not None, "the test is skipped without one"
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", file.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "<title>as it was: " in dom
    assert "<title>obeyed" not in dom
