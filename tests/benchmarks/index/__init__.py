"""What the benchmarks of the vector index share."""
