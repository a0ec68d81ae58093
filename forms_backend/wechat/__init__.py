"""微信公众号: what WeChat's server sends us for a reader, and what we answer. No web framework here."""
