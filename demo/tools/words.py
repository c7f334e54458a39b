"""The vendors' words for what the `exports` tables say in the company's own."""

from __future__ import annotations

from typing import Final

MA_STATUSES: Final = {
    "new": "New",
    "lead": "Prospect",
    "mql": "MQL",
    "sal": "Accepted",
    "sql": "Sales Qualified",
    "opportunity": "Opportunity",
    "won": "Customer",
    "lost": "Lost",
    "recycled": "Recycled",
    "disqualified": "Disqualified",
}
SFA_STATUSES: Final = {
    "new": "Open - Not Contacted",
    "lead": "Open - Prospect",
    "mql": "Marketing Qualified",
    "sal": "Working - Contacted",
    "sql": "Qualified",
    "opportunity": "Opportunity",
    "won": "Customer",
    "lost": "Closed - Lost",
    "recycled": "Nurture",
    "disqualified": "Unqualified",
}
OPPORTUNITY_STAGES: Final = {
    "appointment": "Appointment",
    "meeting": "Meeting",
    "proposal": "Proposal",
    "negotiation": "Negotiation",
    "won": "Closed Won",
    "lost": "Closed Lost",
}
# As people see them in Marketo, and as its interface calls them.
MA_FIELDS: Final = {
    "status": ("Lead Status", "leadStatus"),
    "employees": ("Number of Employees", "numberOfEmployees"),
    "is_opted_out": ("Unsubscribed", "unsubscribed"),
    "industry": ("Industry", "industry"),
    "job_level": ("Job Level", "jobLevel"),
    "title": ("Job Title", "title"),
    "sfa_record_id": ("SFDC Lead Id", "sfdcLeadId"),
    "score": ("Lead Score", "leadScore"),
    "temperature": ("Temperature", "temperature"),
}
SFA_FIELDS: Final = {"status": "Status", "owner_id": "Owner", "temperature": "Rating"}
OPPORTUNITY_FIELDS: Final = {
    "stage": "StageName",
    "amount": "Amount",
    "close_on": "CloseDate",
}
FORMS: Final = {
    "whitepaper_download": "資料ダウンロード",
    "enquiry": "お問い合わせ",
    "seminar_applied": "セミナー申込",
    "chat": "チャット",
}
# First segment of the path of a page, by what a look at it is.
PAGES: Final = {
    "home_view": "",
    "pricing_view": "pricing",
    "case_study_view": "cases",
    "article_view": "articles",
    "careers_view": "careers",
    "document_view": "documents",
}
# The same by type of content; other types lie below `content`.
CONTENT_PAGES: Final = {
    "article": "articles",
    "whitepaper": "documents",
    "case_study": "cases",
    "seminar": "seminars",
    "pricing_page": "pricing",
    "enquiry_form": "contact",
    "careers_page": "careers",
}
MEMBER_STATUSES: Final = {"applied": "Registered", "attended": "Attended"}
TEAMS: Final = {
    "marketing": "Marketing",
    "inside_sales": "Inside Sales",
    "field_sales": "Field Sales",
    "customer_success": "Customer Success",
}
ACTIVITY_TYPES: Final = {"call": "Call", "email": "Email", "task": "Task"}
ACTIVITY_OUTCOMES: Final = {"connected": "通話", "missed": "不在", "sent": "Sent"}
BOOKING_TYPES: Final = {"new": "New", "renewal": "Renewal", "expansion": "Expansion"}
# Where a campaign's money goes, by the lead source it pays for.
AD_PLATFORMS: Final = {
    "paid_search": "google_ads",
    "display": "display_network",
    "social": "social_ads",
    "タクシー広告": "taxi_ads",
}
OTHER_PLATFORM: Final = "invoices"
