"""附件: files that come with a submission: checked, cleaned, encrypted, kept, handed out."""
