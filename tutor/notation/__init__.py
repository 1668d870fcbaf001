"""Reading and showing mathematics: typed answer or LaTeX to a tree, a tree to boxes, lines and words."""
