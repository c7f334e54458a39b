"""The company as its real tools show it: Marketo, Salesforce, GA4, a CMS, ad spend."""

from demo.tools.translation import block_files, shared_files

__all__ = ["block_files", "shared_files"]
