"""The library: seed documents read, cut into passages, searched and cited. Nothing heavy is imported before it's needed."""

import os

# From 1.29 on, onnxruntime reports to its maker over the network, and keeps a file for that in the user's cache, unless it's told
# not to before it is imported, by whomever: its own function comes too late. What it's told here holds for the whole process.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
