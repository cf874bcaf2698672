"""What may go wrong around the page, in a real Chromium: other pages, wrong files, a server that ends."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from service.trying.chromium import Browser, Page
from service.trying.pages import OpenPage
from service.trying.squares import RED, click


def test_a_text_file_named_jpg_and_a_100_mb_file_are_told_in_one_sentence(
    opened: Page, tmp_path: Path
) -> None:
    text = tmp_path / "diary.jpg"
    text.write_text("Dear diary, " * 100)
    opened.choose_file("#file", text)
    opened.wait_until_it_says("diary.jpg can't be opened: it is no picture")
    huge = tmp_path / "huge.tif"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    opened.choose_file("#file", huge)
    opened.wait_until_it_says("This file has 100 MB and the page takes up to 80 MB, so save it")
    assert opened.value("document.getElementById('state').classList.contains('wrong')")
    click(opened, RED)
    opened.wait_until_it_says("Selected")  # the photo before is still there
    assert not opened.value("document.getElementById('state').classList.contains('wrong')")


def test_nothing_comes_from_elsewhere_and_no_script_complains(opened: Page, served: OpenPage) -> None:
    click(opened, RED)
    opened.wait_until_it_says("Selected")
    own = served.server.gate.address
    assert [url for url in opened.requests() if not url.startswith((own, "about:", "blob:"))] == []
    assert opened.complaints() == []


def test_another_page_in_the_same_browser_gets_nothing(browser: Browser, served: OpenPage) -> None:
    class Evil(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>evil</title><body></body>")

        def log_message(self, *_: object) -> None: ...

    elsewhere = ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    page = browser.open_page()
    try:
        page.go(f"http://127.0.0.1:{elsewhere.server_address[1]}/")
        page.wait_for("document.title === 'evil'")
        own = served.server.gate.address  # even with the secret known
        script = "fetch('%s', %s).then((r) => r.type + r.status, () => 'failed')"
        assert page.value(script % (f"{own}api/about", "{}")) == "failed"
        assert page.value(script % (f"{own}api/sample", "{method: 'POST'}")) == "failed"
        page.value(script % (f"{own}api/sample", "{method: 'POST', mode: 'no-cors', body: ''}"))
        assert served.engine.photos == []
        page.value(
            "new Promise((done) => { const frame = document.createElement('iframe');"
            f"frame.src = '{own}'; frame.onload = done; document.body.append(frame); }})"
        )
        assert page.value("document.querySelector('iframe').contentDocument") is None
        page.value("new Promise((done) => setTimeout(done, 500))")
        assert served.server.presence.pages == 0  # its script did not run in there
    finally:
        page.close()
        elsewhere.shutdown()
        elsewhere.server_close()


def test_the_page_can_be_loaded_again_and_ends_the_server_when_it_is_closed(
    browser: Browser, served: OpenPage
) -> None:
    page = browser.open_page()
    page.go(served.server.gate.opening_address)
    page.wait_until_it_says("Drop a photo")
    assert page.value("location.href") == served.server.gate.address
    page.call("Page.reload")
    page.wait_for("performance.getEntriesByType('navigation')[0].type === 'reload'")
    page.wait_until_it_says("Drop a photo")
    assert served.ended == []
    page.close()
    while not served.ended:
        threading.Event().wait(0.05)
    assert served.ended == ["The page was closed."]


def test_the_page_says_when_the_server_has_ended(opened: Page, served: OpenPage) -> None:
    served.server.leave("Nothing happened for 30 minutes.")
    opened.wait_until_it_says("Nothing happened for 30 minutes.")
    assert opened.value("!document.getElementById('farewell').hidden")
    assert opened.value("[...document.querySelectorAll('button')].every((button) => button.disabled)")
