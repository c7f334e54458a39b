"""Code is refused in any cell, and prose that only sounds like code is not."""

import pytest

from book.hostile import hidden_sign, looks_like_code, looks_like_formula
from tests.book.book_copies import (
    ATTRIBUTES,
    CHANNEL,
    COMPANY,
    DEFINITIONS,
    RULES,
    BookCopy,
)
from tests.book.breaches import assert_refused

CODE = [
    "'); DROP TABLE leads",
    "x; drop table fct_stage_entries;",
    "ｄｒｏｐ　ｔａｂｌｅ leads",  # noqa: RUF001
    "{{ env_var('HANDOFF_SECRET') }}",
    "{% if true %}",
    "{# hidden",
    "ref('int_leads')",
    "source(\"exports\", 'ma_leads')",
    "select * from leads",
    "SELECT email FROM landing.ma_leads",
    "select lead_id, count(*) as n from leads",
    "1 union all select secret",
    "80' or '1'='1",
    "' or 1=1",
    "80 or 1=1",
    "') or true --",
    "80;--",
    "80 /* always */",
    "'; delete from leads",
    "delete from leads where lead_id = 1",
    "insert into leads values (1)",
    "update leads set score = 100",
    "alter table leads add column x int",
    "create or replace view leads as select 1",
    "attach 'other.duckdb'",
    "copy leads to 'leads.csv'",
    "read_parquet('/etc/passwd')",
]
PROSE = [
    "Select the leads that came from a seminar; update them weekly.",
    "We select leads. From April the score counts.",
    "Leads are selected by sales from the list of the exhibition.",
    "Count each person once; recycled leads count again.",
    "Drop leads who ask for a table of prices.",
    "Delete from the list whoever opted out.",
    "Create a table of contents and insert it into the guide.",
    "Alter the score, then truncate it to 100.",
    "Status 'open' or amount = 0 counts as open.",
    "The price list or 1 of 3 documents was read.",
    "MA -- as agreed with sales -- declares the stage.",
    "Where budget and need exist, and the union of both teams agrees.",
    "Score ≥ 80 (以上) and/or a seminar, 50% of the time; see R&D.",
    "資料をダウンロードし、料金ページを見た（90日以内）。select は使わない; 以上。",
    "営業が「対応可能」と判断した;記録は SFA のみ。",
    "Hot {warm} cold: one of {A, B}.",
    'Someone\'s "best" lead -- or true love',
    "Ref. (no. 5), source (web), config (default)",
]


@pytest.mark.parametrize("cell", CODE)
def test_code_is_refused_even_in_prose(cell: str) -> None:
    assert looks_like_code(cell, is_prose=True)
    assert looks_like_code(cell, is_prose=False)


@pytest.mark.parametrize("cell", PROSE)
def test_prose_that_sounds_like_code_is_prose(cell: str) -> None:
    assert not looks_like_code(cell, is_prose=True)


def test_a_statement_with_any_select_list_is_refused_outside_prose() -> None:
    """A value has no innocent reason to hold both words; a sentence may."""
    cell = "select a b c from d"

    assert looks_like_code(cell, is_prose=False)
    assert not looks_like_code(cell, is_prose=True)


@pytest.mark.parametrize(
    "cell", ["=HYPERLINK(1)", "=1+1", "@SUM(A1)", "+cmd(1)", "-2+3", "+81-3-1234"]
)
def test_a_formula_is_recognised(cell: str) -> None:
    assert looks_like_formula(cell)


@pytest.mark.parametrize(
    "cell", ["=", ">=", "!=", "<=", "=>", "-15", "0.5", "- 資料請求", "課長以上", "80+"]
)
def test_a_comparison_or_a_number_is_no_formula(cell: str) -> None:
    assert not looks_like_formula(cell)


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        ("a\x00b", "U+0000"),
        ("a\nb", "U+000A"),
        ("a\tb", "U+0009"),
        ("a\u200bb", "U+200B"),
        ("a\u202eb", "U+202E"),
        ("a\ufeffb", "U+FEFF"),
        ("a\ufffdb", "U+FFFD"),
    ],
)
def test_an_invisible_character_is_named(cell: str, sign: str) -> None:
    assert hidden_sign(cell) == sign


def test_japanese_text_holds_no_invisible_character() -> None:
    assert hidden_sign("従業員50名以上で、資料　「見た」 髙①㈱") is None


@pytest.mark.parametrize(
    ("file", "name", "column"),
    [
        (DEFINITIONS, "mql_v2", "statement_en"),
        (DEFINITIONS, "mql_v2", "marketing_owner"),
        (DEFINITIONS, "mql_v2", "segment_value"),
        (RULES, "mql_v2", "value"),
        (RULES, "mql_v2", "signal_argument"),
        (COMPANY, "demo_company", "time_zone"),
    ],
)
def test_a_template_in_a_book_is_refused(
    book_copy: BookCopy, file: str, name: str, column: str
) -> None:
    book_copy.change(file, name, **{column: "{{ env_var('X') }}"})

    assert_refused(book_copy, file, name, f"{column} looks like SQL or a template")


def test_a_statement_in_a_mapped_word_is_refused(book_copy: BookCopy) -> None:
    book_copy.change_line(CHANNEL, 2, source_value="x'; drop table leads")

    assert_refused(book_copy, CHANNEL, "x'; drop table leads", "looks like SQL")


def test_a_formula_in_a_statement_is_refused(book_copy: BookCopy) -> None:
    book_copy.change(DEFINITIONS, "mql_v2", statement_ja='=HYPERLINK("x","y")')

    assert_refused(book_copy, DEFINITIONS, "mql_v2", "statement_ja looks like a spread")


def test_a_word_of_another_system_may_begin_like_a_formula(
    book_copy: BookCopy,
) -> None:
    """Some tool may really call a job level `@manager`: the word is only compared."""
    book_copy.add(ATTRIBUTES, "job_level", source_value="@manager")

    assert book_copy.refusal() is None


@pytest.mark.parametrize("sentence", PROSE)
def test_prose_is_taken_as_a_statement(book_copy: BookCopy, sentence: str) -> None:
    book_copy.change(DEFINITIONS, "mql_v2", statement_en=sentence)

    assert book_copy.refusal() is None
