"""Breaches of what the pipeline and the money booked promise.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

O2, O6 = lead_key("O2"), lead_key("O6")
PIPELINE = "update marts.mart_pipeline set"
MONTH = "currency = 'JPY' and period_grain = 'month' and period_on = date"
JANUARY, FEBRUARY, MARCH = (f"{MONTH} '2026-0{number}-01'" for number in (1, 2, 3))
WEB = "segment_dimension = 'channel' and segment_value = 'web'"
NO_CHANNEL = "segment_dimension = 'channel' and segment_value = '(none)'"
ALL = "segment_dimension = 'all'"


def _key(month: int, segment: str = "", currency: str = "JPY") -> str:
    """The key of a row of a month, or the beginning of several."""
    key = f"currency={currency}, period_grain=month, period_on=2026-0{month}-01"
    if not segment:
        return key
    dimension, _, value = segment.partition("=")
    return f"{key}, segment_dimension={dimension}, segment_value={value}"


BALANCES = (
    # No calendar has a week that begins on a Friday.
    (
        f"{PIPELINE} period_on = date '2026-01-02' where period_grain = 'week'"
        " and period_on = date '2025-12-29'",
        "period_on=2026-01-02",
    ),
    (
        "delete from marts.mart_pipeline where segment_dimension = 'product'"
        f" and {JANUARY}",
        _key(1, "all=all"),
    ),
    # One channel's deal came and was lost, or was lost and not won, or is not open:
    # it balances, but the channels are not the total, and so the other one is named.
    (
        f"{PIPELINE} created = created + 1, lost = lost + 1 where {MARCH} and {WEB}",
        _key(3, "channel=(none)"),
    ),
    (
        f"{PIPELINE} won = lost, lost = won where {MARCH} and {NO_CHANNEL}",
        _key(3, "channel=web"),
    ),
    (
        f"{PIPELINE} open_after = 0, lost = 1 where {MARCH} and {WEB}",
        _key(3, "channel=(none)"),
    ),
    *(
        (
            f"{PIPELINE} {column} = coalesce({column}, 0) + 1 where {MARCH} and {WEB}",
            _key(3, "channel=(none)"),
        )
        for column in (
            "open_without_amount",
            "bookings",
            "created_amount",
            "won_amount",
            "open_after_amount",
            "sourced_amount",
            "influenced_amount",
            "booked_amount",
            "traced_amount",
        )
    ),
    (f"{PIPELINE} lost = 1 where {MARCH} and {WEB}", _key(3, "channel=web")),
    (
        f"{PIPELINE} lost_amount = 4999 where lost_amount = 5000",
        _key(3, "all=all", "USD"),
    ),
    # March begins with what February did not end with.
    (
        f"{PIPELINE} open_before = 1, lost = 1 where {MARCH} and {WEB}",
        _key(3, "channel=web"),
    ),
    (
        f"{PIPELINE} open_before_amount = 4999, lost_amount = 4999"
        " where lost_amount = 5000",
        _key(3, "all=all", "USD"),
    ),
    (
        f"{PIPELINE} open_without_amount = 3 * open_without_amount where {JANUARY}",
        _key(1, "source_group=unknown"),
    ),
    (
        f"{PIPELINE} traced_amount = 2 * traced_amount, traced_share = 2 * traced_share"
        f" where {FEBRUARY}",
        _key(2, "all=all"),
    ),
    *(
        (
            f"{PIPELINE} {name}_amount = 2 * {name}_amount,"
            f" {name}_share = 2 * {name}_share where {JANUARY}",
            _key(1, "all=all"),
        )
        for name in ("sourced", "influenced")
    ),
    # No deals are worth 0.
    *(
        (f"{PIPELINE} {column} = null where {month} and {WEB}", key)
        for column, month, key in (
            ("open_before_amount", MARCH, _key(3, "channel=web")),
            ("created_amount", FEBRUARY, _key(2, "channel=web")),
            ("won_amount", JANUARY, _key(1, "channel=web")),
            ("lost_amount", JANUARY, _key(1, "channel=web")),
            ("booked_amount", JANUARY, _key(1, "channel=web")),
        )
    ),
    # One that has no amount is not.
    (
        f"{PIPELINE} open_after_amount = 0"
        f" where {FEBRUARY} and open_after_amount is null",
        _key(2, "source_group=unknown"),
    ),
    *(
        (f"{PIPELINE} {share} = 0.5 where {month} and {WEB}", key)
        for share, month, key in (
            ("sourced_share", JANUARY, _key(1, "channel=web")),
            ("influenced_share", JANUARY, _key(1, "channel=web")),
            ("traced_share", FEBRUARY, _key(2, "channel=web")),
        )
    ),
    (
        f"{PIPELINE} target_amount = target_amount + 1 where {JANUARY} and {ALL}",
        _key(1, "all=all"),
    ),
    (
        f"{PIPELINE} opening_coverage_ratio = 1"
        f" where {FEBRUARY} and segment_value = 'marketing'",
        _key(2, "source_group=marketing"),
    ),
    # 62,000 open of 31,000.
    (
        f"{PIPELINE} remaining_coverage_ratio = 1"
        f" where {MARCH} and segment_value = 'customer_success'",
        _key(3, "owner_team=customer_success"),
    ),
    # What expansion is to bring in January, when it had no deal.
    (
        f"delete from marts.mart_pipeline where {JANUARY}"
        " and segment_value = 'expansion'",
        _key(1, "source_group=expansion"),
    ),
    # O7 is open as February ends, and in March nobody knows of it.
    (
        f"delete from marts.mart_pipeline where {MARCH} and segment_value = 'unknown'",
        _key(2, "source_group=unknown"),
    ),
)

RECOUNTS = (
    *(
        (
            f"{PIPELINE} {column} = coalesce({column}, 0) + 1 where {MARCH} and {ALL}",
            _key(3),
        )
        for column in (
            "open_before",
            "created",
            "won",
            "lost",
            "open_after",
            "open_without_amount",
            "open_before_amount",
            "created_amount",
            "won_amount",
            "lost_amount",
            "open_after_amount",
            "median_age_days",
            "oldest_age_days",
        )
    ),
    (f"delete from marts.mart_pipeline where {MARCH} and {ALL}", _key(3)),
    (
        "delete from marts.mart_uncounted_opportunities where outcome = 'lost'",
        _key(2, currency="USD"),
    ),
    ("delete from facts.fct_opportunities where outcome = 'open'", _key(3)),
    # L6's deal is in no pipeline.
    (
        "update marts.mart_uncounted_opportunities set reason = 'nobody known'"
        f" where opportunity_id = '{O6}'",
        _key(1),
    ),
    # Lost before it was registered, it was lost as it was.
    (
        "update marts.mart_uncounted_opportunities"
        " set lost_at = timestamp '2026-01-10' where outcome = 'lost'",
        _key(2, currency="USD"),
    ),
)

BOOKED = (
    (f"{PIPELINE} bookings = 2 where {FEBRUARY} and {ALL}", _key(2)),
    (
        f"{PIPELINE} booked_amount = booked_amount + 1 where {FEBRUARY} and {ALL}",
        _key(2),
    ),
    (f"delete from marts.mart_pipeline where {FEBRUARY} and {ALL}", _key(2)),
    # What is cancelled on the day of the as-of is no money any more.
    (
        "update intermediate.int_port_bookings set cancelled_on = date '2026-03-31'"
        " where amount = 1000000 and opportunity_id = 'o1'",
        _key(2),
    ),
    (
        "update intermediate.int_port_bookings set cancelled_on = null"
        " where amount = 50000",
        _key(2),
    ),
    (
        "update intermediate.int_port_bookings set booked_on = date '2026-03-31'"
        " where amount = 80000",
        _key(3),
    ),
    # Nobody excludes L6.
    (
        "update marts.mart_uncounted_opportunities set reason = 'nobody known'"
        f" where opportunity_id = '{O6}'",
        _key(2),
    ),
    # The booking of another tool's o6 is not that of L6.
    (
        "update intermediate.int_port_bookings set source = 'crm'"
        " where opportunity_id = 'o6'",
        _key(2),
    ),
    (
        "delete from book.words where vocabulary = 'currency'",
        _key(2, currency="円"),
    ),
    # Another tool's word, or a word for something else.
    ("update book.words set source = 'crm'", _key(2, currency="円")),
    ("update book.words set vocabulary = 'unit'", _key(2, currency="円")),
    # Salesforce books nothing: what is won there is money, whoever it is of.
    (
        "update facts.fct_opportunities set outcome = 'won',"
        f" won_at = timestamp '2026-03-16' where opportunity_id = '{O2}'",
        _key(3),
    ),
    (
        "delete from marts.mart_uncounted_opportunities where source = 'salesforce'",
        _key(3),
    ),
    (
        "insert into intermediate.int_port_bookings by name select 'salesforce' as"
        " source, 1 as amount, date '2026-04-10' as booked_on",
        _key(3),
    ),
)

BREACHES = (
    *(("pipeline_balances", *breach) for breach in BALANCES),
    *(("pipeline_recounts", *breach) for breach in RECOUNTS),
    *(("booked_money_recounts", *breach) for breach in BOOKED),
)
