"""Writes the sources of the PDFs from arabic.txt; README.md has the commands that make PDFs of them."""

from __future__ import annotations

import re
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

HERE = Path(__file__).parent
TITLE, *PARAGRAPHS = (HERE / "arabic.txt").read_text(encoding="utf-8").strip().split("\n\n")
AUTHOR = "هيئة التحرير"


def html(name: str, style: str, body: str) -> None:
    """Writes a page for a browser to print."""
    head = f'<meta charset="utf-8"><title>{TITLE}</title><meta name="author" content="{AUTHOR}"><style>{style}</style>'
    page = f'<!doctype html><html lang="ar" dir="rtl"><head>{head}</head><body>\n{body}\n</body></html>\n'
    (HERE / name).write_text(page, encoding="utf-8")


def tex() -> None:
    """Writes the text for XeLaTeX, with what runs from the left marked: without the mark it draws 2.5 as 5.2."""
    title, *body = (re.sub(r"COVID-19|Atlas Digital|\d+\.\d+", r"\\textenglish{\g<0>}", text) for text in (TITLE, *PARAGRAPHS))
    text = "\n\n".join(body).replace("%", r"\%")
    (HERE / "arabic.tex").write_text(
        "\\documentclass[12pt]{article}\n\\usepackage[a4paper,margin=3cm]{geometry}\n\\usepackage{polyglossia}\n"
        "\\setmainlanguage[numerals=maghrib]{arabic}\n\\setotherlanguage{english}\n"
        "\\newfontfamily\\arabicfont[Script=Arabic]{Amiri}\n\\newfontfamily\\englishfont{Amiri}\n"
        f"\\begin{{document}}\n\\begin{{center}}\\Large {title}\\end{{center}}\n\n{text}\n\\end{{document}}\n",
        encoding="utf-8",
    )


def word() -> None:
    """Writes the text as DOCX, for LibreOffice."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = TITLE, AUTHOR
    for at, text in enumerate([TITLE, *PARAGRAPHS]):
        paragraph = document.add_paragraph(text, style="Title" if at == 0 else None)
        paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        properties = paragraph.runs[0].element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:cs"), "Amiri")
        properties.append(OxmlElement("w:rtl"))
    document.save(str(HERE / "arabic.docx"))


def main() -> None:
    """Writes all of them."""
    tex()
    word()
    font = "body{font:14pt Amiri;line-height:1.8}"
    text = f"<h1>{TITLE}</h1>\n" + "\n".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    html("arabic.html", font, text)
    mixed = (HERE / "mixed.txt").read_text(encoding="utf-8").strip().split("\n\n")
    html("mixed.html", font, "\n".join(f"<p>{paragraph}</p>" for paragraph in mixed))
    html("columns.html", f"{font} h1{{column-span:all}} body{{columns:2;column-gap:1.5cm}}", text)
    # A browser draws what is `fixed` anew on each page: a running header as papers have it.
    running = "@page{margin:3cm 2cm;@bottom-center{content:counter(page)}} header{position:fixed;top:-1.5cm}"
    breaks = "p{break-after:page} p:last-child{break-after:auto}"
    html("running.html", f"{font} {running} {breaks}", f"<header>جريدة الموجز اليومية</header>{text}")


main()
