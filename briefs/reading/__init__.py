"""Reading: YAML as a tree that knows its places, and what a schema refuses in plain words."""

from briefs.reading.nodes import Node, node_at, path_in, place_at, plain, read_text, read_yaml
from briefs.reading.strictness import faults_of

__all__ = [
    "Node",
    "faults_of",
    "node_at",
    "path_in",
    "place_at",
    "plain",
    "read_text",
    "read_yaml",
]
