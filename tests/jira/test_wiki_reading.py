"""Reading and writing wiki markup: our own examples."""

from __future__ import annotations

import pytest

from anyticket.text import plain
from anyticket.text.document import (
    Block,
    BlockCard,
    BulletList,
    CodeBlock,
    Document,
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
    Emoji,
    Emphasis,
    Inline,
    InlineMedia,
    Link,
    Mark,
    Media,
    Mention,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    TextColor,
    Underline,
    UnknownInline,
)
from anyticket_jira.wiki import parse, render


def t(text: str, *marks: Mark) -> Text:
    return Text(text, marks)


def p(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(piece) if isinstance(piece, str) else piece for piece in content))


def li(*blocks: Block | str) -> ListItem:
    return ListItem(tuple(p(block) if isinstance(block, str) else block for block in blocks))


def cell(*blocks: Block | str, header: bool = False) -> TableCell:
    return TableCell(tuple(p(block) if isinstance(block, str) else block for block in blocks), header=header)


def th(text: str) -> TableCell:
    return cell(text, header=True)


SITE = "https://shop.example/a_b(1)"
WARNING = Emoji(":warning:", "⚠️")
RED = TextColor("#ff0000")

INSIDE_LINES: dict[str, tuple[Inline, ...]] = {
    "a *fat* word": (t("a "), t("fat", Strong()), t(" word")),
    "_lean_, +new+ -gone-": (t("lean", Emphasis()), t(", "), t("new", Underline()), t(" "), t("gone", Strike())),
    "x^2^ and {{a_b_c}}": (t("x^2^ and "), t("a_b_c", Code())),
    "x{^}2{^} H{~}2{~}O": (t("x"), t("2", Superscript()), t(" H"), t("2", Subscript()), t("O")),
    "un{*}believ{*}able": (t("un"), t("believ", Strong()), t("able")),
    "??said so??": (t("— said so", Emphasis()),),
    "+*_all_*+": (t("all", Strong(), Emphasis(), Underline()),),
    "snake_case_name, 2*3*4, e-mail-list": (t("snake_case_name, 2*3*4, e-mail-list"),),
    "so * spaced * and *open": (t("so * spaced * and *open"),),
    "*first* then *second": (t("first", Strong()), t(" then *second")),
    "*crossing _marks* here_": (t("crossing _marks", Strong()), t(" here_")),
    "*not\nover lines*": (t("*not"), Break(), t("over lines*")),
    "a -- b --- c --long-option": (t("a – b — c --long-option"),),
    r"\*plain\* \{code} \[x] \!y!": (t("*plain* {code} [x] !y!"),),
    r"C:\temp\new": (t(r"C:\temp\new"),),
    "{*}# no item{*}": (t("# no item", Strong()),),
    "one\\\\two": (t("one"), Break(), t("two")),
    "&lt;b&gt; &amp;amp; &#65; &unknown;": (t("<b> &amp; A &unknown;"),),
    "{color:red}hot *stuff*{color} off": (t("hot ", RED), t("stuff", Strong(), RED), t(" off")),
    "{color:#0F0}g{color}": (t("g", TextColor("#00ff00")),),
    f"[shop|{SITE}|Our shop]": (t("shop", Link(SITE, "Our shop")),),
    f"[{SITE}]": (t(SITE, Link(SITE)),),
    f"see {SITE}.": (t("see "), t(SITE, Link(SITE)), t(".")),
    "[*fat* link|#top]": (t("fat", Strong(), Link("#top")), t(" link", Link("#top"))),
    "[mailto:a@b.example]": (t("a@b.example", Link("mailto:a@b.example")),),
    "[no link] [PROJ-1] [x|PROJ-2]": (t("[no link] [PROJ-1] [x|PROJ-2]"),),
    "[~fred] [~accountid:5b10a2844c20165700ede21g]": (Mention("fred"), t(" "), Mention("5b10a2844c20165700ede21g")),
    "see [^log.txt]": (t("see "), InlineMedia(Media(file_name="log.txt", image=False))),
    "[the log|^log.txt] too": (InlineMedia(Media(file_name="log.txt", alt="the log", image=False)), t(" too")),
    "a !i.png|width=30,alt=sun! b": (
        t("a "),
        InlineMedia(Media(file_name="i.png", alt="sun", width=30.0)),
        t(" b"),
    ),
    f"[!i.png!|{SITE}] b": (InlineMedia(Media(file_name="i.png", link=Link(SITE))), t(" b")),
    "Wow! Great! No image!": (t("Wow! Great! No image!"),),
    f"[{SITE}|{SITE}|smart-link]": (Card(SITE),),
    "(!) done (/) :)": (
        Emoji(":warning:", "⚠️"),
        t(" done "),
        Emoji(":check_mark:", "✅"),
        t(" "),
        Emoji(":slight_smile:", "🙂"),
    ),
    "{anchor:here} {toc}": (
        UnknownInline("jira-wiki", "{anchor:here}", "{anchor:here}"),
        t(" "),
        UnknownInline("jira-wiki", "{toc}", "{toc}"),
    ),
    "[0|]": (UnknownInline("jira-wiki", "[0|]", "0"),),
    "[-http://a.b-|http://a.b]": (t("http://a.b", Strike(), Link("http://a.b")),),
    "{{f({x})}}": (t("f({x})", Code()),),
    "never {quote} closed": (t("never {quote} closed"),),
}

BLOCKS: dict[str, tuple[Block, ...]] = {
    "h2. Title *x*\ntext": (Heading(2, (t("Title "), t("x", Strong()))), p("text")),
    "h7. no\nh1.no": (p("h7. no", Break(), "h1.no"),),
    "one\r\ntwo\r\n\r\nthree": (p("one", Break(), "two"), p("three")),
    "bq. wise": (Quote((p("wise"),)),),
    "{quote}\na\n\nb\n{quote}": (Quote((p("a"), p("b"))),),
    "before {quote}in{quote} after": (p("before"), Quote((p("in"),)), p("after")),
    "a\n----\nb": (p("a"), Rule(), p("b")),
    "{code:python|title=x.py}\nif a:\n  *b*\n{code}": (CodeBlock("if a:\n  *b*", "python", "x.py"),),
    "{noformat}{code} *x*{noformat}": (CodeBlock("{code} *x*"),),
    "{code}x{code}": (CodeBlock("x", "java"),),
    "{panel:title=T|bgColor=#fffae6}\n* a\n{panel}": (Panel("warning", (BulletList((li("a"),)),), "T"),),
    "{panel}x {quote}y{quote}{panel}": (Panel("info", (p("x"), Quote((p("y"),)))),),
    "* a\n** b\n*# c\n- d": (BulletList((li("a", BulletList((li("b"),)), OrderedList((li("c"),))), li("d"))),),
    "# a\nmore\n\n# b": (OrderedList((li(p("a", Break(), "more")),)), OrderedList((li("b"),))),
    "*** deep": (BulletList((li(BulletList((li(BulletList((li("deep"),))),))),)),),
    "* a\n{code}\nx\n\ny\n{code}\n* b": (BulletList((li("a", CodeBlock("x\n\ny", "java")), li("b"))),),
    "||a||b||\n|1|2|": (Table((TableRow((th("a"), th("b"))), TableRow((cell("1"), cell("2"))))),),
    "|x\ny|* l\n* m|\nafter": (
        Table((TableRow((cell(p("x", Break(), "y")), cell(BulletList((li("l"), li("m")))))),)),
        p("after"),
    ),
    "| |[a|http://b]|\\||": (Table((TableRow((cell(), cell(p(t("a", Link("http://b")))), cell("|"))),)),),
    "|(!)|b|(!)|": (Table((TableRow((cell(p(WARNING)), cell("b"), cell(p(WARNING)))),)),),
    "* t\n||a||\n|b|": (BulletList((li("t", Table((TableRow((th("a"),)), TableRow((cell("b"),))))),)),),
    "!a.png|thumbnail!": (MediaSingle(Media(file_name="a.png")),),
    "!a.png|align=right!": (MediaSingle(Media(file_name="a.png"), align="right"),),
    "!a.png!\n!https://b.example/c.png!": (
        MediaGroup((Media(file_name="a.png"), Media(url="https://b.example/c.png"))),
    ),
    f"[{SITE}|{SITE}|smart-embed]": (BlockCard(SITE, embed=True),),
    "{color:red}a\n\nb{color} c": (p(t("a", RED)), p(t("b", RED), " c")),
    "{adf}{broken{adf}": (UnknownBlock("jira-wiki", "{adf}{broken{adf}", (CodeBlock("{broken"),)),),
    '{adf:display=block}\n{"type":"rule"}\n{adf}': (Rule(),),
}

WRITTEN: dict[str, str] = {
    "2 * 3 - 1, a_b, --flag, C:\\temp, f{x, {a b}": "2 * 3 - 1, a_b, --flag, C:\\temp, f{x, {a b}",
    "*so* _it_ is": "\\*so* \\_it_ is",
    "{code} {{x}} {*}": "\\{code} \\{\\{x\\}\\} \\{*}",
    "[x] !y! (n) :)": "\\[x] \\!y! \\(n) \\:)",
    "# no list": "\\# no list",
    "h1. no": "h1&#46; no",
    "|no row|": "\\|no row|",
    "&amp; & \\* \\\\": "&amp;amp; & &#92;* &#92;&#92;",
    "http://a.b": "http&#58;//a.b",
    " edge ": "&#32;edge&#32;",
}


@pytest.mark.parametrize("markup", INSIDE_LINES)
def test_a_line_means_what_the_notation_says(markup: str) -> None:
    assert parse(markup) == Document((Paragraph(INSIDE_LINES[markup]),))


@pytest.mark.parametrize("markup", BLOCKS)
def test_blocks_mean_what_the_notation_says(markup: str) -> None:
    assert parse(markup) == Document(BLOCKS[markup])


@pytest.mark.parametrize("markup", [*INSIDE_LINES, *BLOCKS])
def test_what_was_read_is_written_so_that_it_is_read_again(markup: str) -> None:
    document = parse(markup)

    written, losses = render(document)

    assert losses == ()
    assert parse(written) == document
    assert render(parse(written)) == (written, ())


@pytest.mark.parametrize("text", WRITTEN)
def test_only_what_would_be_markup_is_escaped(text: str) -> None:
    written, losses = render(Document((p(text),)))

    assert (written, losses) == (WRITTEN[text], ())
    assert plain(parse(written)) == text


def test_what_the_notation_cannot_say_is_named_with_its_place() -> None:
    document = Document((p("a"), BulletList((ListItem((p("b"), p("c")), done=True),))))

    written, losses = render(document)

    assert written == "a\n\n* \\[x] b\nc"
    assert [loss.path for loss in losses] == ["blocks[1].items[0]", "blocks[1].items[0].blocks[1]"]


def test_a_list_that_is_nested_too_deep_stays_text() -> None:
    deep = "*" * 10_000 + " x"

    document = parse(f"* a\n{deep}")

    assert document == Document((BulletList((li(p("a", Break(), deep)),)),))
