"""A made-up Japanese B2B company in the shape of the `exports` source."""

from demo.company import DemoCompany, write_demo
from demo.story_rows import Story

__all__ = ["DemoCompany", "Story", "write_demo"]
