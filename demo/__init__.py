"""A made-up Japanese B2B company, as `exports` of any tool or as its own tools."""

from demo.company import DemoCompany, write_demo
from demo.story_rows import Story

__all__ = ["DemoCompany", "Story", "write_demo"]
