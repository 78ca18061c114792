"""Words from strangers do nothing in the page, and its policy stops what is not its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import hubscore
from hubscore.workspace import Workspace

Opened = Callable[..., Page]
Written = Callable[[Workspace, Path], Path]

HOSTILE = [
    "<script>document.title = 'owned'</script>",
    "</script><script>document.title = 'owned'</script>",
    '"><img src=x onerror="document.title=1">',
    "]]><svg onload=alert(1)>",
    "<!--<script>",
    "&lt;b&gt; {{ 7 * 7 }} {% raw %}",
    "' autofocus onfocus='alert(1)",
]


def hostile(folder: Path, word: str) -> Workspace:
    text = json.dumps(word)
    (folder / "hubs").mkdir(exist_ok=True)
    (folder / "scorecard.toml").write_text(
        f"title = {text}\nhubs = 'hubs/*.toml'\n[pillars.p]\nlabel = {text}\n"
        + "".join(
            f"[indicators.{name}]\npillar = 'p'\nlabel = {text}\nunit = {text}\ndefinition = {text}\n"
            f"direction = 'higher'\ngoalposts = [0, 10]\n"
            for name in ("a", "b")
        )
    )
    for hub, value in (("oslo", 3), ("turku", 7)):
        (folder / f"hubs/{hub}.toml").write_text(
            f"name = {json.dumps(word + hub)}\nnote = {text}\n[sources.s]\ntitle = {text}\n"
            f"[data.a]\n2020 = {{ value = {value}, evidence = 'official', source = 's', note = {text} }}\n"
            f"[data.b]\n2020 = {{ value = 5, evidence = 'official', source = 's' }}\n"
            f"[[claims]]\nid = 'c'\nstatement = {text}\nstatus = 'signed'\n"
            "readings = [{ year = 2020, value = 1, source = 's' }]\n"
        )
    return hubscore.open(folder)


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_are_words(opened: Opened, written: Written, tmp_path: Path, word: str) -> None:
    page = opened(written(hostile(tmp_path, word), tmp_path))
    assert page.title() == word
    assert page.locator("h1").inner_text() == word
    assert page.locator("img, script[src], iframe, [onerror], [onload], [onfocus], [style]").count() == 0
    assert page.locator("script").count() == 2
    page.locator("#w-a").or_(page.locator("#w-p")).first.fill("100")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert page.title() == word
    assert page.locator("img, script[src], iframe, [onerror], [onload], [onfocus], [style]").count() == 0
    assert word in page.locator("svg[aria-labelledby^=chart-contributions] desc").text_content()


FOREIGN = {
    "a script": "document.body.append(made('script', { textContent: 'window.owned = 1' }))",
    "a script from elsewhere": "document.body.append(made('script', { src: 'https://example.org/x.js' }))",
    "a handler": "document.body.insertAdjacentHTML('beforeend', '<p id=bad onclick=\"window.owned = 1\">x</p>');"
    " document.getElementById('bad').click()",
    "an image that fails": "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned = 1\">')",
    "an image from elsewhere": "document.body.append(made('img', { src: 'https://example.org/x.png' }))",
    "a frame": "document.body.append(made('iframe', { src: 'https://example.org/' }))",
    "a style sheet": "document.body.append(made('link', { rel: 'stylesheet', href: 'https://example.org/x.css' }))",
    "a style": "document.body.append(made('style', { textContent: 'body { color: rgb(1, 2, 3) }' }))",
    "an inline style": "document.body.setAttribute('style', 'color: rgb(1, 2, 3)')",
    "a request": "fetch('https://example.org/x').catch(() => 0)",
    "a beacon": "navigator.sendBeacon('https://example.org/x', 'x')",
    "a socket": "try { new WebSocket('wss://example.org/') } catch { 0 }",
    "a form": "const form = made('form', { action: 'https://example.org/', method: 'post' });"
    " document.body.append(form); form.submit()",
    "code from text": "setTimeout('window.owned = 1', 0)",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_the_policy_stops_what_is_not_the_page_s_own(browser: Any, report: Path, name: str) -> None:
    page, answered = browser.new_page(), []
    page.on("response", lambda response: answered.append(response.url))
    page.goto(report.as_uri())
    # what a debugger runs the policy does not bind; what that injects it does
    page.evaluate(
        "() => { window.stopped = [];"
        " window.made = (tag, given) => Object.assign(document.createElement(tag), given);"
        " document.addEventListener('securitypolicyviolation', event => window.stopped.push(event.type)); }"
    )
    page.evaluate(f"() => {{ {FOREIGN[name]} }}")
    page.evaluate(
        "() => new Promise(done => { document.addEventListener('securitypolicyviolation', done);"
        " if (stopped.length) done(); setTimeout(done, 5000); })"
    )
    assert page.evaluate("stopped.length") > 0
    assert page.evaluate("window.owned") is None
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(1, 2, 3)"
    assert [url for url in answered if url != report.as_uri()] == []
    page.close()
