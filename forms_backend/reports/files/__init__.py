"""Reports (报表) as files: Word, Excel, plain."""
