"""Language models, all optional: by name, with limits, a budget and a cache. What one writes is proven before it is shown."""
