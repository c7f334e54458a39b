"""How fast the project is: `./handoff bench`, on companies of known size."""
