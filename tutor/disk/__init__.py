"""What every room that keeps files needs: faults by kind, and a lock between processes."""
