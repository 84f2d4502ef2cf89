#!/usr/bin/env bash
# One Dutch card, read four times in a row: in which language are its dates?
#
# Expected: `lang` is a property of an Adaptive Card, so the same card gives the same dates each time.
# Seen, adaptivecards 3.0.6 (the JavaScript renderer): every second card that one page reads loses
# its `lang`, and writes its dates in the language of the machine. A channel full of cards is then
# half Dutch, half English, whoever wrote them.
# What follows: a card carries its dates as words that were written beforehand, never as
# {{DATE(...)}}, and no sentence in it counts on `lang`.
#
# Needs node with npm. Exit 0: as described; 1: something has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent adaptivecards@3.0.6 jsdom@26.1.0 >/dev/null

cat >cards.cjs <<'NODE'
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<!doctype html><body></body>");
const { document, HTMLElement, HTMLButtonElement } = window;
Object.assign(globalThis, { window, document, HTMLElement, HTMLButtonElement });
const { AdaptiveCard } = require("adaptivecards/dist/adaptivecards.js");
AdaptiveCard.onProcessMarkdown = (text, result) => {
  Object.assign(result, { outputHtml: text, didProcess: true });
};
const source = {
  type: "AdaptiveCard",
  version: "1.5",
  lang: "nl",
  body: [{ type: "TextBlock", text: "{{DATE(2026-12-17T09:00:00Z, LONG)}}" }],
};
for (let time = 1; time <= 4; time++) {
  const card = new AdaptiveCard();
  card.parse(source);
  console.log(time, card.lang ?? "none", card.render().textContent);
}
NODE

LC_ALL=en_US.UTF-8 node cards.cjs | tee seen
cat >expected <<'TEXT'
1 nl donderdag 17 december 2026
2 none Thursday, December 17, 2026
3 nl donderdag 17 december 2026
4 none Thursday, December 17, 2026
TEXT
diff expected seen && echo "as described"
