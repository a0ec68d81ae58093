"""Markdown to HTML, with the words of the glossary explained."""
