"""Ways to write an answer, one widget a module. What a widget writes is text that could have been typed into the line."""
