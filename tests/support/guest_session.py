#!/usr/bin/env python3
"""Reviews a guest page as a person would, in a real Chromium: clicks, keys, a download.

usage: guest_session.py CHROMIUM PAGE DOWNLOAD_FOLDER SCREENSHOT

The page's takes are grey: frame n of every proxy has the luma 40 + 4 n. Prints one JSON object
with what was seen. Exit 1 and a message when the page does not do what a person asked of it.
"""
import base64
import json
import os
import pathlib
import select
import struct
import subprocess
import sys
import tempfile
import time
import zlib


class PageGone(SystemExit):
    """The page was left while it was asked."""


class Browser:
    """Chromium's DevTools protocol over its pipe: JSON ended by NUL bytes."""

    def __init__(self, program, profile):
        to_browser, self.to = os.pipe()
        self.back, from_browser = os.pipe()

        def give_pipes():
            # Both ends first move out of the way of the numbers that Chromium expects.
            a, b = os.dup(to_browser), os.dup(from_browser)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--force-color-profile=srgb", "--window-size=1280,900",
             "--remote-debugging-pipe", "--user-data-dir=" + profile, "about:blank"],
            preexec_fn=give_pipes, close_fds=False, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.count, self.data, self.events, self.session = 0, b"", [], None

    def receive(self, deadline):
        while b"\0" not in self.data:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.back], [], [], left)[0]:
                raise SystemExit("the browser does not answer")
            part = os.read(self.back, 1 << 20)
            if not part:
                raise SystemExit("the browser ended")
            self.data += part
        message, self.data = self.data.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session and not method.startswith(("Browser.", "Target.")):
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + 60
        while True:
            answer = self.receive(deadline)
            if answer.get("id") == self.count:
                if "error" in answer:
                    kind = PageGone if "navigated" in answer["error"]["message"] else SystemExit
                    raise kind(method + ": " + answer["error"]["message"])
                return answer.get("result", {})
            self.events.append(answer)

    def event(self, method, wanted, seconds=60):
        deadline = time.monotonic() + seconds
        while True:
            for answer in self.events:
                if answer.get("method") == method and wanted(answer["params"]):
                    return answer["params"]
            self.events = [self.receive(deadline)]

    def value(self, script):
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise SystemExit(script + ": " + json.dumps(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def until(self, script, seconds=60):
        def is_true():
            try:
                return self.value(script)
            except PageGone:  # A page that is being left answers nothing.
                return False

        deadline = time.monotonic() + seconds
        while not is_true():
            if time.monotonic() > deadline:
                raise SystemExit("never came true: " + script + "; the page says: " +
                                 str(self.value("document.getElementById('said').textContent + ' | '"
                                                " + document.getElementById('counter').textContent")))
            time.sleep(0.05)

    def click(self, selector):
        box = self.value("(() => { const e = document.querySelector(%s); e.scrollIntoView({block:"
                         "'center'}); const r = e.getBoundingClientRect(); return [r.left + r.width"
                         " / 2, r.top + r.height / 2]; })()" % json.dumps(selector))
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left",
                      clickCount=1)

    def key(self, key, modifiers=0):
        codes = {"ArrowRight": 39, "ArrowLeft": 37, "Home": 36, "End": 35, "Escape": 27,
                 "Enter": 13, " ": 32}
        code = codes.get(key, ord(key.upper()[0]))
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, modifiers=modifiers,
                      windowsVirtualKeyCode=code)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def picture(self):
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])


def pixels(png):
    """Rows of (r, g, b) of an 8 bit PNG without interlacing."""
    at, parts, width, height, channels = 8, b"", 0, 0, 3
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, color = struct.unpack(">IIBB", body[:10])
            assert depth == 8 and color in (2, 6)
            channels = 3 if color == 2 else 4
        elif kind == b"IDAT":
            parts += body
        at += size + 12
    raw, rows, before = zlib.decompress(parts), [], bytearray(width * channels)
    stride = width * channels
    for y in range(height):
        kind, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            a = row[x - channels] if x >= channels else 0
            b, c = before[x], before[x - channels] if x >= channels else 0
            if kind == 1:
                row[x] = (row[x] + a) & 255
            elif kind == 2:
                row[x] = (row[x] + b) & 255
            elif kind == 3:
                row[x] = (row[x] + (a + b) // 2) & 255
            elif kind == 4:
                p = a + b - c
                nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
                row[x] = (row[x] + nearest) & 255
        rows.append(row)
        before = row
    return lambda x, y: rows[y][x * channels:x * channels + 3]


def shown_frames(browser, wanted, seconds=30):
    """The frames that the takes show: the wanted one, or what they show instead at last. A machine
    that is busy paints late."""
    deadline = time.monotonic() + seconds
    while True:
        shown = shown_now(browser)
        if all(frame == wanted for frame in shown) or time.monotonic() > deadline:
            return shown
        time.sleep(0.2)


def shown_now(browser):
    """The frame that each take shows, by its grey in a picture of the page."""
    browser.value("window.scrollTo(0, 0)")
    browser.until("[...document.querySelectorAll('video')].every(v => !v.seeking && v.readyState > 1)")
    at = pixels(browser.picture())
    places = browser.value("[...document.querySelectorAll('video')].map(v => { const r = "
                           "v.getBoundingClientRect(); return [r.left + r.width / 2, r.top + "
                           "r.height / 2]; })")
    return [round((at(int(x), int(y))[1] * 219 / 255 + 16 - 40) / 4) for x, y in places]


def counter(browser):
    return browser.value("document.getElementById('counter').textContent")


def review(browser, page, downloads, screenshot):
    seen = {}
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.call("Target.attachToTarget", targetId=target,
                                   flatten=True)["sessionId"]
    for domain in ("Page", "Runtime"):
        browser.call(domain + ".enable")
    browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1,
                 mobile=False)
    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=downloads,
                 eventsEnabled=True)
    browser.events = []
    browser.call("Page.navigate", url=pathlib.Path(page).resolve().as_uri())
    # Before it has loaded, a question may be asked of the page that is being left.
    browser.event("Page.loadEventFired", lambda parameters: True)
    browser.until("document.querySelectorAll('video').length > 1 && [...document.querySelectorAll("
                  "'video')].every(v => v.readyState > 2)")
    browser.click("#author")
    browser.type("Ann <guest>")
    browser.key("Escape")

    # Play by button, pause by key.
    browser.click("#play")
    browser.until("document.querySelector('video').currentTime > 0.5 && !document.querySelector("
                  "'video').paused")
    # Both within two frames: what the page itself corrects above. It comes together again when a
    # busy machine made one late, so this is waited for.
    browser.until("(() => { const t = [...document.querySelectorAll('video')].map(v => v.currentTime"
                  "); return Math.max(...t) - Math.min(...t) <= 2 / 24; })()")
    # The button has the focus: the key presses it, as it does for everybody.
    browser.value("document.activeElement.blur()")
    browser.key(" ")
    browser.until("[...document.querySelectorAll('video')].every(v => v.paused)")
    seen["paused"] = counter(browser)
    seen["paused_frames"] = shown_frames(browser, int(seen["paused"].split()[1]))
    browser.key("Home")
    for _ in range(7):
        browser.key("ArrowRight")
    browser.key("ArrowLeft")
    seen["stepped"] = counter(browser)
    seen["stepped_frames"] = shown_frames(browser, 6)

    # The whole of take 1 is kept.
    browser.click("#take1 figcaption")
    browser.click("#keep")
    # A frame of take 2 goes back, with a reason and a note.
    browser.key("2")
    browser.key("t")
    browser.click("#reasons label:nth-of-type(8) input")
    browser.key("n")
    browser.type("hand melts <b>&\nsecond line")
    browser.key("Escape")
    browser.key("x")
    # A range is held.
    for key in ("[", "ArrowRight", "ArrowRight", "ArrowRight", "]", "o"):
        browser.key(key)
    # A keep that is taken back again.
    browser.key("t")
    browser.key("p")
    browser.key("u")
    # A note alone.
    browser.key("n")
    browser.type("nice light")
    browser.key("Enter", modifiers=2)
    browser.key("Escape")
    seen["rows"] = browser.value("document.querySelectorAll('#list tr').length")
    seen["unsaved"] = browser.value("document.getElementById('unsaved').textContent")
    pathlib.Path(screenshot).write_bytes(browser.picture())

    browser.click("#save")
    begun = browser.event("Browser.downloadWillBegin", lambda p: True)
    browser.event("Browser.downloadProgress",
                  lambda p: p["guid"] == begun["guid"] and p["state"] == "completed")
    seen["file"] = begun["suggestedFilename"]

    # A page that is opened again still has what was decided.
    browser.value("window.before = true")
    browser.call("Page.reload")
    browser.until("!window.before && document.querySelectorAll('#list tr').length > 0")
    seen["rows_again"] = browser.value("document.querySelectorAll('#list tr').length")
    return seen


def main():
    program, page, downloads, screenshot = sys.argv[1:]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            print(json.dumps(review(browser, page, downloads, screenshot)))
        finally:
            browser.process.kill()
            browser.process.wait()


main()
