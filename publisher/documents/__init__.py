"""Words of documents and pictures that are published as files: PDF, Office packages, photographs."""
