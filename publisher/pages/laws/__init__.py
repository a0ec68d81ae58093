"""Pages of laws and articles (法律法规), and what stands beside a citation."""
