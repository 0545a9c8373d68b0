"""The stylesheet of the pages: light and dark, from the width of a phone on."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

__all__ = ["POLICY", "STYLE"]

STYLE: Final = """
:root { color-scheme: light dark; --bg: #f6f7f9; --card: #fff; --text: #1b2430; --soft: #5a6675; --line: #dfe3e8;
  --link: #0b57c4; --todo: #e3e6eb; --todo-text: #3b4654; --doing: #d6e4ff; --doing-text: #0a3d91; --done: #d3f2df;
  --done-text: #12592f; --warn: #fff1cc; --warn-text: #6b4700; --bad: #ffdcd7; --bad-text: #8a1c0c; }
@media (prefers-color-scheme: dark) { :root { --bg: #12161c; --card: #1b2129; --text: #e4e8ee; --soft: #9aa6b5;
  --line: #303945; --link: #7db1ff; --todo: #323c49; --todo-text: #d0d8e2; --doing: #1c3a6e; --doing-text: #cfe0ff;
  --done: #1b4a30; --done-text: #c9f2d9; --warn: #4d3a0a; --warn-text: #ffe2a0; --bad: #5a231b; --bad-text: #ffd2cb; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 15px/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
a { color: var(--link); text-decoration: none; } a:hover, a:focus { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px; }
header, main, footer { max-width: 1160px; margin: 0 auto; padding: 0 20px; }
.bar { background: var(--card); border-bottom: 1px solid var(--line); }
.bar header { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; padding: 10px 20px; }
.bar strong { font-size: 16px; } .bar strong a { color: inherit; }
.bar nav { display: flex; gap: 16px; } .bar form { display: flex; flex: 1 1 280px; gap: 6px; }
input { flex: 1; min-width: 0; padding: 6px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--bg);
  color: inherit; font: 13px/1.5 ui-monospace, monospace; }
button { padding: 6px 14px; border: 0; border-radius: 6px; background: var(--link); color: var(--card); font: inherit; }
h1 { font-size: 24px; line-height: 1.25; margin: 20px 0 8px; } h2 { font-size: 16px; margin: 28px 0 8px; }
h3, h4, h5, h6 { font-size: 15px; margin: 16px 0 4px; }
.note, .crumbs, small, figcaption, .caption { color: var(--soft); font-size: 13px; } .crumbs { margin: 18px 0 -14px; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0; margin: 0 0 20px; list-style: none;
  color: var(--soft); } .facts b { color: var(--text); }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 16px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.card h2 { margin: 0; } .card > p { margin: 2px 0 10px; }
svg { display: block; width: 100%; height: 8px; border-radius: 4px; margin: 0 0 8px; background: var(--todo); }
.r2 { fill: var(--todo-text); opacity: .35; } .r4 { fill: #3f7fea; } .r3 { fill: #2f9e5f; } .r1 { fill: #999; }
.list { list-style: none; margin: 0; padding: 0; } .list li { display: flex; gap: 10px; align-items: baseline;
  padding: 5px 0; border-top: 1px solid var(--line); } .list li:first-child { border: 0; }
.list.card { padding: 8px 16px; } .list .what { flex: 1; min-width: 0; } .key { white-space: nowrap; font-variant-numeric: tabular-nums; }
.pill { display: inline-block; padding: 0 8px; border-radius: 999px; background: var(--todo); color: var(--todo-text);
  font-size: 12px; line-height: 20px; white-space: nowrap; }
.c4 { background: var(--doing); color: var(--doing-text); } .c3 { background: var(--done); color: var(--done-text); }
.warn { background: var(--warn); color: var(--warn-text); } .bad { background: var(--bad); color: var(--bad-text); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 7px 10px; border-bottom: 1px solid var(--line); }
th { font-size: 13px; color: var(--soft); font-weight: 600; } td p, li p { margin: 0; }
td { overflow-wrap: normal; } .issues td { white-space: nowrap; }
.issues td:nth-child(3) { min-width: 220px; width: 50%; overflow-wrap: anywhere; white-space: normal; }
 .history td:last-child { overflow-wrap: anywhere; min-width: 140px; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 320px; gap: 24px; align-items: start; }
.columns h2:first-child { margin-top: 0; } aside h2:first-child { margin-bottom: 10px; }
dl { display: grid; grid-template-columns: 118px minmax(0, 1fr); gap: 7px 12px; margin: 0; }
dt { color: var(--soft); font-size: 13px; } dd { margin: 0; }
article.card { margin-top: 12px; } .by { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: center;
  margin: 0 0 4px; } .by time { color: var(--soft); font-size: 13px; }
.face { display: inline-grid; place-items: center; width: 24px; height: 24px; border-radius: 50%; font-size: 10px;
  font-weight: 600; background: var(--doing); color: var(--doing-text); } .f1 { background: var(--done);
  color: var(--done-text); } .f2 { background: var(--warn); color: var(--warn-text); } .f3 { background: var(--bad);
  color: var(--bad-text); } .f4 { background: var(--todo); color: var(--todo-text); }
.rich > :first-child { margin-top: 0; } .rich > :last-child { margin-bottom: 0; } .rich table { width: auto; }
pre { background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 10px; overflow-x: auto; }
code { font: 13px/1.5 ui-monospace, monospace; } pre { overflow-wrap: normal; }
blockquote { margin: 0; padding: 0 0 0 12px; border-left: 3px solid var(--line); color: var(--soft); }
.panel { background: var(--doing); color: var(--doing-text); border-radius: 6px; padding: 8px 12px; margin: 8px 0; }
.panel.warning, .panel.note { background: var(--warn); color: var(--warn-text); }
.panel.error { background: var(--bad); color: var(--bad-text); }
.panel.tip, .panel.success { background: var(--done); color: var(--done-text); }
.mention { background: var(--todo); color: var(--todo-text); border-radius: 4px; padding: 0 4px; }
li.task { list-style: none; margin-left: -20px; } li.task p { display: inline; } figure { margin: 8px 0; }
.problem { background: var(--bad); color: var(--bad-text); border-radius: 8px; padding: 10px 14px; }
.problem p { margin: 0; } del { color: var(--soft); } ins { text-decoration: none; } .history td:first-child { white-space: nowrap; }
.pages { display: flex; gap: 16px; align-items: center; margin: 12px 0; }
footer { color: var(--soft); font-size: 13px; padding: 28px 20px; }
@media (max-width: 760px) { .columns { grid-template-columns: minmax(0, 1fr); } main, footer, .bar header { padding-left:
  14px; padding-right: 14px; } .grid { grid-template-columns: minmax(0, 1fr); } h1 { font-size: 20px; }
  .history td:first-child { white-space: normal; } .less { display: none; } }
"""

_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
# https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
POLICY: Final = f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'"
