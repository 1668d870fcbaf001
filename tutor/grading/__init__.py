"""A typed answer against a question: verdict, misconception, slip. Decides by meaning, never by spelling."""
