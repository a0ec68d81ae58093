"""旧稿导入: from documents of an office (Word, WPS, web pages, PDF) to drafts of manuscripts."""
