"""All tables of the `exports` source, told as the company's real tools would."""

from __future__ import annotations

from demo.tools import marketo_activities as activities
from demo.tools import marketo_records as marketing
from demo.tools import salesforce_deals as deals
from demo.tools import salesforce_records as sales
from demo.tools import salesforce_work as work
from demo.tools import web_and_costs as web
from demo.tools.contact_states import contact_history
from demo.tools.vendor_tables import Files, Tables


def block_files(tables: Tables, shared: Tables) -> Files:
    """File (`marketo/lead/2025-09`, without suffix) → its rows, of one block.

    `tables` are a block's as `demo.world.draw_block` gives them, planted rows among
    them, and `shared` those of `demo.world.draw_shared`. Instants become naive UTC in
    microseconds. A file of several blocks is their rows one after the other.
    """
    items, users = shared["content_items"], shared["sfa_users"]
    return {
        **marketing.leads(tables),
        **activities.touches(tables, items),
        **activities.mailings(tables),
        **activities.field_changes(tables),
        **activities.merges(tables),
        **activities.deleted_leads(tables),
        **sales.accounts(tables),
        **sales.leads_and_contacts(tables),
        **sales.lead_history(tables),
        **contact_history(tables),
        **work.tasks(tables, users),
        **work.events(tables),
        **work.feedback(tables),
        **deals.opportunities(tables),
        **deals.field_history(tables),
        **deals.contact_roles(tables),
        **deals.orders(tables),
        **web.page_views(tables, items),
    }


def shared_files(shared: Tables) -> Files:
    """File → its rows, of what the whole company shares."""
    campaigns = shared["campaigns"]
    return {
        **marketing.programs(campaigns),
        **marketing.smart_campaigns(campaigns),
        **marketing.email_templates(shared["email_templates"]),
        **marketing.field_names(),
        **sales.users(shared["sfa_users"]),
        **web.content(shared["content_items"]),
        **web.content_costs(shared["content_costs"]),
        **web.campaign_costs(shared["campaign_costs"], campaigns),
    }
