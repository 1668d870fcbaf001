"""Other people's content comes in, and curricula go out: OATutor, GSM8K, GIFT, Anki, Markdown.

What comes in is hostile until our own parsers have read it, and is written only when `tutor check` finds nothing in it.
"""
