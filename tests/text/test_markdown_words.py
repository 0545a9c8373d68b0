"""Markdown: the words for what it does not have, and the report of what it cannot say."""

from __future__ import annotations

import datetime as dt

import pytest

from anyticket.text import Document, Loss, markdown
from anyticket.text.document import (
    Block,
    BlockCard,
    BulletList,
    CodeBlock,
    Column,
    Columns,
    DecisionItem,
    DecisionList,
    Expand,
    Extension,
    Heading,
    ListItem,
    MediaGroup,
    MediaSingle,
    OrderedList,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
    TableCell,
    TableRow,
    UnknownBlock,
)
from anyticket.text.inline import (
    Break,
    Card,
    Code,
    Date,
    Emoji,
    Emphasis,
    Inline,
    InlineMedia,
    Link,
    Media,
    Mention,
    Placeholder,
    Status,
    Strike,
    Strong,
    Subscript,
    Text,
    TextColor,
    Underline,
    UnknownInline,
)


def line(*content: Inline) -> Paragraph:
    return Paragraph(content)


def cell(text: str, *, header: bool = False) -> TableCell:
    return TableCell((line(Text(text)),), header=header)


A = line(Text("a"))
SAID: list[tuple[str, Block]] = [
    ("@[Bob Hill](user:5b1:0c)", line(Mention("5b1:0c", "Bob Hill"))),
    ("@[all](everyone:all)", line(Mention("all", "all", "everyone"))),
    ("@[](user:b%20c)", line(Mention("b c"))),
    ("[In Review](status:blue)", line(Status("In Review", "blue"))),
    ("<date:2024-02-29>", line(Date(dt.date(2024, 2, 29)))),
    (":smile: :awthanks:", line(Emoji(":smile:", "😄"), Text(" "), Emoji(":awthanks:"))),
    ("[👍](emoji:thumbsup::skin-tone-2)", line(Emoji(":thumbsup::skin-tone-2:", "👍"))),
    ('a [https://x.y/](https://x.y/ "card")', line(Text("a "), Card("https://x.y/"))),
    ('[https://x.y/](https://x.y/ "block card")', BlockCard("https://x.y/")),
    ('[https://x.y/](https://x.y/ "embedded card")', BlockCard("https://x.y/", embed=True)),
    ("<https://x.y/?a=1&b=2>", line(Text("https://x.y/?a=1&b=2", (Link("https://x.y/?a=1&b=2"),)))),
    ('![a](https://x.y/z.png "t =300x200")', MediaSingle(Media(url="https://x.y/z.png", alt="a", title="t", width=300, height=200))),
    ("![](attachment:log%201.png)", MediaSingle(Media(file_name="log 1.png"))),
    ("b ![a](media:1-2) c", line(Text("b "), InlineMedia(Media("1-2", alt="a")), Text(" c"))),
    ("[![a](b.png)](c)", MediaSingle(Media(url="b.png", alt="a", link=Link("c")))),
    ("[log.txt](attachment:log.txt) [x](media:9)", MediaGroup((Media(file_name="log.txt", image=False), Media("9", alt="x", image=False)))),
    ("> [!NOTE]\n> a", Panel("note", (A,))),
    ("> [!CAUTION] Mind *this*\n> a\n>\n> a", Panel("error", (A, A), "Mind *this*")),
    ("> [!PANEL color=#ff0000 icon=:fire:] T\n> a", Panel("custom", (A,), "T", "#ff0000", ":fire:")),
    ("> [!DECISION]\n>\n> - a\n> - a", DecisionList((DecisionItem((Text("a"),)), DecisionItem((Text("a"),))))),
    ("<details>\n<summary>More &amp; more</summary>\n\na\n\n</details>", Expand((A,), "More & more")),
    (
        "<details>\n<summary>1</summary>\n\n<details>\n<summary>2</summary>\n\na\n\n</details>\n\n</details>",
        Expand((Expand((A,), "2"),), "1"),
    ),
    ("- [ ] a\n- [x] a\n  - a", BulletList((ListItem((A,), done=False), ListItem((A, BulletList((ListItem((A,)),))), done=True)))),
    ("7. a\n8. a", OrderedList((ListItem((A,)), ListItem((A,))), 7)),
    ("- a\n\n  a\n\n- a", BulletList((ListItem((A, A)), ListItem((A,))))),
    ('```java title="Foo.java"\nx\n```', CodeBlock("x", "java", "Foo.java")),
    ("````\n```\n````", CodeBlock("```")),
    ("***", Rule()),
    ("## a", Heading(2, (Text("a"),))),
    ("a\\\nb", line(Text("a"), Break(), Text("b"))),
    ("**a *b* ~~c~~** `d`", line(
        Text("a ", (Strong(),)), Text("b", (Strong(), Emphasis())), Text(" ", (Strong(),)), Text("c", (Strong(), Strike())), Text(" "), Text("d", (Code(),))
    )),
    ("| h | i |\n|---|--:|\n| a\\|b | c<br>d |", Table((
        TableRow((cell("h", header=True), TableCell((line(Text("i")),), header=True, align="right"))),
        TableRow((cell("a|b"), TableCell((line(Text("c"), Break(), Text("d")),), align="right"))),
    ))),
    ("|  |\n|---|\n| a |", Table((TableRow((cell("a"),)),))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "block"), SAID, ids=[text for text, _ in SAID])
def test_each_word_means_the_same_both_ways(text: str, block: Block) -> None:
    assert markdown.parse(text).blocks == (block,)
    assert markdown.render(Document((block,))) == (text + "\n", ())


LOST: list[tuple[Block, str, str, str]] = [
    (line(Text("a", (Underline(),))), "a", "blocks[0].content[0]", "underline"),
    (line(Text("a"), Text("2", (Subscript(),))), "a2", "blocks[0].content[1]", "subscript"),
    (line(Text("a", (TextColor("#ff0000"), Strong()))), "**a**", "blocks[0].content[0]", "colours"),
    (line(Placeholder("who?")), "who?", "blocks[0].content[0]", "placeholder"),
    (line(UnknownInline("adf", "{}", "x")), "x", "blocks[0].content[0]", "only adf"),
    (Paragraph((Text("a"),), align="center"), "a", "blocks[0]", "alignment"),
    (Heading(1, (Text("a"), Break(), Text("b"))), "# a b", "blocks[0].content[1]", "one line"),
    (MediaSingle(Media(url="u"), (Text("c"),)), "![](u)\n\nc", "blocks[0]", "caption"),
    (Columns((Column((A,)), Column((A,)))), "a\n\na", "blocks[0]", "columns"),
    (Extension("toc", "x", text="t"), "t", "blocks[0]", "'toc'"),
    (UnknownBlock("adf", "{}", (Quote((A,)),)), "> a", "blocks[0]", "only adf"),
    (Table((TableRow((TableCell((A,), background="#ff0000", header=True),)),)), "| a |\n|---|", "blocks[0].rows[0].cells[0]", "colours"),
    (Table((TableRow((TableCell((A,), header=True, colspan=2),)),)), "| a |  |\n|---|---|", "blocks[0].rows[0].cells[0]", "spans"),
    (Table((TableRow((TableCell((MediaSingle(Media(url="u"), (Text("c"),)),)),)),)), "|  |\n|---|\n| ![](u)<br>c |", "blocks[0].rows[0].cells[0]", "one line"),
    (DecisionList((DecisionItem((Text("a"),), "OPEN"),)), "> [!DECISION]\n>\n> - a", "blocks[0].items[0]", "'OPEN'"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "text", "path", "word"), LOST, ids=[case[3] + case[2] for case in LOST])
def test_where_markdown_has_no_word_the_text_stays_and_the_loss_is_reported(
    block: Block, text: str, path: str, word: str
) -> None:
    written, losses = markdown.render(Document((block,)))

    assert written == text + "\n"
    assert [loss.path for loss in losses] == [path]
    assert word in losses[0].reason
    assert isinstance(losses[0], Loss)


@pytest.mark.parametrize(
    "text",
    [
        "[PROJ-1] 50% * 2 = 1 snake_case_name 10:30:45 a > b & c #1 +1 - no | pipe ~5 (a) {b} $c",
        'it\'s "quoted" at 12 < 13, x@y.z',
        "C:\\path\\name and \\d+",
    ],
)
def test_text_that_needs_no_escape_has_none(text: str) -> None:
    assert markdown.render(Document((line(Text(text)),)))[0] == text + "\n"


@pytest.mark.parametrize(
    "text",
    ["*a*", "- a", "+", "1. a", "2) b", "# a", "> a", "---", "===", "[a](b)", "![a](b)", "[a]: b", "`a`", "<http://x>", "<b>",
     "&amp;", "~~a~~", "_a_", "a\\", "[ ] a", "[!NOTE]", "</details>", ":smile:", "@[a](user:1)", "|-|", "~~~", "\\*", "* * *"],
)  # fmt: skip
def test_text_that_looks_like_markup_stays_text(text: str) -> None:
    document = Document((line(Text(text)),))

    assert markdown.parse(markdown.render(document)[0]) == document


@pytest.mark.parametrize("text", ["<b>x</b>", "<!-- a -->", "<script>alert(1)</script>", "a<br>b"])
def test_html_is_text(text: str) -> None:
    assert markdown.parse(text).blocks == (line(Text(text)),)


def test_lists_side_by_side_stay_two_lists_whatever_is_around_them() -> None:
    one = BulletList((ListItem((A,)),))

    text, _ = markdown.render(Document((one, Extension("m", "x", blocks=(one, one)), Columns((Column((one,)),)), one)))

    assert markdown.parse(text).blocks == (one,) * 5


def test_an_alert_of_another_name_is_a_quote() -> None:
    assert markdown.parse("> [!WHAT]\n> a").blocks == (Quote((line(Text("[!WHAT] a")),)),)


def test_details_that_do_not_close_are_text() -> None:
    shown = markdown.parse("<details>\n<summary>s</summary>\n\na").blocks

    assert shown == (line(Text("<details> <summary>s</summary>")), A)


def test_what_follows_the_language_comes_back() -> None:
    text = "```ruby startline=3\nx\n```\n"

    assert markdown.parse(text).blocks == (CodeBlock("x", "ruby"),)
    assert markdown.render(markdown.parse(text))[0] == text
