"""What asks for a release of the site: a forge's webhook, and the task that then starts `fabu publish`."""
