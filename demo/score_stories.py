"""Stories of the second MQL definition, whose clause is a total score."""

from __future__ import annotations

from demo.story_rows import Story


def score_stories() -> list[Story]:
    """Exactly at the threshold, capped, punished, decayed, and not yet visible."""
    enquiry = Story(
        "story-eighty-by-enquiry", "One enquiry is exactly 80; nobody declares it."
    )
    enquiry.lead("2026-02-10 09:30:00", lead_source="enquiry_form")
    enquiry.touch("2026-02-10 09:30:00", "enquiry")

    parts = Story("story-eighty-in-parts", "40 + 25 + 15 on one day is exactly 80.")
    parts.lead("2026-03-05 13:30:00", employees="20", lead_source="webinar")
    parts.touch("2026-03-05 14:00:00", "seminar_attended")
    parts.touch("2026-03-05 15:00:00", "whitepaper_download")
    parts.touch("2026-03-05 16:00:00", "pricing_view")

    capped = Story("story-capped-downloads", "The third download of a day is worth 0.")
    capped.lead("2026-04-07 10:00:00", employees="20", job_level="課長")
    for minute in ("00", "05", "10"):
        capped.touch(f"2026-04-07 10:{minute}:00", "whitepaper_download")
    capped.touch("2026-04-07 11:00:00", "pricing_view")

    careers = Story("story-careers-page", "A look at the careers page costs 15 points.")
    careers.lead("2026-04-14 09:50:00", lead_source="enquiry_form")
    careers.touch("2026-04-14 09:50:00", "careers_view")
    careers.touch("2026-04-14 10:00:00", "enquiry")

    decayed = Story("story-decayed-seminar", "After 90 days a seminar is worth half.")
    decayed.lead(
        "2026-02-02 13:00:00", employees="60", job_level="課長", lead_source="webinar"
    )
    decayed.touch("2026-02-02 14:00:00", "seminar_attended")
    decayed.touch("2026-05-03 10:00:00", "whitepaper_download")
    decayed.touch("2026-05-03 10:30:00", "pricing_view")

    invisible = Story(
        "story-recorded-after-last-day",
        "The enquiry happened before the as-of instant and was written down after it.",
    )
    invisible.lead("2026-09-28 10:00:00")
    invisible.touch("2026-09-29 11:00:00", "enquiry", recorded_at="2026-10-02 09:00:00")
    return [enquiry, parts, capped, careers, decayed, invisible]
